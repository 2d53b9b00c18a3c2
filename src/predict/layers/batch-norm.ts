import type { LayerOf } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import { contiguous } from "../kernels/formula.ts";
import { accumulate, makeNode } from "./autograd.ts";
import type { Module } from "./module.ts";
import { normBase } from "./norm-base.ts";
import type { Storage } from "./recorder.ts";
import { allocate, type Run, scratchOf } from "./run.ts";
import { numel, type Gradient, type Parameter, type Shape, type Tensor } from "./tensor.ts";
import { subjectOf, Unpredictable } from "./unpredictable.ts";

type BatchNorm = Layer & LayerOf<"BatchNorm1d" | "BatchNorm2d" | "BatchNorm3d">;
type Affine = readonly Parameter[];

/** x: [N, C, …]. In training keeps x, and mean and deviation of every channel. */
export function batchNorm(layer: BatchNorm): Module {
  return normBase(layer, (affine, input, run) => batchNormForward(layer, affine, input, run));
}

function batchNormForward(layer: BatchNorm, affine: Affine, input: Tensor, run: Run): Tensor {
  const { recorder } = run;
  const { shape } = input;
  const cudnn = usesCudnn(layer, shape, run);
  checkKernel(layer, cudnn, input, run);
  const operator = cudnn ? "aten::cudnn_batch_norm" : "aten::native_batch_norm";
  const storage = allocate(run, operator, shape);
  const statistics = savedStatistics(layer, cudnn, run) ? perChannel(layer, operator, run) : [];
  if (!cudnn) scratchOf(run, "aten::native_batch_norm", { input: float32(shape), training: ownStatistics(layer, run) });
  const recorded = run.training && (input.node !== undefined || affine.length > 0);
  const node = recorded
    ? makeNode(recorder, subjectOf(layer), input.node, [input.storage, ...statistics], () =>
        batchNormBackward(affine, input, run, cudnn),
      )
    : undefined;
  for (const statistic of statistics) recorder.drop(statistic);
  return { shape, storage, node, view: undefined };
}

function batchNormBackward(affine: Affine, input: Tensor, run: Run, cudnn: boolean): Gradient | undefined {
  const { recorder } = run;
  const operator = cudnn ? "aten::cudnn_batch_norm_backward" : "aten::native_batch_norm_backward";
  // cuDNN has no mask: it makes the input's gradient even where nobody wants it.
  const storage = input.node || cudnn ? allocate(run, operator, input.shape) : undefined;
  for (const each of affine) accumulate(run, each, allocate(run, operator, each.shape));
  if (!cudnn) scratchOf(run, "aten::native_batch_norm_backward", { input: float32(input.shape) });
  if (storage === undefined) return undefined;
  if (input.node) return { shape: input.shape, storage };
  recorder.drop(storage);
  return undefined;
}

function float32(shape: Shape) {
  return contiguous(shape, "float32");
}

function perChannel(layer: BatchNorm, operator: string, run: Run): readonly Storage[] {
  return [allocate(run, operator, [layer.num_features]), allocate(run, operator, [layer.num_features])];
}

/** Batches are normalized by their own statistics in training, and always where none are tracked. */
function ownStatistics({ track_running_stats }: BatchNorm, { training }: Run): boolean {
  return training || !track_running_stats;
}

/** The CUDA kernel of PyTorch's own makes both vectors in evaluation too (batch_norm_cuda in Normalization.cu). */
function savedStatistics(layer: BatchNorm, cudnn: boolean, run: Run): boolean {
  return ownStatistics(layer, run) || (run.device.kind === "cuda" && !cudnn);
}

/** _select_batch_norm_backend() in aten/src/ATen/native/Normalization.cpp, for float32 images. */
function usesCudnn(layer: BatchNorm, shape: Shape, run: Run): boolean {
  const own = ownStatistics(layer, run);
  const batch = shape[0] ?? 0;
  const images = shape.length >= 3;
  return run.device.kind === "cuda" && images && layer.affine && layer.eps >= 1e-5 && batch <= (own ? 880_801 : 65_535);
}

function checkKernel(layer: BatchNorm, cudnn: boolean, input: Tensor, run: Run): void {
  const perChannelValues = numel(input.shape) / layer.num_features;
  if (ownStatistics(layer, run) && perChannelValues === 1) {
    throw new Unpredictable(
      subjectOf(layer),
      "has one value a channel, which PyTorch refuses to normalize",
      "use a batch of at least 2",
    );
  }
  if (run.device.kind !== "cuda" || cudnn || numel(input.shape) < 2 ** 31) return;
  throw new Unpredictable(
    subjectOf(layer),
    "has more than 2^31 elements, where PyTorch takes another path",
    "measure it, or use a smaller batch",
  );
}
