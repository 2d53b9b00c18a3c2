import type { KnownOptimizer } from "../../config/training.ts";
import type { Device } from "../../memory/device.ts";
import { adam, adamStates } from "./adam.ts";
import { adaptive, adaptiveStates } from "./adaptive.ts";
import type { Form, Step, Stepper } from "./form.ts";
import type { PlainTraining } from "./plain.ts";
import { sgd, sgdStates } from "./sgd.ts";
import type { Parameter } from "./tensor.ts";
import { type Subject, Unpredictable } from "./unpredictable.ts";

/** The optimizer of a training. Throws {@linkcode Unpredictable} where PyTorch refuses its arguments. */
export function buildOptimizer(
  optimizer: PlainTraining["optimizer"],
  parameters: readonly Parameter[],
  device: Device,
): Stepper {
  const known = checked(optimizer);
  const form = formOf(known, device);
  switch (known.type) {
    case "SGD":
      return stateless(sgd(known, form, parameters));
    case "Adam":
    case "AdamW":
      return stateless(adam(known, form, parameters));
    case "RAdam":
      checkRectified(optimizer, form);
      return adaptive(known, form, parameters);
    default:
      return adaptive(known, form, parameters);
  }
}

/** Its constructor makes nothing. */
function stateless(step: Step): Stepper {
  return { begin: () => undefined, step };
}

/** Tensors of a parameter's size that the optimizer keeps for each parameter. */
export function statesAParameter(optimizer: PlainTraining["optimizer"]): number {
  const known = checked(optimizer);
  switch (known.type) {
    case "SGD":
      return sgdStates(known);
    case "Adam":
    case "AdamW":
      return adamStates(known);
    default:
      return adaptiveStates(known);
  }
}

/** The choice of each function in torch/optim: only where neither is said does CUDA get foreach. */
function formOf(optimizer: KnownOptimizer, { kind }: Device): Form {
  const { foreach, fused } = { fused: null, ...optimizer };
  if (foreach === null && fused === null) return kind === "cuda" ? "foreach" : "single_tensor";
  if (fused) return "fused";
  return foreach ? "foreach" : "single_tensor";
}

/** torch/optim/radam.py: in a loop the variance is rectified, in tensors of its own, only from the sixth step on. */
function checkRectified(optimizer: PlainTraining["optimizer"], form: Form): void {
  if (form !== "single_tensor") return;
  const problem = "takes more in a loop once its variance is rectified, after the steps that are traced";
  throw new Unpredictable(subjectOf(optimizer), problem, "set `foreach: true`");
}

function checked(optimizer: PlainTraining["optimizer"]): KnownOptimizer {
  if ("fused" in optimizer && optimizer.foreach && optimizer.fused) {
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
