import type { KnownOptimizer } from "../../config/training.ts";
import type { Device } from "../../memory/device.ts";
import { adam, adamStates } from "./adam.ts";
import type { Form, Step } from "./form.ts";
import type { PlainTraining } from "./plain.ts";
import { sgd, sgdStates } from "./sgd.ts";
import type { Parameter } from "./tensor.ts";
import { type Subject, Unpredictable } from "./unpredictable.ts";

/** The optimizer of a training. Throws {@linkcode Unpredictable} where PyTorch refuses its arguments. */
export function buildOptimizer(
  optimizer: PlainTraining["optimizer"],
  parameters: readonly Parameter[],
  device: Device,
): Step {
  const known = checked(optimizer);
  const form = formOf(known, device);
  return known.type === "SGD" ? sgd(known, form, parameters) : adam(known, form, parameters);
}

/** Tensors of a parameter's size that the optimizer keeps for each parameter. */
export function statesAParameter(optimizer: PlainTraining["optimizer"]): number {
  const known = checked(optimizer);
  return known.type === "SGD" ? sgdStates(known) : adamStates(known);
}

/** The choice in `sgd()` and `adam()` of torch/optim: only where neither is said does CUDA get foreach. */
function formOf({ foreach, fused }: KnownOptimizer, { kind }: Device): Form {
  if (foreach === null && fused === null) return kind === "cuda" ? "foreach" : "single_tensor";
  if (fused) return "fused";
  return foreach ? "foreach" : "single_tensor";
}

function checked(optimizer: PlainTraining["optimizer"]): KnownOptimizer {
  if (optimizer.foreach && optimizer.fused) {
    throw new Unpredictable(subjectOf(optimizer), "cannot be foreach and fused at once", "keep one of the two");
  }
  if (optimizer.type === "SGD" && optimizer.nesterov && (optimizer.momentum <= 0 || optimizer.dampening !== 0)) {
    throw new Unpredictable(
      subjectOf(optimizer),
      "cannot be nesterov without momentum or with dampening",
      "set a momentum and no dampening",
    );
  }
  return optimizer;
}

function subjectOf(optimizer: PlainTraining["optimizer"]): Subject {
  return { label: `optimizer ${optimizer.type}`, place: optimizer.place };
}
