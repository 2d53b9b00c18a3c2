import type { LayerOf } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import { type Call, contiguous } from "../kernels/formula.ts";
import { accumulate, makeNode } from "./autograd.ts";
import type { Module } from "./module.ts";
import { allocate, type Run, scratchOf } from "./run.ts";
import { shapeAfter } from "./shape-after.ts";
import { type Gradient, numel, type Parameter, parameter, type Shape, type Tensor } from "./tensor.ts";
import { subjectOf, Unpredictable } from "./unpredictable.ts";

type GroupNorm = Layer & LayerOf<"GroupNorm">;

const FORWARD = "aten::native_group_norm";
const BACKWARD = "aten::native_group_norm_backward";

/** x: [N, C, …]. Keeps x, and the mean and the reciprocal deviation of every group of every sample. */
export function groupNorm(layer: GroupNorm): Module {
  const channels = [layer.num_channels];
  const affine = layer.affine ? [parameter(channels), parameter(channels)] : [];
  return {
    children: [],
    parameters: affine,
    buffers: [],
    outputShape: (input) => shapeAfter(layer, input),
    forward: (input, run) => groupNormForward(layer, affine, input, run),
  };
}

function groupNormForward(layer: GroupNorm, affine: readonly Parameter[], input: Tensor, run: Run): Tensor {
  const { recorder } = run;
  const shape = shapeAfter(layer, input.shape);
  checkValues(layer, shape);
  const groups = [shape[0] ?? 1, layer.num_groups];
  const storage = allocate(run, FORWARD, shape);
  const statistics = [allocate(run, FORWARD, groups), allocate(run, FORWARD, groups)];
  scratchOf(run, FORWARD, callOf(layer, shape));
  const recorded = run.training && (input.node !== undefined || affine.length > 0);
  const node = recorded
    ? makeNode(recorder, subjectOf(layer), input.node, [input.storage, ...statistics], () =>
        groupNormBackward(layer, affine, input, run),
      )
    : undefined;
  for (const statistic of statistics) recorder.drop(statistic);
  return { shape, storage, node, view: undefined };
}

/** Source: _verify_batch_size(), torch/nn/functional.py, which group_norm() asks in evaluation too. */
function checkValues(layer: GroupNorm, shape: Shape): void {
  if (numel(shape) > layer.num_groups) return;
  throw new Unpredictable(
    subjectOf(layer),
    "has one value a group, which PyTorch refuses to normalize",
    "use a batch of at least 2",
  );
}

function groupNormBackward(
  layer: GroupNorm,
  affine: readonly Parameter[],
  { node, shape }: Tensor,
  run: Run,
): Gradient | undefined {
  const inputGrad = node && { shape, storage: allocate(run, BACKWARD, shape) };
  for (const each of affine) accumulate(run, each, allocate(run, BACKWARD, each.shape));
  scratchOf(run, BACKWARD, { ...callOf(layer, shape), output_mask: [node !== undefined, layer.affine, layer.affine] });
  return inputGrad;
}

/** The arguments of both operators that say what their kernels take. */
function callOf({ num_groups, affine }: GroupNorm, shape: Shape): Call {
  const [batch = 1, channels = 1, ...sides] = shape;
  const weight = affine ? contiguous([channels], "float32") : null;
  return { input: contiguous(shape, "float32"), weight, N: batch, C: channels, HxW: numel(sides), group: num_groups };
}
