import type { KnownOptimizer } from "../../src/config/training.ts";
import { classes, linear, optimizer, relu, type TrainingParts } from "./networks.ts";

type Arguments = Readonly<Record<string, unknown>>;

const options: readonly (readonly [KnownOptimizer["type"], Arguments])[] = [
  ["SGD", {}],
  ["SGD", { momentum: 0.9 }],
  ["SGD", { momentum: 0.9, nesterov: true }],
  ["Adam", {}],
  ["Adam", { amsgrad: true }],
  ["AdamW", {}],
  ["RMSprop", {}],
  ["RMSprop", { momentum: 0.9 }],
  ["RMSprop", { centered: true, momentum: 0.9 }],
  ["Adagrad", { initial_accumulator_value: 0.1 }],
  ["Adadelta", {}],
  ["Adamax", {}],
  ["NAdam", {}],
  ["NAdam", { decoupled_weight_decay: true }],
  ["RAdam", {}],
  ["RAdam", { decoupled_weight_decay: true }],
];
const FUSED = new Set<KnownOptimizer["type"]>(["SGD", "Adam", "AdamW", "Adagrad"]);

/** Every optimizer that the layers engine knows, in each of its forms, with and without what copies the gradients. */
export const OPTIMIZERS: readonly (readonly [what: string, parts: TrainingParts])[] = options.flatMap(([type, own]) =>
  formsOf(type).flatMap((form) =>
    [0, 0.1].flatMap((weight_decay) =>
      [false, true].map((maximize) => {
        const args = { ...own, ...form, weight_decay, maximize };
        const parts = { layers: [linear(5, 4), relu, linear(4, 3, false)], input: [5], target: classes(3) };
        return [`${type} ${JSON.stringify(args)}`, { ...parts, optimizer: optimizer(type, args) }] as const;
      }),
    ),
  ),
);

/** RAdam's loop is not known: what it takes changes with the sixth step. */
function formsOf(type: KnownOptimizer["type"]): readonly Arguments[] {
  if (type === "RAdam") return [{ foreach: true }];
  const loops = [{}, { foreach: false }, { foreach: true }];
  return FUSED.has(type) ? [...loops, { fused: true }] : loops;
}
