import { crossEntropy, negativeLogLikelihood, softCrossEntropy } from "./cross-entropy.ts";
import { binaryCrossEntropyWithLogits, fullStorageLoss, huber, klDivergence, l1 } from "./regression-losses.ts";
import type { PlainTraining } from "./plain.ts";
import type { Run } from "./run.ts";
import type { Tensor } from "./tensor.ts";
import { type Subject, Unpredictable } from "./unpredictable.ts";

/** Borrows both; the caller owns the storage of the scalar that comes out. */
export type Criterion = (output: Tensor, target: Tensor, run: Run) => Tensor;

/** What the loss needs to know of the target beside its storage. */
export type TargetKind = "classes" | "tensor";

/** The loss of a training. Throws {@linkcode Unpredictable} where it does not go with this target. */
export function buildLoss(loss: PlainTraining["loss"], target: TargetKind): Criterion {
  const subject: Subject = { label: `loss ${loss.type}`, place: loss.place };
  const ofClasses = loss.type === "CrossEntropyLoss" || loss.type === "NLLLoss";
  if (target === "classes" && !ofClasses)
    throw new Unpredictable(subject, "takes no classes", "name the target's shape");
  switch (loss.type) {
    case "CrossEntropyLoss":
      if (target === "classes") return (output, targets, run) => crossEntropy(subject, loss, output, targets, run);
      return (output, targets, run) => softCrossEntropy(subject, loss, output, targets, run);
    case "NLLLoss":
      return (output, targets, run) => negativeLogLikelihood(subject, output, targets, run);
    case "MSELoss":
      return (output, targets, run) => fullStorageLoss("aten::mse_loss", subject, output, targets, run);
    case "SmoothL1Loss":
      if (loss.beta === 0) return (output, targets, run) => l1(subject, loss, output, targets, run);
      return (output, targets, run) => fullStorageLoss("aten::smooth_l1_loss", subject, output, targets, run);
    case "BCELoss":
      return (output, targets, run) => fullStorageLoss("aten::binary_cross_entropy", subject, output, targets, run);
    case "BCEWithLogitsLoss":
      return (output, targets, run) => binaryCrossEntropyWithLogits(subject, output, targets, run);
    case "HuberLoss":
      return (output, targets, run) => huber(subject, output, targets, run);
    case "L1Loss":
      return (output, targets, run) => l1(subject, loss, output, targets, run);
    case "KLDivLoss":
      return (output, targets, run) => klDivergence(subject, loss, output, targets, run);
  }
}
