import type { KnownLoss } from "../../config/training.ts";
import { contiguous } from "../kernels/formula.ts";
import { gradient, makeNode } from "./autograd.ts";
import { checkSame, refuse } from "./loss-checks.ts";
import type { Storage } from "./recorder.ts";
import { allocate, allocateIndices, reduce, type Run, scratchOf } from "./run.ts";
import type { Gradient, Node, Tensor } from "./tensor.ts";
import type { Subject } from "./unpredictable.ts";

type CrossEntropyLoss = KnownLoss & { readonly type: "CrossEntropyLoss" };

/** log_softmax, then nll_loss: keeps the log-probabilities and the scalar total weight. output: [N, C], targets: [N]. */
export function crossEntropy(
  subject: Subject,
  loss: CrossEntropyLoss,
  output: Tensor,
  targets: Tensor,
  run: Run,
): Tensor {
  const { shape } = output;
  if (shape.length !== 2) refuse(subject, "takes [batch, classes] with class targets", shape);
  const storage = allocate(run, "aten::_log_softmax", shape);
  const node = output.node && logSoftmaxNode(subject, output, storage, run);
  const probabilities = { shape, storage, node, view: undefined };
  const likelihood = negativeLogLikelihood(subject, probabilities, targets, run);
  const result = loss.label_smoothing > 0 ? smoothed(subject, loss, probabilities, likelihood, run) : likelihood;
  run.recorder.drop(storage);
  return result;
}

/** Keeps the log-probabilities, the targets and the scalar total weight. */
export function negativeLogLikelihood(subject: Subject, output: Tensor, targets: Tensor, run: Run): Tensor {
  const { shape } = output;
  if (shape.length !== 2) refuse(subject, "takes [batch, classes] with class targets", shape);
  const storage = allocate(run, "aten::nll_loss_forward", []);
  const totalWeight = allocate(run, "aten::nll_loss_forward", []);
  const saved = [output.storage, targets.storage, totalWeight];
  const node =
    output.node &&
    makeNode(run.recorder, subject, output.node, saved, () => gradient(run, "aten::nll_loss_backward", shape));
  run.recorder.drop(totalWeight);
  return { shape: [], storage, node, view: undefined };
}

/**
 * (1 − ε) · nll + ε / C · (−log-probabilities summed over classes, zero where the target is ignored, then reduced).
 * Takes over `likelihood`. Source: cross_entropy_loss_label_smoothing(), aten/src/ATen/native/LossNLL.cpp.
 */
function smoothed(
  subject: Subject,
  { reduction }: CrossEntropyLoss,
  probabilities: Tensor,
  likelihood: Tensor,
  run: Run,
): Tensor {
  const { recorder } = run;
  const [batch = 1] = probabilities.shape;
  const sum = allocate(run, "aten::sum", [batch]);
  reduce(run, "aten::sum", probabilities.shape, [1]);
  const negative = allocate(run, "aten::neg", [batch]);
  recorder.drop(sum);
  const ignored = recorder.allocate("aten::eq", batch); // one byte each
  const recorded = probabilities.node !== undefined;
  const { kept, smooth } =
    reduction === "mean" ? meanOf(batch, recorded, run) : { kept: [], smooth: sumOf(batch, run) };
  const parts = [allocate(run, "aten::mul", []), allocate(run, "aten::mul", [])];
  const storage = allocate(run, "aten::add", []);
  const node =
    probabilities.node &&
    likelihood.node &&
    smoothedNode(subject, { probabilities, likelihood: likelihood.node, ignored, kept, batch }, run);
  for (const each of parts.toReversed()) recorder.drop(each);
  recorder.drop(smooth);
  for (const each of [ignored, negative, likelihood.storage, ...kept]) recorder.drop(each);
  return { shape: [], storage, node, view: undefined };
}

function sumOf(batch: number, run: Run): Storage {
  const sum = allocate(run, "aten::sum", []);
  reduce(run, "aten::sum", [batch], [0]);
  return sum;
}

