import type { Layer } from "../../config/training.ts";
import type { CudaDevice } from "../../memory/device.ts";
import { accumulate, makeNode } from "./autograd.ts";
import type { Module } from "./module.ts";
import type { Storage } from "./recorder.ts";
import { allocate, reduce, type Run } from "./run.ts";
import { dropList } from "./tensor-list.ts";
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
  const { device } = run;
  const tall = device.kind === "cuda" && affine.length > 0 && isTall(layer, rows, device);
  const finished = tall ? sumPartials(grads, partialShape(layer, rows), run) : grads;
  for (const [index, grad] of finished.entries()) {
    const each = affine[index];
    if (each !== undefined) accumulate(run.recorder, each, grad);
  }
}

/** LaunchGammaBetaBackwardCUDAKernel() in layer_norm_kernel.cu: many short rows are summed in two passes. */
function isTall(layer: LayerNorm, rows: number, { multiprocessors }: CudaDevice): boolean {
  const columns = numel(layer.normalized_shape);
  return rows > 64 * 1024 && Math.floor(columns / 32) < Math.floor(multiprocessors / 2);
}

/** A row for each block of 32 rows, but in a grid of at most 32,768 blocks. */
function partialShape(layer: LayerNorm, rows: number): Shape {
  const [columns, ...more] = layer.normalized_shape;
  if (columns === undefined || more.length > 0) {
    throw new Unpredictable(
      subjectOf(layer),
      `has ${rows} rows of more than one dimension, for which its backward takes scratch that is not known`,
      "measure it, or use a smaller batch",
    );
  }
  const across = Math.ceil(columns / 32);
  return [Math.min(Math.floor((64 * 1024) / 2 / across), Math.ceil(rows / 32)), columns];
}

/** The first pass fills `partial` for each gradient; the second sums it into a new one, in place of the first. */
function sumPartials(grads: readonly Storage[], partial: Shape, run: Run): readonly Storage[] {
  const { recorder } = run;
  const partials = grads.map(() => allocate(run, BACKWARD, partial));
  const sums = grads.map((grad) => {
    const sum = allocate(run, BACKWARD, partial.slice(1));
    reduce(run, BACKWARD, partial, [0]);
    recorder.drop(grad);
    return sum;
  });
  dropList(recorder, partials);
  return sums;
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
