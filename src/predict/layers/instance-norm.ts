import type { LayerOf } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import { accumulate, letGo, makeNode } from "./autograd.ts";
import type { Module } from "./module.ts";
import { normBase } from "./norm-base.ts";
import type { Storage } from "./recorder.ts";
import { allocate, reduce, type Run } from "./run.ts";
import { shapeAfter } from "./shape-after.ts";
import { numel, type Node, type Parameter, type Tensor } from "./tensor.ts";
import { subjectOf, Unpredictable } from "./unpredictable.ts";

type InstanceNorm = Layer & LayerOf<"InstanceNorm1d" | "InstanceNorm2d" | "InstanceNorm3d">;

/**
 * x: [N, C, …]. A batch norm of one sample of N · C channels, with weights and running statistics repeated N times.
 * Keeps x, what is repeated for it, and mean and deviation of every channel of every sample.
 * Source: instance_norm(), aten/src/ATen/native/Normalization.cpp.
 */
export function instanceNorm(layer: InstanceNorm): Module {
  return normBase(layer, (affine, input, run) => instanceNormForward(layer, affine, input, run));
}

function instanceNormForward(layer: InstanceNorm, affine: readonly Parameter[], input: Tensor, run: Run): Tensor {
  const { recorder } = run;
  const shape = shapeAfter(layer, input.shape);
  checkKernel(layer, input, run);
  const repeated = affine.map(() => allocate(run, "aten::repeat", shape.slice(0, 2)));
  const running = layer.track_running_stats
    ? [allocate(run, "aten::repeat", shape.slice(0, 2)), allocate(run, "aten::repeat", shape.slice(0, 2))]
    : [];
  const cudnn = run.device.kind === "cuda" && layer.affine && layer.eps >= 1e-5;
  const operator = cudnn ? "aten::cudnn_batch_norm" : "aten::native_batch_norm";
  const storage = allocate(run, operator, shape);
  const own = ownStatistics(layer, run);
  const kept = own || (run.device.kind === "cuda" && !cudnn);
  const statistics = kept ? [perInstance(operator, input, run), perInstance(operator, input, run)] : [];
  const recorded = run.training && (input.node !== undefined || affine.length > 0);
  const saved = [input.storage, ...running, ...repeated.slice(0, 1), ...statistics];
  const node = recorded ? instanceNormNode(layer, affine, input, saved, cudnn, run) : undefined;
  for (const statistic of statistics) recorder.drop(statistic);
  if (own) for (const _ of running) averageOverBatch(input, run);
  for (const each of [...repeated, ...running].toReversed()) recorder.drop(each);
  return { shape, storage, node, view: { base: node } };
}

/** Samples are normalized by their own statistics in training, and always where none are tracked. */
function ownStatistics({ track_running_stats }: InstanceNorm, { training }: Run): boolean {
  return training || !track_running_stats;
}

function perInstance(operator: string, { shape }: Tensor, run: Run): Storage {
  return allocate(run, operator, shape.slice(0, 2));
}

/** What the copies of a running statistic have become, for the statistic itself. */
function averageOverBatch({ shape }: Tensor, run: Run): void {
  const mean = allocate(run, "aten::mean", shape.slice(1, 2));
  reduce(run, "aten::mean", shape.slice(0, 2), [0]);
  run.recorder.drop(mean);
}

function instanceNormNode(
  layer: InstanceNorm,
  affine: readonly Parameter[],
  { node: before, shape }: Tensor,
  saved: readonly Storage[],
  cudnn: boolean,
  run: Run,
): Node {
  const { recorder } = run;
  const operator = cudnn ? "aten::cudnn_batch_norm_backward" : "aten::native_batch_norm_backward";
  let repeatedGrads: readonly Storage[] = [];
  const node = makeNode(recorder, subjectOf(layer), before, saved, () => {
    // cuDNN has no mask: it makes the input's gradient even where nobody wants it.
    const storage = before || cudnn ? allocate(run, operator, shape) : undefined;
    repeatedGrads = affine.map(() => allocate(run, operator, shape.slice(0, 2)));
    if (storage && !before) recorder.drop(storage);
    return storage && before && { shape, storage, view: true };
  });
  // The bias was repeated last: its gradient is first.
  node.leaves = () => {
    for (const [index, each] of [...affine.entries()].toReversed()) {
      const grad = repeatedGrads[index];
      if (grad) accumulate(run, each, sumOverBatch(grad, each, shape[0] ?? 1, run));
      letGo(run); // each is summed by a node of its own
    }
  };
  return node;
}

/** repeat_backward() in torch/csrc/autograd/FunctionsManual.cpp: nothing to sum of a single sample. */
function sumOverBatch(grad: Storage, { shape }: Parameter, batch: number, run: Run): Storage {
  if (batch === 1) return grad;
  const sum = allocate(run, "aten::sum", shape);
  reduce(run, "aten::sum", [batch, ...shape], [0]);
  run.recorder.drop(grad);
  return sum;
}

/** Source: _verify_spatial_size(), torch/nn/functional.py. */
function checkKernel(layer: InstanceNorm, { shape }: Tensor, run: Run): void {
  if (numel(shape.slice(2)) === 1) {
    throw new Unpredictable(
      subjectOf(layer),
      "has one pixel a channel, which PyTorch refuses to normalize",
      "put it before the pool",
    );
  }
  if (run.device.kind !== "cuda" || numel(shape) < 2 ** 31) return;
  throw new Unpredictable(
    subjectOf(layer),
    "has more than 2^31 elements, where PyTorch takes another path",
    "measure it, or use a smaller batch",
  );
}
