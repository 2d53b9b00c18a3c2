import {
  type KnownLoss,
  type KnownOptimizer,
  type LayersModel,
  type Loss,
  type Optimizer,
  PLAIN_RECIPE,
  type Place,
  type Recipe,
  type Target,
  type TensorSpec,
  type DescribedTraining,
} from "../../config/training.ts";
import type { UnknownReason } from "../prediction.ts";

/** A training in which the layers engine knows everything beside the layers themselves. */
export type PlainTraining = Omit<DescribedTraining, "model" | "input" | "target" | "loss" | "optimizer"> & {
  readonly model: LayersModel;
  readonly input: TensorSpec;
  readonly target: Target;
  readonly loss: { readonly place: Place } & KnownLoss;
  readonly optimizer: { readonly place: Place } & KnownOptimizer;
};

/** `training`, where the layers engine knows all that is around the layers; else why it does not. */
export function plainOf(training: DescribedTraining): PlainTraining | { readonly reasons: readonly UnknownReason[] } {
  const { model, input, target, loss, optimizer, place } = training;
  const reasons: UnknownReason[] = [];
  const beyond = (what: string, at: Place = place) => reasons.push({ place: at, what, advice: ADVICE });

  if (model.kind === "callable")
    beyond(`${model.target} was not traced: only its code says what it needs`, model.place);
  for (const key of beyondPlain(training)) beyond(`${key} is not known to the layers engine`);
  if ("tensors" in input) beyond("a model that takes tensors by name is not known to the layers engine");
  if (target?.kind === "classes" && target.shape.length > 0)
    beyond("classes of a shape are not known to the layers engine");
  const known = isKnown(loss);
  if (!known) beyond(`loss ${nameOf(loss)} is not known to the layers engine`, loss.place);
  const stepped = isKnown(optimizer);
  if (!stepped) beyond(`optimizer ${nameOf(optimizer)} is not known to the layers engine`, optimizer.place);

  const plain = model.kind === "layers" && !("tensors" in input) && target !== undefined && known && stepped;
  return plain && reasons.length === 0 ? { ...training, model, input, target, loss, optimizer } : { reasons };
}

const ADVICE = "predict it for a CUDA device, where its code may be run; the traced engine knows it";

/** Left at its default, a key changes nothing that the engine does not know. */
function beyondPlain(training: Recipe): string[] {
  const given = new Map<string, unknown>(Object.entries(training));
  const { gradient_accumulation: _, ...others } = PLAIN_RECIPE; // which it knows
  const plain = Object.entries(others);
  return plain.filter(([key, value]) => JSON.stringify(given.get(key)) !== JSON.stringify(value)).map(([key]) => key);
}

function isKnown<Known extends KnownLoss | KnownOptimizer>(
  spec: Known | Exclude<Loss | Optimizer, KnownLoss | KnownOptimizer>,
): spec is Known {
  return spec.type !== "other" && spec.type !== "callable" && spec.type !== "model";
}

function nameOf(spec: Loss | Optimizer): string {
  if (spec.type === "other") return spec.torch_type;
  return spec.type === "callable" ? spec.target : spec.type;
}
