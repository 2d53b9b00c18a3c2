import type { LayerOf } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import { accumulate, makeNode } from "./autograd.ts";
import type { Module } from "./module.ts";
import type { Storage } from "./recorder.ts";
import { allocate, reduce, type Run } from "./run.ts";
import { shapeAfter } from "./shape-after.ts";
import { type Gradient, type Parameter, parameter, type Shape, type Tensor } from "./tensor.ts";
import { subjectOf } from "./unpredictable.ts";

type PReLU = Layer & LayerOf<"PReLU">;

const BACKWARD = "aten::_prelu_kernel_backward";

/** Keeps its input. Backward makes a slope's gradient for every element, and sums those of each channel. */
export function prelu(layer: PReLU): Module {
  const weight = parameter([layer.num_parameters]);
  return {
    children: [],
    parameters: [weight],
    buffers: [],
    outputShape: (input) => shapeAfter(layer, input),
    forward(input, run) {
      const shape = shapeAfter(layer, input.shape);
      const storage = allocate(run, "aten::_prelu_kernel", shape);
      const node = run.training
        ? makeNode(run.recorder, subjectOf(layer), input.node, [input.storage], () => preluBackward(weight, input, run))
        : undefined;
      return { shape, storage, node, view: undefined };
    },
  };
}

function preluBackward(weight: Parameter, { node, shape }: Tensor, run: Run): Gradient | undefined {
  const { recorder } = run;
  const inputGrad = allocate(run, BACKWARD, shape);
  const slopes = allocate(run, BACKWARD, shape);
  if (!node) recorder.drop(inputGrad);
  accumulate(run, weight, sumToWeight(weight, slopes, shape, run));
  return node && { shape, storage: inputGrad };
}

/** at::sum_to(): over every dimension but the channels, where there is something to sum. */
function sumToWeight(weight: Parameter, slopes: Storage, shape: Shape, run: Run): Storage {
  const [slopesOfWeight = 1] = weight.shape;
  const dims = shape.flatMap((size, dim) => (size !== 1 && (dim !== 1 || slopesOfWeight === 1) ? [dim] : []));
  if (dims.length === 0) return slopes;
  const sum = allocate(run, "aten::sum", weight.shape);
  reduce(run, "aten::sum", shape, dims);
  run.recorder.drop(slopes);
  return sum;
}