/** The sum over how many are not ignored, which backward needs. */
function meanOf(
  batch: number,
  recorded: boolean,
  run: Run,
): { readonly kept: readonly Storage[]; readonly smooth: Storage } {
  const { recorder } = run;
  const counted = recorder.allocate("aten::bitwise_not", batch);
  const count = allocateIndices(run, "aten::sum", []);
  scratchOf(run, "aten::sum", { self: contiguous([batch], "bool") });
  const sum = sumOf(batch, run);
  const smooth = allocate(run, "aten::div", []);
  recorder.drop(sum);
  if (!recorded) recorder.drop(count);
  recorder.drop(counted);
  return { kept: recorded ? [count] : [], smooth };
}

type Smoothed = {
  readonly probabilities: Tensor;
  readonly likelihood: Node;
  readonly ignored: Storage;
  readonly kept: readonly Storage[];
  readonly batch: number;
};

function smoothedNode(subject: Subject, parts: Smoothed, run: Run): Node {
  const { recorder } = run;
  const { probabilities, likelihood, ignored, kept, batch } = parts;
  let ofLikelihood: Gradient | undefined;

  const negative = makeNode(recorder, subject, likelihood, [], () => {
    // Summed over classes, its gradient is expanded again, and waits; the likelihood's is next.
    const { storage } = gradient(run, "aten::neg", [batch]);
    if (probabilities.node) probabilities.node.pending = { shape: probabilities.shape, storage, view: true };
    return ofLikelihood;
  });
  const filled = makeNode(recorder, subject, negative, [ignored], () => gradient(run, "aten::masked_fill", [batch]));
  const mean =
    kept.length > 0 ? makeNode(recorder, subject, filled, kept, () => gradient(run, "aten::div", [])) : filled;
  return makeNode(recorder, subject, mean, [], () => {
    ofLikelihood = gradient(run, "aten::mul", []);
    return gradient(run, "aten::mul", []);
  });
}

/** cross_entropy_loss_prob_target() in LossNLL.cpp: −(log_softmax · target).sum(), by the batch size where it is a mean. */
export function softCrossEntropy(
  subject: Subject,
  loss: CrossEntropyLoss,
  output: Tensor,
  targets: Tensor,
  run: Run,
): Tensor {
  const { recorder } = run;
  const { shape } = output;
  if (shape.length !== 2) refuse(subject, "takes [batch, classes] with probabilities", shape);
  checkSame(subject, shape, targets.shape);
  const probabilities = allocate(run, "aten::_log_softmax", shape);
  const wanted = loss.label_smoothing > 0 ? smoothTargets(targets, run) : recorder.keep(targets.storage);
  const product = allocate(run, "aten::mul", shape);
  const sum = allocate(run, "aten::sum", []);
  reduce(run, "aten::sum", shape, [0, 1]);
  const negative = allocate(run, "aten::neg", []);
  const mean = loss.reduction === "mean";
  const result = mean ? allocate(run, "aten::div", []) : recorder.keep(negative);
  const node = output.node && softNode(subject, output, wanted, probabilities, mean, run);
  for (const temporary of [negative, sum, product, wanted, probabilities]) recorder.drop(temporary);
  return { shape: [], storage: result, node, view: undefined };
}

/** target · (1 − ε) + ε / C. */
function smoothTargets({ shape }: Tensor, run: Run): Storage {
  const scaled = allocate(run, "aten::mul", shape);
  const sum = allocate(run, "aten::add", shape);
  run.recorder.drop(scaled);
  return sum;
}

function softNode(
  subject: Subject,
  output: Tensor,
  targets: Storage,
  probabilities: Storage,
  mean: boolean,
  run: Run,
): Node {
  const { recorder } = run;
  const softmax = logSoftmaxNode(subject, output, probabilities, run);
  // sum()'s backward expands a scalar, which is a view: mul's is the first of full size.
  const product = makeNode(recorder, subject, softmax, [targets], () => gradient(run, "aten::mul", output.shape));
  const negative = makeNode(recorder, subject, product, [], () => gradient(run, "aten::neg", []));
  return mean ? makeNode(recorder, subject, negative, [], () => gradient(run, "aten::div", [])) : negative;
}

function logSoftmaxNode(subject: Subject, output: Tensor, probabilities: Storage, run: Run): Node {
  return makeNode(run.recorder, subject, output.node, [probabilities], () =>
    gradient(run, "aten::_log_softmax_backward_data", output.shape),
  );
}
