import type { Layer } from "../../config/training.ts";
import { makeNode } from "./autograd.ts";
import { type Module, STATELESS } from "./module.ts";
import { shapeText, subjectOf, Unpredictable } from "./unpredictable.ts";
import { allocate, allocateIndices, reduce, type Run } from "./run.ts";
import type { Shape, Tensor } from "./tensor.ts";

type MaxPool2d = Layer & { readonly type: "MaxPool2d" };
type AdaptiveAvgPool2d = Layer & { readonly type: "AdaptiveAvgPool2d" };

/** Makes int64 indices beside its output, without gradients too; keeps its input and the indices. */
export function maxPool2d(layer: MaxPool2d): Module {
  return {
    ...STATELESS,
    outputShape: (input) => maxPoolShape(layer, input),
    forward: (input, run) => maxPoolForward(layer, input, run),
  };
}

/** To 1 × 1 it is mean(), which keeps nothing; to other sizes it keeps its input. */
export function adaptiveAvgPool2d(layer: AdaptiveAvgPool2d): Module {
  return {
    ...STATELESS,
    outputShape: (input) => adaptiveShape(layer, input),
    forward(input, run) {
      const shape = adaptiveShape(layer, input.shape);
      const [height, width] = layer.output_size;
      return height === 1 && width === 1 ? meanForward(layer, input, run) : adaptiveForward(layer, input, shape, run);
    },
  };
}

function maxPoolForward(layer: MaxPool2d, input: Tensor, run: Run): Tensor {
  const { recorder } = run;
  const shape = maxPoolShape(layer, input.shape);
  const storage = allocate(run, "aten::max_pool2d_with_indices", shape);
  const indices = allocateIndices(run, "aten::max_pool2d_with_indices", shape);
  const node =
    input.node &&
    makeNode(recorder, subjectOf(layer), input.node, [input.storage, indices], () => ({
      shape: input.shape,
      storage: allocate(run, "aten::max_pool2d_with_indices_backward", input.shape),
    }));
  recorder.drop(indices);
  return { shape, storage, node, view: undefined };
}

function meanForward(layer: AdaptiveAvgPool2d, input: Tensor, run: Run): Tensor {
  const shape = adaptiveShape(layer, input.shape);
  const storage = allocate(run, "aten::mean", shape);
  reduce(run, "aten::mean", input.shape, [input.shape.length - 2, input.shape.length - 1]);
  // mean_backward(): expand() is a view, the division by the count is not.
  const node =
    input.node &&
    makeNode(run.recorder, subjectOf(layer), input.node, [], () => ({
      shape: input.shape,
      storage: allocate(run, "aten::div", input.shape),
    }));
  return { shape, storage, node, view: undefined };
}

function adaptiveForward(layer: AdaptiveAvgPool2d, input: Tensor, shape: Shape, run: Run): Tensor {
  const storage = allocate(run, "aten::_adaptive_avg_pool2d", shape);
  const node =
    input.node &&
    makeNode(run.recorder, subjectOf(layer), input.node, [input.storage], () => ({
      shape: input.shape,
      storage: allocate(run, "aten::_adaptive_avg_pool2d_backward", input.shape),
    }));
  return { shape, storage, node, view: undefined };
}

function maxPoolShape(layer: MaxPool2d, input: Shape): Shape {
  const [height, width] = images(layer, input);
  const size = [pooled(layer, height, 0), pooled(layer, width, 1)];
  if (size.every((n) => n > 0)) return [...input.slice(0, 2), ...size];
  throw new Unpredictable(subjectOf(layer), `gets ${shapeText(input)}, smaller than its kernel`, "use fewer pools");
}

/** pooling_output_shape() in aten/src/ATen/native/Pool.h: with ceil_mode the last window starts inside the input. */
function pooled(layer: MaxPool2d, size: number, axis: 0 | 1): number {
  const [kernel, stride, padding] = [layer.kernel_size[axis], layer.stride[axis], layer.padding[axis]];
  const span = size + 2 * padding - layer.dilation[axis] * (kernel - 1) - 1;
  if (!layer.ceil_mode) return Math.floor(span / stride) + 1;
  const windows = Math.ceil(span / stride) + 1;
  return (windows - 1) * stride >= size + padding ? windows - 1 : windows;
}

function adaptiveShape(layer: AdaptiveAvgPool2d, input: Shape): Shape {
  const [height, width] = images(layer, input);
  return [...input.slice(0, 2), layer.output_size[0] ?? height, layer.output_size[1] ?? width];
}

function images(layer: MaxPool2d | AdaptiveAvgPool2d, input: Shape): readonly [number, number] {
  const [batch, channels, height, width, ...more] = input;
  if (batch !== undefined && channels !== undefined && height !== undefined && width !== undefined && !more.length) {
    return [height, width];
  }
  throw new Unpredictable(
    subjectOf(layer),
    `takes images [batch, channels, height, width] and gets ${shapeText(input)}`,
    "put it before the Flatten, on images",
  );
}
