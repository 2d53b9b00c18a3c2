import type { KnownLoss } from "../../config/training.ts";
import { contiguous } from "../kernels/formula.ts";
import { gradient, makeNode } from "./autograd.ts";
import { checkSame } from "./loss-checks.ts";
import type { Storage } from "./recorder.ts";
import { allocate, reduce, type Run, scratchOf } from "./run.ts";
import { float32Bytes, type Gradient, type Node, type Shape, type Tensor } from "./tensor.ts";
import type { Subject } from "./unpredictable.ts";

// Losses of a target of the output's shape.

type FullStorageLoss = "aten::mse_loss" | "aten::smooth_l1_loss" | "aten::binary_cross_entropy";

/**
 * The scalar keeps the storage of the unreduced loss behind it: the loss is made full-size and then resized. The kernel
 * reduces a second full-size tensor into it (TORCH_META_FUNC(mse_loss) in Loss.cpp), or this one into a scalar that is
 * copied (binary_cross_entropy_out_cuda() in cuda/Loss.cu): CUDA's allocator sees them; on the CPU they never leave the
 * operator.
 */
export function fullStorageLoss(
  operator: FullStorageLoss,
  subject: Subject,
  output: Tensor,
  targets: Tensor,
  run: Run,
): Tensor {
  const { recorder, device } = run;
  const { shape } = output;
  checkSame(subject, shape, targets.shape);
  const storage = allocate(run, operator, shape);
  if (device.kind === "cuda") {
    const second = recorder.allocate(operator, float32Bytes(operator === "aten::binary_cross_entropy" ? [] : shape));
    scratchOf(run, operator, { self: contiguous(shape, "float32") });
    recorder.drop(second);
  }
  const node = differenceNode(`${operator}_backward`, subject, output, targets, run);
  return { shape: [], storage, node, view: undefined };
}

/** Keeps output and target. CUDA's allocator sees the unreduced loss; on the CPU it never leaves the operator. */
export function huber(subject: Subject, output: Tensor, targets: Tensor, run: Run): Tensor {
  const { recorder, device } = run;
  const { shape } = output;
  checkSame(subject, shape, targets.shape);
  const unreduced = device.kind === "cuda" ? [allocate(run, "aten::huber_loss", shape)] : [];
  const storage = allocate(run, "aten::huber_loss", []);
  scratchOf(run, "aten::huber_loss", { self: contiguous(shape, "float32") });
  for (const each of unreduced) recorder.drop(each);
  const node = differenceNode("aten::huber_loss_backward", subject, output, targets, run);
  return { shape: [], storage, node, view: undefined };
}

function differenceNode(backward: string, subject: Subject, output: Tensor, targets: Tensor, run: Run) {
  const { node, shape } = output;
  const saved = [output.storage, targets.storage];
  return node && makeNode(run.recorder, subject, node, saved, () => gradient(run, backward, shape));
}

/**
 * Its gradient, (sigmoid(output) − target) · grad, is made in place; not on the CPU, where the probe's dispatch mode keeps
 * it out of place. Source: binary_cross_entropy_with_logits_backward() in torch/csrc/autograd/FunctionsManual.cpp.
 */
export function binaryCrossEntropyWithLogits(subject: Subject, output: Tensor, targets: Tensor, run: Run): Tensor {
  const { recorder, device } = run;
  const { shape } = output;
  checkSame(subject, shape, targets.shape);
  const operator = "aten::binary_cross_entropy_with_logits";
  const storage = allocate(run, operator, []);
  scratchOf(run, operator, { self: contiguous(shape, "float32") });
  const saved = [output.storage, targets.storage];
  const node =
    output.node &&
    makeNode(recorder, subject, output.node, saved, () => {
      const sigmoid = gradient(run, "aten::sigmoid", shape);
      if (device.kind === "cuda") return sigmoid;
      const difference = gradient(run, "aten::sub", shape);
      recorder.drop(sigmoid.storage);
      const product = gradient(run, "aten::mul", shape);
      recorder.drop(difference.storage);
      return product;
    });
  return { shape: [], storage, node, view: undefined };
}

