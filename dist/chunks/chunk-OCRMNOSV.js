import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  AXES,
  rankOf
} from "./chunk-AJ3KONQL.js";

// src/config/shape-result.ts
function shape(dims) {
  return { kind: "shape", shape: dims };
}
function problem(message) {
  return { kind: "problem", message };
}
function formatShape([, ...sample]) {
  return `[${["N", ...sample].join(", ")}]`;
}

// src/config/window-shapes.ts
function convolutionShape(layer, input) {
  const sides = imageOf(layer, input);
  if (sides === void 0) return wantsImage(layer, input);
  const { kernel_size, stride, padding, dilation } = layer;
  const windows = kernel_size.map((kernel, axis) => reach(kernel, dilation[axis]));
  const padded = sides.map((side, axis) => side + 2 * (padding[axis] ?? 0));
  const out = padded.map((side, axis) => Math.floor((side - (windows[axis] ?? 1)) / (stride[axis] ?? 1)) + 1);
  if (out.every((side) => side >= 1)) return shape([batchOf(input), layer.out_channels, ...out]);
  const wanted = windows.join(" \xD7 ");
  return problem(`expected a padded input of at least the kernel's ${wanted}, found ${padded.join(" \xD7 ")}`);
}
function transposedShape(layer, input) {
  const sides = imageOf(layer, input);
  if (sides === void 0) return wantsImage(layer, input);
  const { kernel_size, stride, padding, output_padding, dilation } = layer;
  const out = sides.map((side, axis) => {
    const window = reach(kernel_size[axis] ?? 1, dilation[axis]);
    return (side - 1) * (stride[axis] ?? 1) - 2 * (padding[axis] ?? 0) + window + (output_padding[axis] ?? 0);
  });
  if (out.every((side) => side >= 1)) return shape([batchOf(input), layer.out_channels, ...out]);
  return problem(`expected less padding for an input of ${sides.join(" \xD7 ")}, found an output of ${out.join(" \xD7 ")}`);
}
function poolShape(layer, input) {
  const image = frontAndSides(input, rankOf(layer.type));
  if (image === void 0) return wantsChannels(layer.type, input);
  const dilation = "dilation" in layer ? layer.dilation : [];
  const windows = layer.kernel_size.map((kernel, axis) => reach(kernel, dilation[axis]));
  const out = image.sides.map((side, axis) => pooledSide(layer, side, axis, windows[axis] ?? 1));
  const whole = layer.type !== "AvgPool3d" || image.sides.every((side, axis) => side >= (windows[axis] ?? 1));
  if (whole && out.every((side) => side >= 1)) return shape([...image.front, ...out]);
  const wanted = windows.join(" \xD7 ");
  return problem(`expected an input of at least the window's ${wanted}, found ${image.sides.join(" \xD7 ")}`);
}
function adaptiveShape(layer, input) {
  const image = frontAndSides(input, rankOf(layer.type));
  if (image === void 0) return wantsChannels(layer.type, input);
  return shape([...image.front, ...image.sides.map((side, axis) => layer.output_size[axis] ?? side)]);
}
function frontAndSides(input, rank) {
  const front = input.slice(0, -rank);
  return front.length === 1 || front.length === 2 ? { front, sides: input.slice(-rank) } : void 0;
}
function wantsChannels(type, input) {
  return problem(`expected an input of [N, channels, ${AXES[rankOf(type)].join(", ")}], found ${formatShape(input)}`);
}
function pooledSide({ ceil_mode, ...layer }, side, axis, window) {
  const [stride, padding] = [layer.stride[axis] ?? 1, layer.padding[axis] ?? 0];
  const room = side + 2 * padding - window;
  const pooled = Math.floor((room + (ceil_mode ? stride - 1 : 0)) / stride) + 1;
  return ceil_mode && (pooled - 1) * stride >= side + padding ? pooled - 1 : pooled;
}
function imageOf(layer, [, channels, ...sides]) {
  return channels === layer.in_channels && sides.length === rankOf(layer.type) ? sides : void 0;
}
function wantsImage({ type, in_channels }, input) {
  const axes = AXES[rankOf(type)].join(", ");
  return problem(`expected an input of [N, ${in_channels}, ${axes}], found ${formatShape(input)}`);
}
function batchOf([batch = 1]) {
  return batch;
}
function reach(kernel, dilation = 1) {
  return dilation * (kernel - 1) + 1;
}

