import type { Layer } from "../../config/training.ts";
import { contiguous } from "../kernels/formula.ts";
import { layerNormPartials } from "../kernels/norms.ts";
import { accumulate, makeNode } from "./autograd.ts";
import type { Module } from "./module.ts";
import { allocate, type Run, scratch } from "./run.ts";
import { numel, type Parameter, parameter, type Shape, type Tensor } from "./tensor.ts";
import { shapeText, subjectOf, Unpredictable } from "./unpredictable.ts";

type LayerNorm = Layer & { readonly type: "LayerNorm" };

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
    outputShape: (input) => checkShape(layer, input),
    forward: (input, run) => layerNormForward(layer, affine, input, run),
  };
}

function layerNormForward(layer: LayerNorm, affine: readonly Parameter[], input: Tensor, run: Run): Tensor {
  const { recorder } = run;
  const shape = checkShape(layer, input.shape);
  const rows = numel(shape) / numel(layer.normalized_shape);
  const storage = allocate(run, FORWARD, shape);
  const statistics = [allocate(run, FORWARD, [rows]), allocate(run, FORWARD, [rows])];
  const recorded = run.training && (input.node !== undefined || affine.length > 0);
  const node = recorded
    ? makeNode(recorder, subjectOf(layer), input.node, [input.storage, ...statistics], () => {
        const inputGrad = input.node && { shape, storage: allocate(run, BACKWARD, shape) };
        accumulateGradients(layer, affine, rows, run);
        return inputGrad;
      })
    : undefined;
  for (const statistic of statistics) recorder.drop(statistic);
  return { shape, storage, node, view: undefined };
}

function accumulateGradients(layer: LayerNorm, affine: readonly Parameter[], rows: number, run: Run): void {
  const grads = affine.map(({ shape }) => allocate(run, BACKWARD, shape));
  const weight = contiguous(layer.normalized_shape, "float32");
  if (affine.length > 0) {
    scratch(run, BACKWARD, (platform, taken) => {
      layerNormPartials({ rows, weight, gradients: affine.length }, platform, taken);
    });
  }
  for (const [index, grad] of grads.entries()) {
    const each = affine[index];
    if (each !== undefined) accumulate(run.recorder, each, grad);
  }
}

function checkShape(layer: LayerNorm, input: Shape): Shape {
  const { normalized_shape } = layer;
  const tail = input.slice(-normalized_shape.length);
  if (input.length > normalized_shape.length && normalized_shape.every((size, i) => size === tail[i])) return input;
  throw new Unpredictable(
    subjectOf(layer),
    `normalizes ${shapeText(normalized_shape)} and gets ${shapeText(input)}`,
    "make normalized_shape the last sizes of what comes before it",
  );
}
