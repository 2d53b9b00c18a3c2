import {
  AXES,
  type Convolution,
  type Pooling,
  type Rank,
  rankOf,
  type Sizes,
  type TransposedConvolution,
} from "./known-layers.ts";
import { formatShape, problem, type Shape, shape, type ShapeResult } from "./shape-result.ts";

// Shapes after a window has moved over an image of one, two or three axes.

export type WindowPool = Extract<Pooling, { kernel_size: Sizes }>;
export type AdaptivePool = Extract<Pooling, { output_size: unknown }>;

export function convolutionShape(layer: Convolution, input: Shape): ShapeResult {
  const sides = imageOf(layer, input);
  if (sides === undefined) return wantsImage(layer, input);
  const { kernel_size, stride, padding, dilation } = layer;
  const windows = kernel_size.map((kernel, axis) => reach(kernel, dilation[axis]));
  const padded = sides.map((side, axis) => side + 2 * (padding[axis] ?? 0));
  const out = padded.map((side, axis) => Math.floor((side - (windows[axis] ?? 1)) / (stride[axis] ?? 1)) + 1);
  if (out.every((side) => side >= 1)) return shape([batchOf(input), layer.out_channels, ...out]);
  const wanted = windows.join(" × ");
  return problem(`expected a padded input of at least the kernel's ${wanted}, found ${padded.join(" × ")}`);
}

/** Source: conv_input_size(), aten/src/ATen/native/ConvUtils.h. */
export function transposedShape(layer: TransposedConvolution, input: Shape): ShapeResult {
  const sides = imageOf(layer, input);
  if (sides === undefined) return wantsImage(layer, input);
  const { kernel_size, stride, padding, output_padding, dilation } = layer;
  const out = sides.map((side, axis) => {
    const window = reach(kernel_size[axis] ?? 1, dilation[axis]);
    return (side - 1) * (stride[axis] ?? 1) - 2 * (padding[axis] ?? 0) + window + (output_padding[axis] ?? 0);
  });
  if (out.every((side) => side >= 1)) return shape([batchOf(input), layer.out_channels, ...out]);
  return problem(`expected less padding for an input of ${sides.join(" × ")}, found an output of ${out.join(" × ")}`);
}

export function poolShape(layer: WindowPool, input: Shape): ShapeResult {
  const image = frontAndSides(input, rankOf(layer.type));
  if (image === undefined) return wantsChannels(layer.type, input);
  const dilation = "dilation" in layer ? layer.dilation : [];
  const windows = layer.kernel_size.map((kernel, axis) => reach(kernel, dilation[axis]));
  const out = image.sides.map((side, axis) => pooledSide(layer, side, axis, windows[axis] ?? 1));
  // avg_pool3d alone wants room for a whole window without the padding: pool3d_shape_check(), Pool.h
  const whole = layer.type !== "AvgPool3d" || image.sides.every((side, axis) => side >= (windows[axis] ?? 1));
  if (whole && out.every((side) => side >= 1)) return shape([...image.front, ...out]);
  const wanted = windows.join(" × ");
  return problem(`expected an input of at least the window's ${wanted}, found ${image.sides.join(" × ")}`);
}

export function adaptiveShape(layer: AdaptivePool, input: Shape): ShapeResult {
  const image = frontAndSides(input, rankOf(layer.type));
  if (image === undefined) return wantsChannels(layer.type, input);
  return shape([...image.front, ...image.sides.map((side, axis) => layer.output_size[axis] ?? side)]);
}

/** (…, sides), where the batch may be all that stands in front: PyTorch takes it for the channels then. */
export function frontAndSides(input: Shape, rank: Rank): { readonly front: Shape; readonly sides: Shape } | undefined {
  const front = input.slice(0, -rank);
  return front.length === 1 || front.length === 2 ? { front, sides: input.slice(-rank) } : undefined;
}

export function wantsChannels(type: `${string}${Rank}d`, input: Shape): ShapeResult {
  return problem(`expected an input of [N, channels, ${AXES[rankOf(type)].join(", ")}], found ${formatShape(input)}`);
}

/** Source: pooling_output_shape_pad_lr(), aten/src/ATen/native/Pool.h. */
function pooledSide({ ceil_mode, ...layer }: WindowPool, side: number, axis: number, window: number): number {
  const [stride, padding] = [layer.stride[axis] ?? 1, layer.padding[axis] ?? 0];
  const room = side + 2 * padding - window;
  const pooled = Math.floor((room + (ceil_mode ? stride - 1 : 0)) / stride) + 1;
  // the last window starts inside the input or its left padding
  return ceil_mode && (pooled - 1) * stride >= side + padding ? pooled - 1 : pooled;
}

function imageOf(layer: Convolution | TransposedConvolution, [, channels, ...sides]: Shape): Shape | undefined {
  return channels === layer.in_channels && sides.length === rankOf(layer.type) ? sides : undefined;
}

function wantsImage({ type, in_channels }: Convolution | TransposedConvolution, input: Shape): ShapeResult {
  const axes = AXES[rankOf(type)].join(", ");
  return problem(`expected an input of [N, ${in_channels}, ${axes}], found ${formatShape(input)}`);
}

function batchOf([batch = 1]: Shape): number {
  return batch;
}

/** How far a dilated kernel reaches. */
function reach(kernel: number, dilation = 1): number {
  return dilation * (kernel - 1) + 1;
}
