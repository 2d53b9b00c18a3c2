import type { KnownLoss } from "../../config/training.ts";
import { makeNode } from "./autograd.ts";
import type { PlainTraining } from "./plain.ts";
import { allocate, reduce, type Run } from "./run.ts";
import { float32Bytes, type Gradient, type Shape, type Tensor } from "./tensor.ts";
import { shapeText, type Subject, Unpredictable } from "./unpredictable.ts";

/** Borrows both; the caller owns the storage of the scalar that comes out. */
export type Criterion = (output: Tensor, target: Tensor, run: Run) => Tensor;

/** What the loss needs to know of the target beside its storage. */
export type TargetKind = "classes" | "tensor";

/** The loss of a training. Throws {@linkcode Unpredictable} where it does not go with this target. */
export function buildLoss(loss: PlainTraining["loss"], target: TargetKind): Criterion {
  const subject: Subject = { label: `loss ${loss.type}`, place: loss.place };
  if (loss.type === "MSELoss") return (output, targets, run) => mse(subject, output, targets, run);
  if (target === "classes") return (output, targets, run) => crossEntropy(subject, output, targets, run);
  return (output, targets, run) => softCrossEntropy(subject, loss, output, targets, run);
}

/** log_softmax, then nll_loss: keeps the log-probabilities and the scalar total weight. output: [N, C], targets: [N]. */
function crossEntropy(subject: Subject, output: Tensor, targets: Tensor, run: Run): Tensor {
  const { recorder } = run;
  const { shape } = output;
  if (shape.length !== 2) refuse(subject, "takes [batch, classes] with class targets", shape);
  const probabilities = allocate(run, "aten::_log_softmax", shape);
  const loss = allocate(run, "aten::nll_loss_forward", []);
  const totalWeight = allocate(run, "aten::nll_loss_forward", []);
  const softmax = output.node && logSoftmaxNode(subject, output, probabilities, run);
  const saved = [probabilities, targets.storage, totalWeight];
  const node =
    softmax && makeNode(recorder, subject, softmax, saved, () => gradient(run, "aten::nll_loss_backward", shape));
  recorder.drop(totalWeight);
  recorder.drop(probabilities);
  return { shape: [], storage: loss, node, view: undefined };
}

/** cross_entropy_loss_prob_target() in LossNLL.cpp: −(log_softmax · target).sum(), by the batch size where it is a mean. */
function softCrossEntropy(subject: Subject, loss: KnownLoss, output: Tensor, targets: Tensor, run: Run): Tensor {
  const { recorder } = run;
  const { shape } = output;
  if (shape.length !== 2) refuse(subject, "takes [batch, classes] with probabilities", shape);
  checkSame(subject, shape, targets.shape);
  const probabilities = allocate(run, "aten::_log_softmax", shape);
  const product = allocate(run, "aten::mul", shape);
  const sum = allocate(run, "aten::sum", []);
  reduce(run, "aten::sum", shape, [0, 1]);
  const negative = allocate(run, "aten::neg", []);
  const mean = loss.reduction === "mean";
  const result = mean ? allocate(run, "aten::div", []) : recorder.keep(negative);
  const node = output.node && softNode(subject, output, targets, probabilities, mean, run);
  for (const temporary of [negative, sum, product, probabilities]) recorder.drop(temporary);
  return { shape: [], storage: result, node, view: undefined };
}

function softNode(
  subject: Subject,
  output: Tensor,
  targets: Tensor,
  probabilities: Tensor["storage"],
  mean: boolean,
  run: Run,
) {
  const { recorder } = run;
  const softmax = logSoftmaxNode(subject, output, probabilities, run);
  // sum()'s backward expands a scalar, which is a view: mul's is the first of full size.
  const product = makeNode(recorder, subject, softmax, [targets.storage], () =>
    gradient(run, "aten::mul", output.shape),
  );
  const negative = makeNode(recorder, subject, product, [], () => gradient(run, "aten::neg", []));
  return mean ? makeNode(recorder, subject, negative, [], () => gradient(run, "aten::div", [])) : negative;
}

function logSoftmaxNode(subject: Subject, output: Tensor, probabilities: Tensor["storage"], run: Run) {
  return makeNode(run.recorder, subject, output.node, [probabilities], () =>
    gradient(run, "aten::_log_softmax_backward_data", output.shape),
  );
}

/**
 * The scalar keeps the storage of the unreduced loss behind it: mse_loss's output is made full-size and then resized
 * (TORCH_META_FUNC(mse_loss) in Loss.cpp). The kernel reduces a second full-size tensor into it, which CUDA's allocator
 * sees; on the CPU it never leaves the operator.
 */
function mse(subject: Subject, output: Tensor, targets: Tensor, run: Run): Tensor {
  const { recorder, device } = run;
  const { shape } = output;
  checkSame(subject, shape, targets.shape);
  const loss = allocate(run, "aten::mse_loss", shape);
  if (device.kind === "cuda") {
    const unreduced = recorder.allocate("aten::mse_loss", float32Bytes(shape));
    reduce(
      run,
      "aten::mse_loss",
      shape,
      shape.map((_, dim) => dim),
    );
    recorder.drop(unreduced);
  }
  const node =
    output.node &&
    makeNode(recorder, subject, output.node, [output.storage, targets.storage], () =>
      gradient(run, "aten::mse_loss_backward", shape),
    );
  return { shape: [], storage: loss, node, view: undefined };
}

function gradient(run: Run, operator: string, shape: Shape): Gradient {
  return { shape, storage: allocate(run, operator, shape) };
}

function checkSame(subject: Subject, output: Shape, target: Shape): void {
  if (output.length === target.length && output.every((size, i) => size === target[i])) return;
  refuse(subject, `takes a target of its input's shape, here ${shapeText(target)}`, output);
}

function refuse(subject: Subject, wanted: string, shape: Shape): never {
  throw new Unpredictable(
    subject,
    `${wanted}, and gets ${shapeText(shape)} from the model`,
    "make the last layer and the target agree",
  );
}
