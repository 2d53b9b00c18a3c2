import { type LayerOf, type Padding, type Rank, rankOf, type UpsamplingMode } from "./known-layers.ts";
import { formatShape, problem, type Shape, shape, type ShapeResult } from "./shape-result.ts";
import { frontAndSides, wantsChannels } from "./window-shapes.ts";

// Shapes after values were only moved, repeated or padded.

export function flattenedShape({ start_dim, end_dim }: LayerOf<"Flatten">, input: Shape): ShapeResult {
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
  return shape([...input.slice(0, start), product(input.slice(start, end + 1)), ...input.slice(end + 1)]);
}

export function unflattenedShape({ dim, unflattened_size }: LayerOf<"Unflatten">, input: Shape): ShapeResult {
  const rank = input.length;
  if (dim < -rank || dim >= rank) {
    return problem(`expected dim from ${-rank} to ${rank - 1} for an input of ${formatShape(input)}, found ${dim}`);
  }
  const at = dim < 0 ? dim + rank : dim;
  if (at === 0) return problem("expected the batch, dimension 0, to be left alone, found it unflattened");
  const size = input[at] ?? 1;
  const known = product(unflattened_size.filter((each) => each !== -1));
  const sizes = unflattened_size.map((each) => (each === -1 ? size / known : each));
  if (product(sizes) !== size || !sizes.every(Number.isInteger)) {
    return problem(`expected sizes whose product is ${size}, found ${unflattened_size.join(" × ")}`);
  }
  return shape([...input.slice(0, at), ...sizes, ...input.slice(at + 1)]);
}

/** (N, …, C · r², H, W) to (N, …, C, H · r, W · r). */
export function shuffledShape({ upscale_factor: r }: LayerOf<"PixelShuffle">, input: Shape): ShapeResult {
  const [height = 1, width = 1] = input.slice(-2);
  const channels = input.at(-3) ?? 1;
  if (input.length < 4) return wantsChannels("2d", input);
  if (channels % r ** 2 !== 0) return problem(`expected a multiple of ${r ** 2} channels, found ${channels}`);
  return shape([...input.slice(0, -3), channels / r ** 2, height * r, width * r]);
}

/** (N, …, C, H · r, W · r) to (N, …, C · r², H, W). */
export function unshuffledShape({ downscale_factor: r }: LayerOf<"PixelUnshuffle">, input: Shape): ShapeResult {
  const [height = 1, width = 1] = input.slice(-2);
  const channels = input.at(-3) ?? 1;
  if (input.length < 4) return wantsChannels("2d", input);
  if (height % r !== 0 || width % r !== 0) {
    return problem(`expected sides that are multiples of ${r}, found ${height} × ${width}`);
  }
  return shape([...input.slice(0, -3), channels * r ** 2, height / r, width / r]);
}

/** Source: interpolate(), torch/nn/functional.py. */
export function upsampledShape({ size, scale_factor, mode }: LayerOf<"Upsample">, input: Shape): ShapeResult {
  const [batch = 1, channels = 1, ...sides] = input;
  const rank = UPSAMPLED[mode] ?? sides.length;
  if (sides.length !== rank || sides.length < 1 || sides.length > 3) {
    const wanted = UPSAMPLED[mode] === undefined ? "1, 2 or 3 axes" : `${rank} ${rank === 1 ? "axis" : "axes"}`;
    return problem(`expected an input of [N, channels, …] with ${wanted} for ${mode}, found ${formatShape(input)}`);
  }
  const asked = size ?? scale_factor ?? 1;
  const list = typeof asked === "number" ? sides.map(() => asked) : asked;
  if (list.length !== sides.length) return problem(`expected ${sides.length} numbers, found ${list.join(", ")}`);
  const out = size === null ? sides.map((side, axis) => Math.floor(side * (list[axis] ?? 1))) : list;
  return out.every((side) => side > 0)
    ? shape([batch, channels, ...out])
    : problem(`expected an output with values, found ${out.join(" × ")}`);
}

/** How many axes each mode works on; undefined where any. */
const UPSAMPLED: Readonly<Record<UpsamplingMode, Rank | undefined>> = {
  nearest: undefined,
  "nearest-exact": undefined,
  linear: 1,
  bilinear: 2,
  bicubic: 2,
  trilinear: 3,
};

/** Source: constant_pad_nd() in aten/src/ATen/native/PadNd.cpp; ReflectionPad.cpp and ReplicationPadding.cpp. */
export function paddedShape({ type, padding }: LayerOf<Padding>, input: Shape): ShapeResult {
  const image = frontAndSides(input, rankOf(type));
  if (image === undefined) return wantsChannels(type, input);
  const { front, sides } = image;
  const pads = sides.map((_, axis) => padding.slice(2 * (sides.length - 1 - axis)).slice(0, 2));
  if (type.startsWith("Reflection") && pads.some((both, axis) => both.some((pad) => pad >= (sides[axis] ?? 0)))) {
    return problem(`expected less padding than each of the sides ${sides.join(" × ")}, found ${padding.join(", ")}`);
  }
  const out = sides.map((side, axis) => side + (pads[axis]?.[0] ?? 0) + (pads[axis]?.[1] ?? 0));
  return out.every((side) => side > 0)
    ? shape([...front, ...out])
    : problem(`expected sides above 0 after the padding, found ${out.join(" × ")}`);
}

function product(sizes: Shape): number {
  return sizes.reduce((all, size) => all * size, 1);
}