/** |output − target|: keeps the difference. Source: l1_loss(), aten/src/ATen/native/Loss.cpp. */
export function l1(
  subject: Subject,
  { reduction }: Pick<KnownLoss, "reduction">,
  output: Tensor,
  targets: Tensor,
  run: Run,
): Tensor {
  const { recorder } = run;
  const { shape } = output;
  checkSame(subject, shape, targets.shape);
  const difference = allocate(run, "aten::sub", shape);
  const absolute = allocate(run, "aten::abs", shape);
  const storage = reducedTo(reduction === "mean" ? "aten::mean" : "aten::sum", shape, run);
  const node = output.node && reducedNode(subject, reduction, shape, l1Node(subject, output, difference, run), run);
  recorder.drop(absolute);
  recorder.drop(difference);
  return { shape: [], storage, node, view: undefined };
}

function l1Node(subject: Subject, { node, shape }: Tensor, difference: Storage, run: Run): Node {
  return makeNode(run.recorder, subject, node, [difference], () => {
    const sign = gradient(run, "aten::sgn", shape);
    const product = gradient(run, "aten::mul", shape);
    run.recorder.drop(sign.storage);
    return product;
  });
}

/**
 * xlogy(target, target) − target · output, or exp(target) · (target − output) for logarithms.
 * Source: kl_div(), aten/src/ATen/native/Loss.cpp.
 */
export function klDivergence(
  subject: Subject,
  { reduction, log_target }: KnownLoss & { readonly type: "KLDivLoss" },
  output: Tensor,
  targets: Tensor,
  run: Run,
): Tensor {
  const { recorder } = run;
  const { node: before, shape } = output;
  checkSame(subject, shape, targets.shape);
  const first = allocate(run, log_target ? "aten::sub" : "aten::mul", shape);
  const second = allocate(run, log_target ? "aten::exp" : "aten::xlogy", shape);
  const pointwise = allocate(run, log_target ? "aten::mul" : "aten::sub", shape);
  const inner = before && klNode(subject, output, targets, log_target ? second : undefined, run);
  for (const each of [second, first]) recorder.drop(each);
  const sum = reducedTo(reduction === "mean" ? "aten::mean" : "aten::sum", shape, run);
  const storage = reduction === "batchmean" ? divided(sum, pointwise, run) : sum;
  if (reduction !== "batchmean") recorder.drop(pointwise);
  const node = inner && reducedNode(subject, reduction, shape, inner, run);
  return { shape: [], storage, node, view: undefined };
}

/** By the batch size, in a tensor of its own. */
function divided(sum: Storage, pointwise: Storage, run: Run): Storage {
  run.recorder.drop(pointwise);
  const mean = allocate(run, "aten::div", []);
  run.recorder.drop(sum);
  return mean;
}

/** What comes before the reduction: a product with the target, or with its exponential, and a minus. */
function klNode(
  subject: Subject,
  { node, shape }: Tensor,
  targets: Tensor,
  exponential: Storage | undefined,
  run: Run,
): Node {
  const { recorder } = run;
  const product = (next: Node | undefined, saved: Storage) =>
    makeNode(recorder, subject, next, [saved], () => gradient(run, "aten::mul", shape));
  const minus = (next: Node | undefined) =>
    makeNode(recorder, subject, next, [], () => gradient(run, "aten::neg", shape));
  return exponential ? product(minus(node), exponential) : minus(product(node, targets.storage));
}

function reducedTo(operator: "aten::mean" | "aten::sum", shape: Shape, run: Run): Storage {
  const storage = allocate(run, operator, []);
  reduce(
    run,
    operator,
    shape,
    shape.map((_, dim) => dim),
  );
  return storage;
}

/** A mean's gradient is divided in full size; a sum's is the scalar itself, expanded, which is a view. */
function reducedNode(subject: Subject, reduction: KnownLoss["reduction"], shape: Shape, next: Node, run: Run): Node {
  const { recorder } = run;
  const expanded = ({ storage }: Gradient): Gradient => ({ shape, storage: recorder.keep(storage), view: true });
  if (reduction === "mean") return makeNode(recorder, subject, next, [], () => gradient(run, "aten::div", shape));
  const sum = makeNode(recorder, subject, next, [], expanded);
  return reduction === "sum" ? sum : makeNode(recorder, subject, sum, [], () => gradient(run, "aten::div", []));
}
