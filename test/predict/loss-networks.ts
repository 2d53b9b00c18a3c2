import type { KnownLoss } from "../../src/config/training.ts";
import {
  classes,
  conv2d,
  flatten,
  layer,
  linear,
  loss,
  type Part,
  tensorTarget,
  type TrainingParts,
} from "./networks.ts";

type Arguments = Readonly<Record<string, unknown>>;

const row = { input: [5], evaluation: 3 };
const rows = { ...row, target: tensorTarget(4) };
const sigmoid = layer("Sigmoid");
const probabilities = {
  kind: "callable",
  target: "own_models:probabilities",
  args: { features: 5, outputs: 4 },
} as const;

const ofTensors: readonly (readonly [KnownLoss["type"], Arguments])[] = [
  ["MSELoss", {}],
  ["L1Loss", {}],
  ["SmoothL1Loss", {}],
  ["SmoothL1Loss", { beta: 0 }],
  ["HuberLoss", { delta: 2 }],
  ["BCEWithLogitsLoss", {}],
  ["KLDivLoss", {}],
  ["KLDivLoss", { log_target: true }],
  ["CrossEntropyLoss", {}],
  ["CrossEntropyLoss", { label_smoothing: 0.1 }],
];
const ofClasses: readonly (readonly [KnownLoss["type"], Arguments])[] = [
  ["CrossEntropyLoss", {}],
  ["CrossEntropyLoss", { ignore_index: 2 }],
  ["CrossEntropyLoss", { label_smoothing: 0.1, ignore_index: 2 }],
  ["NLLLoss", {}],
];
const reductions = ["mean", "sum"] as const;

/** Every loss that the layers engine knows: after a layer with parameters, a view, and an activation of several operators. */
export const LOSSES: readonly (readonly [what: string, parts: TrainingParts])[] = [
  ...reductions.flatMap((reduction) => [
    ...ofTensors.flatMap(([type, args]) => around(type, { ...args, reduction }, rows)),
    ...ofClasses.flatMap(([type, args]) => around(type, { ...args, reduction }, { ...row, target: classes(4) })),
    [
      `BCELoss, ${reduction}`,
      { layers: [linear(5, 4), sigmoid], ...rows, loss: "BCELoss", reduction, data: probabilities },
    ] as const,
  ]),
  ...[false, true].flatMap((log_target) => around("KLDivLoss", { reduction: "batchmean", log_target }, rows)),
];

function around(type: KnownLoss["type"], args: Arguments, parts: Omit<TrainingParts, "layers">) {
  const ends: readonly (readonly [string, readonly Part[]])[] = [
    ["a Linear", [linear(5, 4)]],
    ["Tanhshrink", [linear(5, 4), layer("Tanhshrink")]],
    [
      "a view",
      [
        layer("Unflatten", { dim: 1, unflattened_size: [1, 1, 5] }),
        conv2d(1, 4, 1),
        layer("AvgPool2d", { kernel_size: [1, 5] }),
        flatten,
      ],
    ],
  ];
  return ends.map(
    ([what, layers]) =>
      [`${type} ${JSON.stringify(args)} after ${what}`, { layers, ...parts, loss: loss(type, args) }] as const,
  );
}