// src/config/rearranged-shapes.ts
function flattenedShape({ start_dim, end_dim }, input) {
  const rank = input.length;
  for (const [name, dim] of Object.entries({ start_dim, end_dim })) {
    if (dim >= -rank && dim < rank) continue;
    return problem(`expected ${name} from ${-rank} to ${rank - 1} for an input of ${formatShape(input)}, found ${dim}`);
  }
  const [start, end] = [start_dim, end_dim].map((dim) => dim < 0 ? dim + rank : dim);
  if (start === void 0 || end === void 0 || start > end) {
    return problem(`expected start_dim before end_dim, found ${start_dim} and ${end_dim}`);
  }
  if (start === 0 && end > 0) return problem("expected the batch, dimension 0, to be left alone, found it flattened");
  return shape([...input.slice(0, start), product(input.slice(start, end + 1)), ...input.slice(end + 1)]);
}
function unflattenedShape({ dim, unflattened_size }, input) {
  const rank = input.length;
  if (dim < -rank || dim >= rank) {
    return problem(`expected dim from ${-rank} to ${rank - 1} for an input of ${formatShape(input)}, found ${dim}`);
  }
  const at = dim < 0 ? dim + rank : dim;
  if (at === 0) return problem("expected the batch, dimension 0, to be left alone, found it unflattened");
  const size = input[at] ?? 1;
  const known = product(unflattened_size.filter((each) => each !== -1));
  const sizes = unflattened_size.map((each) => each === -1 ? size / known : each);
  if (product(sizes) !== size || !sizes.every(Number.isInteger)) {
    return problem(`expected sizes whose product is ${size}, found ${unflattened_size.join(" \xD7 ")}`);
  }
  return shape([...input.slice(0, at), ...sizes, ...input.slice(at + 1)]);
}
function shuffledShape({ upscale_factor: r }, input) {
  const [height = 1, width = 1] = input.slice(-2);
  const channels = input.at(-3) ?? 1;
  if (input.length < 4) return wantsChannels("2d", input);
  if (channels % r ** 2 !== 0) return problem(`expected a multiple of ${r ** 2} channels, found ${channels}`);
  return shape([...input.slice(0, -3), channels / r ** 2, height * r, width * r]);
}
function unshuffledShape({ downscale_factor: r }, input) {
  const [height = 1, width = 1] = input.slice(-2);
  const channels = input.at(-3) ?? 1;
  if (input.length < 4) return wantsChannels("2d", input);
  if (height % r !== 0 || width % r !== 0) {
    return problem(`expected sides that are multiples of ${r}, found ${height} \xD7 ${width}`);
  }
  return shape([...input.slice(0, -3), channels * r ** 2, height / r, width / r]);
}
function upsampledShape({ size, scale_factor, mode }, input) {
  const [batch = 1, channels = 1, ...sides] = input;
  const rank = UPSAMPLED[mode] ?? sides.length;
  if (sides.length !== rank || sides.length < 1 || sides.length > 3) {
    const wanted = UPSAMPLED[mode] === void 0 ? "1, 2 or 3 axes" : `${rank} ${rank === 1 ? "axis" : "axes"}`;
    return problem(`expected an input of [N, channels, \u2026] with ${wanted} for ${mode}, found ${formatShape(input)}`);
  }
  const asked = size ?? scale_factor ?? 1;
  const list = typeof asked === "number" ? sides.map(() => asked) : asked;
  if (list.length !== sides.length) return problem(`expected ${sides.length} numbers, found ${list.join(", ")}`);
  const out = size === null ? sides.map((side, axis) => Math.floor(side * (list[axis] ?? 1))) : list;
  return out.every((side) => side > 0) ? shape([batch, channels, ...out]) : problem(`expected an output with values, found ${out.join(" \xD7 ")}`);
}
var UPSAMPLED = {
  nearest: void 0,
  "nearest-exact": void 0,
  linear: 1,
  bilinear: 2,
  bicubic: 2,
  trilinear: 3
};
function paddedShape({ type, padding }, input) {
  const image = frontAndSides(input, rankOf(type));
  if (image === void 0) return wantsChannels(type, input);
  const { front, sides } = image;
  const pads = sides.map((_, axis) => padding.slice(2 * (sides.length - 1 - axis)).slice(0, 2));
  if (type.startsWith("Reflection") && pads.some((both, axis) => both.some((pad) => pad >= (sides[axis] ?? 0)))) {
    return problem(`expected less padding than each of the sides ${sides.join(" \xD7 ")}, found ${padding.join(", ")}`);
  }
  const out = sides.map((side, axis) => side + (pads[axis]?.[0] ?? 0) + (pads[axis]?.[1] ?? 0));
  return out.every((side) => side > 0) ? shape([...front, ...out]) : problem(`expected sides above 0 after the padding, found ${out.join(" \xD7 ")}`);
}
function product(sizes) {
  return sizes.reduce((all, size) => all * size, 1);
}

