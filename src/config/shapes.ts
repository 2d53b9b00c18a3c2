import type { KnownLayer, Pair } from "./training.ts";

export type Shape = readonly number[];

export type ShapeResult =
  | { readonly kind: "shape"; readonly shape: Shape }
  | { readonly kind: "problem"; readonly message: string };

/**
 * The shape that a layer makes of `input`, both with the batch in front: [64, 1, 28, 28].
 * The batch stays the first dimension, always: what would fold or normalize it away is a problem.
 * Source: the `forward` of each module in torch.nn of torch 2.13.0, and what it calls.
 */
export function outputShape(layer: KnownLayer, input: Shape): ShapeResult {
  switch (layer.type) {
    case "Flatten":
      return flatten(layer, input);
    case "Linear":
      return linear(layer, input);
    case "ReLU":
    case "GELU":
    case "Identity":
    case "Dropout":
      return shape(input);
    case "Conv2d":
      return conv2d(layer, input);
    case "BatchNorm2d":
      return batchNorm2d(layer, input);
    case "LayerNorm":
      return layerNorm(layer, input);
    case "MaxPool2d":
      return maxPool2d(layer, input);
    case "AdaptiveAvgPool2d":
  }
  return adaptiveAvgPool2d(layer, input);
}

/** `[N, 1, 28, 28]`: the batch by its letter, because a problem of shapes is none of the batch size. */
export function formatShape([, ...sample]: Shape): string {
  return `[${["N", ...sample].join(", ")}]`;
}

function shape(dims: Shape): ShapeResult {
  return { kind: "shape", shape: dims };
}

function problem(message: string): ShapeResult {
  return { kind: "problem", message };
}

type Of<Type extends KnownLayer["type"]> = Extract<KnownLayer, { type: Type }>;

function flatten({ start_dim, end_dim }: Of<"Flatten">, input: Shape): ShapeResult {
  const rank = input.length;
  for (const [name, dim] of Object.entries({ start_dim, end_dim })) {
    if (dim >= -rank && dim < rank) continue;
    return problem(`expected ${name} from ${-rank} to ${rank - 1} for an input of ${formatShape(input)}, found ${dim}`);
  }
  const [start, end] = [start_dim, end_dim].map((dim) => (dim < 0 ? dim + rank : dim));
  if (start === undefined || end === undefined || start > end) {
    return problem(`expected start_dim before end_dim, found ${start_dim} and ${end_dim}`);
  }
  if (start === 0 && end > 0) return problem("expected the batch, dimension 0, to be left alone, found it flattened");
  const flat = input.slice(start, end + 1).reduce((product, dim) => product * dim, 1);
  return shape([...input.slice(0, start), flat, ...input.slice(end + 1)]);
}

function linear({ in_features, out_features }: Of<"Linear">, input: Shape): ShapeResult {
  if (input.length < 2 || input.at(-1) !== in_features) {
    return problem(`expected an input of [N, …, ${in_features}], found ${formatShape(input)}`);
  }
  return shape([...input.slice(0, -1), out_features]);
}

function conv2d(layer: Of<"Conv2d">, input: Shape): ShapeResult {
  const [batch, channels, height, width] = input;
  const isImage = input.length === 4 && batch !== undefined && height !== undefined && width !== undefined;
  if (!isImage || channels !== layer.in_channels) {
    return problem(`expected an input of [N, ${layer.in_channels}, height, width], found ${formatShape(input)}`);
  }
  const { kernel_size, stride, padding, dilation } = layer;
  const sides = [height, width].map((side, axis) => {
    const window = windowOf(kernel_size, dilation, axis);
    return Math.floor((side + 2 * at(padding, axis) - window) / at(stride, axis)) + 1;
  });
  if (sides.some((side) => side < 1)) {
    const windows = [0, 1].map((axis) => windowOf(kernel_size, dilation, axis)).join(" × ");
    const there = [height, width].map((side, axis) => side + 2 * at(padding, axis)).join(" × ");
    return problem(`expected a padded input of at least the kernel's ${windows}, found ${there}`);
  }
  return shape([batch, layer.out_channels, ...sides]);
}

function batchNorm2d({ num_features }: Of<"BatchNorm2d">, input: Shape): ShapeResult {
  if (input.length === 4 && input[1] === num_features) return shape(input);
  return problem(`expected an input of [N, ${num_features}, height, width], found ${formatShape(input)}`);
}

function layerNorm({ normalized_shape }: Of<"LayerNorm">, input: Shape): ShapeResult {
  const inner = input.slice(Math.max(1, input.length - normalized_shape.length));
  const same = inner.length === normalized_shape.length && inner.every((dim, i) => dim === normalized_shape[i]);
  if (same) return shape(input);
  return problem(`expected an input of [N, …, ${normalized_shape.join(", ")}], found ${formatShape(input)}`);
}

/** (…, height, width), where the batch may be all that stands in front: PyTorch takes it for the channels then. */
function imageOf(input: Shape): { readonly front: Shape; readonly sides: Pair } | undefined {
  const [height, width] = input.slice(-2);
  const fits = (input.length === 3 || input.length === 4) && height !== undefined && width !== undefined;
  return fits ? { front: input.slice(0, -2), sides: [height, width] } : undefined;
}

function maxPool2d(layer: Of<"MaxPool2d">, input: Shape): ShapeResult {
  const image = imageOf(input);
  if (image === undefined)
    return problem(`expected an input of [N, channels, height, width], found ${formatShape(input)}`);
  const sides = image.sides.map((side, axis) => pooledSide(layer, side, axis));
  if (sides.every((side) => side >= 1)) return shape([...image.front, ...sides]);
  const windows = [0, 1].map((axis) => windowOf(layer.kernel_size, layer.dilation, axis)).join(" × ");
  return problem(`expected an input of at least the window's ${windows}, found ${image.sides.join(" × ")}`);
}

/** Source: pooling_output_shape_pad_lr, aten/src/ATen/native/Pool.h. */
function pooledSide({ ceil_mode, ...layer }: Of<"MaxPool2d">, side: number, axis: number): number {
  const [stride, padding] = [at(layer.stride, axis), at(layer.padding, axis)];
  const room = side + 2 * padding - windowOf(layer.kernel_size, layer.dilation, axis);
  const pooled = Math.floor((room + (ceil_mode ? stride - 1 : 0)) / stride) + 1;
  // the last window starts inside the input or its left padding
  return ceil_mode && (pooled - 1) * stride >= side + padding ? pooled - 1 : pooled;
}

function adaptiveAvgPool2d({ output_size }: Of<"AdaptiveAvgPool2d">, input: Shape): ShapeResult {
  const image = imageOf(input);
  if (image === undefined)
    return problem(`expected an input of [N, channels, height, width], found ${formatShape(input)}`);
  return shape([
    ...image.front,
    ...image.sides.map((side, axis) => (axis === 0 ? output_size[0] : output_size[1]) ?? side),
  ]);
}

/** How far a dilated kernel reaches. */
function windowOf(kernel: Pair, dilation: Pair, axis: number): number {
  return at(dilation, axis) * (at(kernel, axis) - 1) + 1;
}

function at(pair: Pair, axis: number): number {
  return axis === 0 ? pair[0] : pair[1];
}
