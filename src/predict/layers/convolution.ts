import type { Layer } from "../../config/training.ts";
import { accumulate, makeNode } from "./autograd.ts";
import type { Module } from "./module.ts";
import { shapeText, subjectOf, Unpredictable } from "./unpredictable.ts";
import { allocate, reduce, type Run } from "./run.ts";
import { numel, parameter, type Shape, type Tensor } from "./tensor.ts";

export type Conv2d = Layer & { readonly type: "Conv2d" };

/** x: [N, in, H, W]. Keeps x. cuDNN's own workspace lives inside the call and is not counted: the engine says so. */
export function conv2d(layer: Conv2d): Module {
  const weight = parameter([layer.out_channels, layer.in_channels / layer.groups, ...layer.kernel_size]);
  const bias = layer.bias ? parameter([layer.out_channels]) : undefined;

  function forward(input: Tensor, run: Run): Tensor {
    const { recorder } = run;
    const shape = outputShape(layer, input.shape);
    checkIndexing(layer, run, [input.shape, shape]);
    const storage = allocate(run, "aten::convolution", shape);
    if (!run.training) return { shape, storage, node: undefined, view: undefined };

    const node = makeNode(recorder, subjectOf(layer), input.node, [input.storage], (grad) => {
      const operator = "aten::convolution_backward";
      const inputGrad = input.node ? { shape: input.shape, storage: allocate(run, operator, input.shape) } : undefined;
      accumulate(recorder, weight, allocate(run, operator, weight.shape));
      if (bias) {
        accumulate(recorder, bias, allocate(run, operator, bias.shape));
        reduce(run, operator, grad.shape, [0, 2, 3]);
      }
      return inputGrad;
    });
    return { shape, storage, node, view: undefined };
  }

  return {
    parameters: bias ? [weight, bias] : [weight],
    children: [],
    buffers: [],
    outputShape: (input) => outputShape(layer, input),
    forward,
  };
}

/** is_depthwise() in aten/src/ATen/native/Convolution.cpp: float32 ones run PyTorch's own kernel, without cuDNN. */
export function isDepthwise({ groups, in_channels, out_channels }: Conv2d): boolean {
  return groups === in_channels && groups > 1 && out_channels % in_channels === 0;
}

function outputShape(layer: Conv2d, input: Shape): Shape {
  const [batch, channels, height, width, ...more] = input;
  if (
    channels !== layer.in_channels ||
    batch === undefined ||
    height === undefined ||
    width === undefined ||
    more.length
  ) {
    throw new Unpredictable(
      subjectOf(layer),
      `takes images [batch, ${layer.in_channels}, height, width] and gets ${shapeText(input)}`,
      "set in_channels to the channels that come before it",
    );
  }
  const size = [convolved(layer, height, 0), convolved(layer, width, 1)];
  if (size.every((n) => n > 0)) return [batch, layer.out_channels, ...size];
  throw new Unpredictable(subjectOf(layer), `gets ${shapeText(input)}, smaller than its kernel`, "pad it more");
}

function convolved(layer: Conv2d, size: number, axis: 0 | 1): number {
  const span = size + 2 * layer.padding[axis] - layer.dilation[axis] * (layer.kernel_size[axis] - 1) - 1;
  return Math.floor(span / layer.stride[axis]) + 1;
}

/** Beyond 2³¹ elements PyTorch leaves cuDNN or splits the batch (needs_64bit_indexing in Convolution.cpp). */
function checkIndexing(layer: Conv2d, { device }: Run, shapes: readonly Shape[]): void {
  if (device.kind !== "cuda" || shapes.every((shape) => numel(shape) < 2 ** 31)) return;
  throw new Unpredictable(
    subjectOf(layer),
    "has more than 2^31 elements, where PyTorch takes another path",
    "measure it, or use a smaller batch",
  );
}