// src/config/shapes.ts
function outputShape(layer, input) {
  switch (layer.type) {
    case "Linear":
      return linear(layer, input);
    case "Embedding":
      return shape([...input, layer.embedding_dim]);
    case "ReLU":
    case "ReLU6":
    case "SiLU":
    case "Mish":
    case "SELU":
    case "Hardswish":
    case "Hardsigmoid":
    case "Sigmoid":
    case "Tanh":
    case "LogSigmoid":
    case "Softsign":
    case "Tanhshrink":
    case "GELU":
    case "LeakyReLU":
    case "ELU":
    case "CELU":
    case "Hardtanh":
    case "Threshold":
    case "Softplus":
    case "Softshrink":
    case "Hardshrink":
    case "Identity":
    case "Dropout":
    case "AlphaDropout":
      return shape(input);
    case "PReLU":
      return prelu(layer, input);
    case "GLU":
      return glu(layer, input);
    case "Softmax":
    case "LogSoftmax":
      return dimProblem(layer.dim, input) ?? shape(input);
    case "Dropout1d":
    case "Dropout2d":
    case "Dropout3d":
      return channelDropout(layer, input);
    case "Conv1d":
    case "Conv2d":
    case "Conv3d":
      return convolutionShape(layer, input);
    case "ConvTranspose1d":
    case "ConvTranspose2d":
    case "ConvTranspose3d":
      return transposedShape(layer, input);
    case "BatchNorm1d":
    case "BatchNorm2d":
    case "BatchNorm3d":
    case "InstanceNorm1d":
    case "InstanceNorm2d":
    case "InstanceNorm3d":
      return channelNorm(layer, input);
    case "GroupNorm":
      if (input.length >= 2 && input[1] === layer.num_channels) return shape(input);
      return problem(`expected an input of [N, ${layer.num_channels}, \u2026], found ${formatShape(input)}`);
    case "LayerNorm":
    case "RMSNorm":
      return lastDimensionsNorm(layer, input);
    case "MaxPool1d":
    case "MaxPool2d":
    case "MaxPool3d":
    case "AvgPool1d":
    case "AvgPool2d":
    case "AvgPool3d":
      return poolShape(layer, input);
    case "AdaptiveAvgPool1d":
    case "AdaptiveAvgPool2d":
    case "AdaptiveAvgPool3d":
    case "AdaptiveMaxPool1d":
    case "AdaptiveMaxPool2d":
      return adaptiveShape(layer, input);
    case "Flatten":
      return flattenedShape(layer, input);
    case "Unflatten":
      return unflattenedShape(layer, input);
    case "PixelShuffle":
      return shuffledShape(layer, input);
    case "PixelUnshuffle":
      return unshuffledShape(layer, input);
    case "Upsample":
      return upsampledShape(layer, input);
    default:
      return paddedShape(layer, input);
  }
}
function linear({ in_features, out_features }, input) {
  if (input.length < 2 || input.at(-1) !== in_features) {
    return problem(`expected an input of [N, \u2026, ${in_features}], found ${formatShape(input)}`);
  }
  return shape([...input.slice(0, -1), out_features]);
}
function prelu({ num_parameters }, input) {
  if (num_parameters === 1 || input[1] === num_parameters) return shape(input);
  return problem(`expected an input of [N, ${num_parameters}, \u2026], found ${formatShape(input)}`);
}
function glu({ dim }, input) {
  const wrong = dimProblem(dim, input);
  if (wrong !== void 0) return wrong;
  const at = dim < 0 ? dim + input.length : dim;
  if (at === 0) return problem("expected the batch, dimension 0, to be left alone, found it halved");
  const size = input[at] ?? 1;
  if (size % 2 !== 0) return problem(`expected an even size in dimension ${dim}, found ${size}`);
  return shape(input.map((each, index) => index === at ? each / 2 : each));
}
function dimProblem(dim, input) {
  const rank = input.length;
  if (dim >= -rank && dim < rank) return void 0;
  return problem(`expected dim from ${-rank} to ${rank - 1} for an input of ${formatShape(input)}, found ${dim}`);
}
function channelDropout({ type }, input) {
  const rank = rankOf(type);
  if (input.length === 2 + rank || type === "Dropout2d" && input.length === 3) return shape(input);
  return problem(`expected an input of [N, channels, ${AXES[rank].join(", ")}], found ${formatShape(input)}`);
}
function channelNorm(layer, input) {
  const rank = rankOf(layer.type);
  const rows = layer.type === "BatchNorm1d" && input.length === 2;
  const counted = layer.type.startsWith("BatchNorm") || layer.affine || layer.track_running_stats;
  const fits = !counted || input[1] === layer.num_features;
  if ((rows || input.length === 2 + rank) && fits) return shape(input);
  const channels = counted ? layer.num_features : "channels";
  return problem(`expected an input of [N, ${channels}, ${AXES[rank].join(", ")}], found ${formatShape(input)}`);
}
function lastDimensionsNorm({ normalized_shape }, input) {
  const inner = input.slice(Math.max(1, input.length - normalized_shape.length));
  const same = inner.length === normalized_shape.length && inner.every((dim, i) => dim === normalized_shape[i]);
  if (same) return shape(input);
  return problem(`expected an input of [N, \u2026, ${normalized_shape.join(", ")}], found ${formatShape(input)}`);
}

export {
  formatShape,
  outputShape
};
