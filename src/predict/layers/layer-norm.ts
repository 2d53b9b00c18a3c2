import type { LayerOf } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import { contiguous } from "../kernels/formula.ts";
import { layerNormPartials } from "../kernels/norms.ts";
import { accumulate, makeNode } from "./autograd.ts";
import type { Module } from "./module.ts";
import { allocate, type Run, scratch } from "./run.ts";
import { shapeAfter } from "./shape-after.ts";
import { numel, type Parameter, parameter, type Tensor } from "./tensor.ts";
import { subjectOf } from "./unpredictable.ts";

type LayerNorm = Layer & LayerOf<"LayerNorm">;
type RowNorm = Layer & LayerOf<"LayerNorm" | "RMSNorm">;

const FORWARD = "aten::native_layer_norm";
const BACKWARD = "aten::native_layer_norm_backward";

/** x: […, *normalized_shape]. Keeps x, and the mean and the reciprocal deviation of every row. */
export function layerNorm(layer: LayerNorm): Module {
  const weight = layer.elementwise_affine ? [parameter(layer.normalized_shape)] : [];
  const bias = layer.elementwise_affine && layer.bias ? [parameter(layer.normalized_shape)] : [];
  const affine = [...weight, ...bias];
  return {
    children: [],
    parameters: affine,
    buffers: [],
    outputShape: (input) => shapeAfter(layer, input),
    forward: (input, run) => layerNormForward(layer, affine, input, run),
  };
}

function layerNormForward(layer: LayerNorm, affine: readonly Parameter[], input: Tensor, run: Run): Tensor {
  const { recorder } = run;
  const shape = shapeAfter(layer, input.shape);
  const rows = numel(shape) / numel(layer.normalized_shape);
  const storage = allocate(run, FORWARD, shape);
  const statistics = [allocate(run, FORWARD, [rows]), allocate(run, FORWARD, [rows])];
  const recorded = run.training && (input.node !== undefined || affine.length > 0);
  const node = recorded
    ? makeNode(recorder, subjectOf(layer), input.node, [input.storage, ...statistics], () => {
        const inputGrad = input.node && { shape, storage: allocate(run, BACKWARD, shape) };
        accumulateAffine(layer, BACKWARD, affine, rows, run);
        return inputGrad;
      })
    : undefined;
  for (const statistic of statistics) recorder.drop(statistic);
  return { shape, storage, node, view: undefined };
}

/** The gradients of a norm over rows, of its weight and, where it has one, its bias. */
export function accumulateAffine(
  layer: RowNorm,
  operator: string,
  affine: readonly Parameter[],
  rows: number,
  run: Run,
): void {
  const grads = affine.map(({ shape }) => allocate(run, operator, shape));
  const weight = contiguous(layer.normalized_shape, "float32");
  if (affine.length > 0) {
    scratch(run, operator, (platform, taken) => {
      layerNormPartials({ rows, weight, gradients: affine.length }, platform, taken);
    });
  }
  for (const [index, grad] of grads.entries()) {
    const each = affine[index];
    if (each !== undefined) accumulate(run, each, grad);
  }
}
