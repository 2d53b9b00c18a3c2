import type { LayerOf } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import { accumulate, gradient, makeNode } from "./autograd.ts";
import { accumulateAffine } from "./layer-norm.ts";
import type { Module } from "./module.ts";
import type { Storage } from "./recorder.ts";
import { allocate, type Run } from "./run.ts";
import { shapeAfter } from "./shape-after.ts";
import { type Gradient, type Node, numel, type Parameter, parameter, type Tensor } from "./tensor.ts";
import { subjectOf } from "./unpredictable.ts";

type RMSNorm = Layer & LayerOf<"RMSNorm">;

const FUSED = "aten::_fused_rms_norm";
const FUSED_BACKWARD = "aten::_fused_rms_norm_backward";

/** x: […, *normalized_shape]. One operator on CUDA, ten on the CPU. Source: rms_norm(), aten/src/ATen/native/layer_norm.cpp. */
export function rmsNorm(layer: RMSNorm): Module {
  const weight = layer.elementwise_affine ? parameter(layer.normalized_shape) : undefined;
  return {
    children: [],
    parameters: weight ? [weight] : [],
    buffers: [],
    outputShape: (input) => shapeAfter(layer, input),
    forward: (input, run) =>
      run.device.kind === "cuda" ? fusedForward(layer, weight, input, run) : forward(layer, weight, input, run),
  };
}

/** Keeps x, and the reciprocal root of every row's mean square. */
function fusedForward(layer: RMSNorm, weight: Parameter | undefined, input: Tensor, run: Run): Tensor {
  const { recorder } = run;
  const shape = shapeAfter(layer, input.shape);
  const rows = numel(shape) / numel(layer.normalized_shape);
  const storage = allocate(run, FUSED, shape);
  const root = allocate(run, FUSED, [rows]);
  const recorded = run.training && (input.node !== undefined || weight !== undefined);
  const node = recorded
    ? makeNode(recorder, subjectOf(layer), input.node, [input.storage, root], () => {
        const inputGrad = input.node && { shape, storage: allocate(run, FUSED_BACKWARD, shape) };
        accumulateAffine(layer, FUSED_BACKWARD, weight ? [weight] : [], rows, run);
        return inputGrad;
      })
    : undefined;
  recorder.drop(root);
  return { shape, storage, node, view: undefined };
}

/** weight · (x · root), with root = (mean(x²) + eps)^−½ of every row. */
function forward(layer: RMSNorm, weight: Parameter | undefined, input: Tensor, run: Run): Tensor {
  const { recorder } = run;
  const shape = shapeAfter(layer, input.shape);
  const rows = shape.slice(0, -layer.normalized_shape.length);
  const square = allocate(run, "aten::pow", shape);
  const mean = allocate(run, "aten::mean", rows);
  const root = allocate(run, "aten::rsqrt", rows);
  recorder.drop(mean);
  recorder.drop(square);
  const normal = allocate(run, "aten::mul", shape);
  const node = input.node && normalNode(layer, input, input.node, root, run);
  const output = weight ? weighted(layer, weight, { shape, storage: normal, node, view: undefined }, run) : undefined;
  if (output) recorder.drop(normal);
  recorder.drop(root);
  return output ?? { shape, storage: normal, node, view: undefined };
}

function weighted(layer: RMSNorm, weight: Parameter, normal: Tensor, run: Run): Tensor {
  const { recorder } = run;
  const { shape } = normal;
  const storage = allocate(run, "aten::mul", shape);
  if (!run.training) return { shape, storage, node: undefined, view: undefined };
  const node = makeNode(recorder, subjectOf(layer), normal.node, [normal.storage], () => {
    const full = allocate(run, "aten::mul", shape);
    const inputGrad = normal.node && gradient(run, "aten::mul", shape);
    accumulate(run, weight, allocate(run, "aten::sum", weight.shape));
    recorder.drop(full);
    return inputGrad;
  });
  return { shape, storage, node, view: undefined };
}

/** x · root: x has a gradient of its own, which waits for the one that comes through root, and through x². */
function normalNode(layer: RMSNorm, input: Tensor, before: Node, root: Storage, run: Run): Node {
  const { recorder } = run;
  const { shape } = input;
  const rows = shape.slice(0, -layer.normalized_shape.length);
  const subject = subjectOf(layer);

  const square = makeNode(recorder, subject, before, [input.storage], () => {
    // grad · (2 · x¹)
    const power = gradient(run, "aten::pow", shape);
    const twice = gradient(run, "aten::mul", shape);
    return freeing(gradient(run, "aten::mul", shape), [twice, power], run);
  });
  const mean = makeNode(recorder, subject, square, [], () => gradient(run, "aten::div", shape));
  const reciprocal = makeNode(recorder, subject, mean, [root], () => {
    // (−½ · grad) · root³
    const cube = gradient(run, "aten::pow", rows);
    const half = gradient(run, "aten::mul", rows);
    return freeing(gradient(run, "aten::mul", rows), [half, cube], run);
  });
  return makeNode(recorder, subject, reciprocal, [input.storage, root], () => {
    const full = gradient(run, "aten::mul", shape);
    before.pending = gradient(run, "aten::mul", shape);
    if (numel(rows) === numel(shape)) return full;
    return freeing(gradient(run, "aten::sum", rows), [full], run);
  });
}

function freeing(result: Gradient, temporaries: readonly Gradient[], { recorder }: Run): Gradient {
  for (const { storage } of temporaries) recorder.drop(storage);
  return result;
}
