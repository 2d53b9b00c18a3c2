import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  AXES,
  LAYER_SIGNATURES,
  LOSS_SIGNATURES,
  OPTIMIZER_SIGNATURES,
  STEPPING_OPTIMIZERS,
  TORCH_CONTAINERS,
  TORCH_LAYERS,
  TORCH_LOSSES,
  TORCH_OPTIMIZERS,
  rankOf
} from "./chunk-GR4LICOH.js";
import {
  formatPath,
  formatValue,
  readSource
} from "./chunk-YX2XW4PC.js";
import {
  deviceNames,
  findDevice
} from "./chunk-MOITJ7TZ.js";
import {
  nearest
} from "./chunk-IZVU6BTJ.js";
import {
  CALLABLE,
  CONFIG_KEYS,
  CustomDevice,
  DEFAULTS,
  INPUT_NAME,
  INPUT_TENSOR,
  NAMED_TENSOR,
  RECIPE_KEYS,
  RUN_KEYS,
  SHARED_KEYS,
  TARGET,
  TRAINING_KEYS,
  TRAINING_NAME
} from "./chunk-RR4CAR5Y.js";
import {
  PLAIN_RECIPE,
  takesBatch
} from "./chunk-XF5CK6HT.js";
import {
  optional
} from "./chunk-E2Y7L7HE.js";

// src/config/reader.ts
var MAX_PROBLEMS = 1e3;
function reader(source) {
  const problems = [];
  const problem2 = (path, message, at = source.place(path)) => {
    if (problems.length > MAX_PROBLEMS) return;
    const rest = problems.length === MAX_PROBLEMS ? "and more problems, which are not listed" : message;
    problems.push({ ...at, path: formatPath(path), message: rest });
  };
  const unknownKey = (path, known) => {
    problem2(path, unknownMessage("unknown key", String(path.at(-1)), known), source.keyPlace(path));
  };
  return {
    problems,
    place: source.place,
    keyPlace: source.keyPlace,
    problem: problem2,
    unknownKey,
    read(path, value, schema) {
      const parsed = schema.safeParse(value);
      if (parsed.success) return parsed.data;
      for (const { kind, path: inner, message } of slips(parsed.error.issues, value)) {
        if (kind === "unknown-key") unknownKey([...path, ...inner], message.split(", "));
        else problem2([...path, ...inner], message);
      }
      return void 0;
    }
  };
}
function checkKeys(read, path, map, known) {
  const unknown = Object.keys(map).filter((key) => !known.includes(key));
  for (const key of unknown.slice(0, MAX_PROBLEMS + 1)) read.unknownKey([...path, key], known);
}
function unknownMessage(what, written, known, listed2 = known) {
  const meant = nearest(written, known);
  if (meant !== void 0) return `${what}, did you mean ${meant}?`;
  return `${what}, expected ${listed2.length === 1 ? "" : "one of "}${listed2.join(", ")}`;
}
function slips(issues, value) {
  const all = issues.flatMap((issue) => {
    const path = issue.path.filter((key) => typeof key !== "symbol");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.slice(0, MAX_PROBLEMS).map((key) => ({ kind: "unknown-key", path: [...path, key], message: issue.message }));
    }
    const there = path.reduce(valueAt, value);
    const branches = issue.code === "invalid_union" ? issue.errors.filter(fitsAtTheRoot) : [];
    const [branch] = branches.map((one) => slips(one, there)).toSorted((a, b) => a.length - b.length);
    if (branch !== void 0) return branch.map((slip) => below(path, slip));
    return [{ kind: "value", path, message: `expected ${issue.message}, found ${formatValue(there)}` }];
  });
  return [...new Map(all.toReversed().map((slip) => [JSON.stringify(slip.path), slip])).values()].toReversed();
}
function below(path, { kind, message, ...slip }) {
  return { kind, path: [...path, ...slip.path], message };
}
function fitsAtTheRoot(issues) {
  return issues.every((issue) => issue.path.length > 0 || issue.code === "unrecognized_keys");
}
function valueAt(value, key) {
  if (Array.isArray(value)) return typeof key === "number" ? value[key] : void 0;
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : void 0;
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/config/device.ts
function readDevice(reader2, path, written) {
  const device = reader2.read(path, written, TRAINING_KEYS.device);
  if (device === void 0) return void 0;
  if (typeof device !== "string") return customDevice(reader2, path, written);
  if (device === "runner") return { kind: "runner" };
  const found = findDevice(device);
  if (found.kind === "device") return { kind: "catalogue", id: found.device.id };
  reader2.problem(path, nameProblem(device, found));
  return void 0;
}
function nameProblem(name, found) {
  const there = formatValue(name);
  if (found.kind === "mig") {
    return `expected {name, memory, compute_capability, multiprocessors} for a part of a card (MIG), found ${there}`;
  }
  if (found.kind === "rocm") return `expected an NVIDIA card, found ${there}: AMD's ROCm is not modelled`;
  if (found.kind === "ambiguous") {
    const wanted = [...found.ids, "{name, memory}"].join(", ");
    return `expected one of ${wanted}, found ${there}, which is sold with more than one size of memory`;
  }
  return unknownMessage(`the catalogue has no ${there}`, name, ["runner", ...deviceNames()]);
}
function customDevice(reader2, path, written) {
  const device = CustomDevice.parse(written);
  const { name, memory: memory_bytes } = device;
  const found = findDevice(name);
  if (found.kind === "rocm") {
    reader2.problem([...path, "name"], nameProblem(name, found));
    return void 0;
  }
  const chip = chipOf(found);
  const { compute_capability = chip?.compute_capability, multiprocessors = chip?.multiprocessors } = device;
  if (compute_capability === void 0 || multiprocessors === void 0) {
    const missing = Object.entries({ compute_capability, multiprocessors }).filter(([, value]) => value === void 0);
    const keys = missing.map(([key]) => key).join(" and ");
    reader2.problem(path, `expected ${keys} too: the catalogue cannot say them for ${formatValue(name)}`);
    return void 0;
  }
  return { kind: "custom", name, memory_bytes, compute_capability, multiprocessors };
}
function chipOf(found) {
  if (found.kind === "device") return found.device;
  return found.kind === "ambiguous" ? found.chip : void 0;
}

// src/config/parameters.ts
function parametersOf(layer) {
  switch (layer.type) {
    case "Linear":
      return layer.out_features * (layer.in_features + (layer.bias ? 1 : 0));
    case "Embedding":
      return layer.num_embeddings * layer.embedding_dim;
    case "PReLU":
      return layer.num_parameters;
    case "Conv1d":
    case "Conv2d":
    case "Conv3d":
    case "ConvTranspose1d":
    case "ConvTranspose2d":
    case "ConvTranspose3d": {
      const { in_channels, out_channels, groups, kernel_size, bias } = layer;
      return out_channels * in_channels * product(kernel_size) / groups + (bias ? out_channels : 0);
    }
    case "BatchNorm1d":
    case "BatchNorm2d":
    case "BatchNorm3d":
    case "InstanceNorm1d":
    case "InstanceNorm2d":
    case "InstanceNorm3d":
      return layer.affine ? 2 * layer.num_features : 0;
    case "GroupNorm":
      return layer.affine ? 2 * layer.num_channels : 0;
    case "LayerNorm":
      return layer.elementwise_affine ? product(layer.normalized_shape) * (layer.bias ? 2 : 1) : 0;
    case "RMSNorm":
      return layer.elementwise_affine ? product(layer.normalized_shape) : 0;
    case "Sequential":
      return layer.layers.reduce((total, inner) => total + parametersOf(inner), 0);
    default:
      return 0;
  }
}
function product(sizes) {
  return sizes.reduce((all, size) => all * size, 1);
}

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
  return shape([...input.slice(0, start), product2(input.slice(start, end + 1)), ...input.slice(end + 1)]);
}
function unflattenedShape({ dim, unflattened_size }, input) {
  const rank = input.length;
  if (dim < -rank || dim >= rank) {
    return problem(`expected dim from ${-rank} to ${rank - 1} for an input of ${formatShape(input)}, found ${dim}`);
  }
  const at = dim < 0 ? dim + rank : dim;
  if (at === 0) return problem("expected the batch, dimension 0, to be left alone, found it unflattened");
  const size = input[at] ?? 1;
  const known = product2(unflattened_size.filter((each) => each !== -1));
  const sizes = unflattened_size.map((each) => each === -1 ? size / known : each);
  if (product2(sizes) !== size || !sizes.every(Number.isInteger)) {
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
function product2(sizes) {
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

// src/config/model-shapes.ts
var ELEMENT_BYTES = 4;
var MAX_STEP_BYTES = 2 ** 49;
function checkLayers(reader2, path, { layers, batch, input, target, loss }) {
  const modelPath = [...path, "model", "layers"];
  checkTrainable(reader2, modelPath, layers);
  if (loss?.type === "model")
    reader2.problem([...path, "loss"], "expected a loss, since layers return none, found model");
  if (input === void 0) return;
  if ("tensors" in input) {
    reader2.problem([...path, "input"], "expected one tensor, which layers take, found a map");
    return;
  }
  if (!checkIndices(reader2, [...path, "input"], layers, input)) return;
  const output = checkShapes(reader2, { layers, path: modelPath, batch }, input.shape);
  const against = output && target && loss && lossProblem(loss, target, output);
  if (against !== void 0) reader2.problem([...path, "loss"], against);
}
var LEAVE_ALONE = /* @__PURE__ */ new Set(["Identity", "Flatten", "Unflatten"]);
function checkIndices(reader2, path, layers, input) {
  const first = leavesOf(layers).find((layer) => layer === void 0 || !LEAVE_ALONE.has(layer.type));
  if (first === void 0 || first.type === "other") return true;
  const message = indicesProblem(first, input);
  if (message !== void 0) reader2.problem(path, message);
  return message === void 0;
}
function indicesProblem(first, input) {
  if (input.dtype === "float32")
    return first.type === "Embedding" ? "expected int64 with high, which Embedding takes, found float32" : void 0;
  if (first.type !== "Embedding") return `expected float32, which ${first.type} takes, found int64`;
  const rows = first.num_embeddings;
  return input.high > rows ? `expected at most ${rows} for high, the rows of the Embedding, found ${input.high}` : void 0;
}
function leavesOf(layers) {
  return layers.flatMap((layer) => layer?.type === "Sequential" ? leavesOf(layer.layers) : [layer]);
}
function checkTrainable(reader2, path, layers) {
  const learns = (layer) => {
    if (layer === void 0 || layer.type === "other") return true;
    return layer.type === "Sequential" ? layer.layers.some(learns) : parametersOf(layer) > 0;
  };
  if (!layers.some(learns)) reader2.problem(path, "expected a layer with parameters, found nothing to train");
}
function checkShapes(reader2, { layers, path, batch }, input) {
  let shape2 = [batch, ...input];
  let bytes = sizeOf(shape2);
  const walk = (list, at) => {
    for (const [index, layer] of list.entries()) {
      if (shape2 === void 0) return;
      const here = [...at, index];
      if (layer?.type === "Sequential") {
        walk(layer.layers, [...here, "Sequential"]);
        continue;
      }
      shape2 = layer === void 0 || layer.type === "other" ? void 0 : checkLayer(reader2, layer, here, shape2);
      bytes += shape2 === void 0 || layer === void 0 ? 0 : sizeOf(shape2) + parametersOf(layer) * ELEMENT_BYTES;
      if (bytes <= MAX_STEP_BYTES) continue;
      reader2.problem(here, "expected a step that a computer can hold, found more than 512 TiB up to here");
      shape2 = void 0;
    }
  };
  walk(layers, path);
  return shape2;
}
function sizeOf(shape2) {
  return shape2.reduce((product3, dim) => product3 * dim, ELEMENT_BYTES);
}
function checkLayer(reader2, layer, path, input) {
  const here = [...path, layer.type];
  const result = outputShape(layer, input);
  if (result.kind === "problem") {
    reader2.problem(here, result.message, layer.place);
    return void 0;
  }
  const single = singleValue(layer, input);
  if (single !== void 0)
    reader2.problem(here, `expected more than one value per channel, found ${single}`, layer.place);
  return result.shape;
}
function singleValue({ type }, [batch = 1, , ...sides]) {
  const onePixel = sides.every((side) => side === 1);
  if (type.startsWith("InstanceNorm") && onePixel) return "one pixel";
  return type.startsWith("BatchNorm") && onePixel && batch === 1 ? "a batch of 1 with one pixel" : void 0;
}
var CLASS_LOSSES = /* @__PURE__ */ new Set(["CrossEntropyLoss", "NLLLoss"]);
function lossProblem(loss, target, [, ...output]) {
  const found = formatShape([0, ...output]);
  if (loss.type === "other" || loss.type === "callable" || loss.type === "model") return void 0;
  if (target.kind === "classes") {
    if (!CLASS_LOSSES.has(loss.type))
      return `expected a target of the output's shape, as {shape: [${output.join(", ")}]}, found classes`;
    const wanted = formatShape([0, target.classes, ...target.shape]);
    return wanted === found ? void 0 : `expected an output of ${wanted} for ${target.classes} classes, found ${found}`;
  }
  if (loss.type === "NLLLoss") return "expected a target of classes, which NLLLoss takes, found a tensor";
  if (loss.type === "CrossEntropyLoss" && loss.ignore_index >= 0)
    return `expected no ignore_index for a target of probabilities, found ${loss.ignore_index}`;
  const same = target.shape.length === output.length && target.shape.every((dim, axis) => dim === output[axis]);
  return same ? void 0 : `expected an output of ${formatShape([0, ...target.shape])} for this target, found ${found}`;
}

// src/config/read-data.ts
function readInput(read, path, written) {
  if (!isRecord(written) || "shape" in written || "dtype" in written || Object.keys(written).length === 0) {
    return tensorOf(read.read(path, written, INPUT_TENSOR));
  }
  const tensors = {};
  for (const [name, value] of Object.entries(written)) {
    const here = [...path, name];
    if (!INPUT_NAME.test(name))
      read.problem(here, "expected the name of an argument of the model", read.keyPlace(here));
    const tensor = tensorOf(read.read(here, value, NAMED_TENSOR));
    if (tensor === void 0) return void 0;
    tensors[name] = tensor;
  }
  return { tensors };
}
function tensorOf(written) {
  if (written === void 0 || "dtype" in written && written.dtype === "int64") return written;
  return { shape: "shape" in written ? written.shape : written, dtype: "float32" };
}
function readTarget(read, path, written, loss) {
  if (loss?.type === "model") {
    if (written === void 0) return { target: void 0 };
    read.problem(path, "expected no target with loss: model, whose labels are among the inputs");
    return void 0;
  }
  const target = read.read(path, written, TARGET);
  if (target === void 0) return void 0;
  if ("classes" in target) {
    return { target: { kind: "classes", classes: target.classes, shape: target.shape ?? [] } };
  }
  return { target: { kind: "tensor", shape: target.shape, dtype: "float32" } };
}
function readData(read, path, value, folder) {
  const written = read.read(path, value, TRAINING_KEYS.data);
  if (written === void 0) return void 0;
  if (typeof written === "string") return { kind: "callable", target: written, args: {} };
  if ("callable" in written) return { kind: "callable", target: written.callable, args: written.args ?? {} };
  const at = (file) => folder === "" ? file : `${folder}/${file}`;
  return { kind: "idx", images: at(written.images), labels: at(written.labels) };
}

// src/config/read-measure-at.ts
function readMeasureAt(read, path, map) {
  const at = [...path, "measure_at"];
  const [small, large] = read.read(at, map["measure_at"], RUN_KEYS.measure_at) ?? [];
  if (small === void 0 || large === void 0) return void 0;
  if (small >= large) read.problem(at, `expected the smaller batch size first, found [${small}, ${large}]`);
  const { batch_size: written, run } = map;
  const batch_size = TRAINING_KEYS.batch_size.safeParse(written).data;
  if (written === void 0) read.problem(at, "expected a batch_size beside it, which is told from these, found none");
  else if (batch_size !== void 0 && batch_size <= Math.max(small, large))
    read.problem(at, `expected batch sizes below that of the training, ${batch_size}, found [${small}, ${large}]`);
  if (typeof run === "string" && !takesBatch(run))
    read.problem([...path, "run"], "expected {batch_size} in it, which measure_at is about, found none");
  return [small, large];
}

// src/config/call.ts
function readCall(reader2, path, written, what) {
  if (typeof written === "string" && written !== "") return { name: written, args: void 0, path };
  const [name, ...others] = isRecord(written) ? Object.keys(written) : [];
  if (isRecord(written) && name !== void 0 && others.length === 0) {
    return { name, args: written[name], path: [...path, name] };
  }
  const found = isRecord(written) && name !== void 0 ? `the keys ${[name, ...others].join(", ")}` : formatValue(written);
  reader2.problem(path, `expected the name of one ${what}, or {name: arguments}, found ${found}`);
  return void 0;
}
function bindCall(reader2, call, vocabulary) {
  const { what, signatures, torchNames, elsewhere } = vocabulary;
  const signature = Object.hasOwn(signatures, call.name) ? signatures[call.name] : void 0;
  const given = readArguments(reader2, call);
  if (signature !== void 0) return given && bindKnown(reader2, call, given, signature);
  if (torchNames.includes(call.name)) return given && other(call, given);
  const predicted = Object.keys(signatures);
  const unknown = `PyTorch has no ${what} ${formatValue(call.name)}`;
  reader2.problem(
    call.path,
    elsewhere(call.name) ?? unknownMessage(unknown, call.name, torchNames, listed(what, predicted)),
    keyOf(reader2, call)
  );
  return void 0;
}
function listed(what, names) {
  return names.length <= 12 ? names : [`a ${what} of torch.nn`];
}
function keyOf(reader2, { name, path }) {
  return path.at(-1) === name ? reader2.keyPlace(path) : reader2.place(path);
}
function readArguments(reader2, { args, path }) {
  if (args === void 0 || args === null) return { args: [], kwargs: /* @__PURE__ */ new Map() };
  if (isRecord(args)) return { args: [], kwargs: named(args, path) };
  if (!Array.isArray(args)) return { args: [{ value: args, path }], kwargs: /* @__PURE__ */ new Map() };
  const last = args.at(-1);
  const values = isRecord(last) ? args.slice(0, -1) : args;
  const misplaced = values.findIndex(isRecord);
  if (misplaced >= 0) {
    reader2.problem([...path, misplaced], "expected arguments by name at the end of the list, found them before it");
    return void 0;
  }
  return {
    args: values.map((value, index) => ({ value, path: [...path, index] })),
    kwargs: isRecord(last) ? named(last, [...path, values.length]) : /* @__PURE__ */ new Map()
  };
}
function named(map, path) {
  return new Map(Object.entries(map).map(([name, value]) => [name, { value, path: [...path, name] }]));
}
function other({ name }, given) {
  const kwargs = Object.fromEntries([...given.kwargs].map(([key, { value }]) => [key, value]));
  return { type: "other", torch_type: name, args: given.args.map(({ value }) => value), kwargs };
}
function bindKnown(reader2, call, given, signature) {
  const places = placeArguments(reader2, call, given, signature);
  if (places === void 0) return void 0;
  const values = Object.fromEntries([...places].map(([name, { value }]) => [name, value]));
  const bound = signature.bind(values);
  if (bound.kind === "bound") return bound.value;
  if (bound.kind === "other") return other(call, given);
  if (bound.kind === "issues") reportIssues(reader2, call, places, values, bound.issues);
  else reader2.problem([...call.path, bound.argument], bound.message, placeOf(reader2, call, places, bound.argument));
  return void 0;
}
function placeArguments(reader2, call, { args, kwargs }, { keys, positional }) {
  const names = Object.keys(keys);
  const places = new Map(kwargs);
  for (const [index, argument] of args.entries()) {
    if (index >= positional) {
      const most = `${positional} argument${positional === 1 ? "" : "s"} by position`;
      const wanted = `expected at most ${most} (${names.slice(0, positional).join(", ")})`;
      reader2.problem(call.path, `${wanted}, found ${args.length}`, reader2.place(argument.path));
      return void 0;
    }
    const name = names[index];
    if (name === void 0) return places;
    if (places.has(name)) {
      reader2.problem([...call.path, name], "expected once, found by position and by name", reader2.place(argument.path));
      return void 0;
    }
    places.set(name, argument);
  }
  return places;
}
function placeOf(reader2, call, places, argument) {
  return reader2.place(places.get(String(argument))?.path ?? call.path);
}
function reportIssues(reader2, call, places, values, issues) {
  for (const { kind, path, message } of slips(issues, values)) {
    const [name = "", ...inner] = path;
    const written = places.get(String(name))?.path ?? call.path;
    const display = [...call.path, ...path];
    if (kind === "value") reader2.problem(display, message, reader2.place([...written, ...inner]));
    else
      reader2.problem(
        display,
        unknownMessage("unknown argument", String(name), message.split(", ")),
        reader2.keyPlace(written)
      );
  }
}

// src/config/layers.ts
var LAYERS = {
  what: "layer",
  signatures: LAYER_SIGNATURES,
  torchNames: TORCH_LAYERS,
  elsewhere: (name) => {
    if (TORCH_LOSSES.includes(name)) return `expected a layer, found the loss ${name}, which belongs under loss`;
    if (TORCH_OPTIMIZERS.includes(name)) return `expected a layer, found the optimizer ${name}`;
    return TORCH_CONTAINERS.includes(name) ? `expected a layer with a forward pass of its own, found ${name}` : void 0;
  }
};
var MAX_LAYERS = 1e4;
function readLayers(reader2, path, written, prefix = "") {
  if (!Array.isArray(written)) {
    reader2.problem(path, `expected a list of layers, found ${formatValue(written)}`);
    return [void 0];
  }
  if (written.length > MAX_LAYERS) {
    reader2.problem(path, `expected at most ${MAX_LAYERS} layers in one list, found ${written.length}`);
    return [void 0];
  }
  return written.map((item, index) => readLayer(reader2, [...path, index], item, `${prefix}${index}`));
}
function readLayer(reader2, path, written, name) {
  const call = readCall(reader2, path, written, "layer");
  if (call === void 0) return void 0;
  const place = reader2.place(path);
  if (call.name !== "Sequential") {
    const layer = bindCall(reader2, call, LAYERS);
    return layer && { name, place, ...layer };
  }
  const layers = readLayers(reader2, call.path, call.args ?? [], `${name}.`);
  const read = layers.filter((layer) => layer !== void 0);
  return read.length === layers.length ? { name, place, type: "Sequential", layers: read } : void 0;
}

// src/config/read-model.ts
function readModel(read, path, written) {
  if (isCallable(written)) {
    const called = readCallable(read, path, written);
    return called && { kind: "callable", place: read.place(path), ...called };
  }
  if (!isRecord(written)) {
    const wanted = "{layers: [names of torch.nn]} or module:callable";
    read.problem(path, `expected ${wanted}, found ${formatValue(written)}`);
    return void 0;
  }
  checkKeys(read, path, written, ["layers"]);
  return { kind: "layers", layers: readLayers(read, [...path, "layers"], written["layers"]) };
}
function readLoss(read, path, written) {
  if (written === "model") return { place: read.place(path), type: "model" };
  return readNamed(read, path, written, LOSSES);
}
function readOptimizer(read, path, written) {
  return readNamed(read, path, written, OPTIMIZERS);
}
var LOSSES = {
  what: "loss",
  signatures: LOSS_SIGNATURES,
  torchNames: TORCH_LOSSES,
  elsewhere: () => void 0
};
var OPTIMIZERS = {
  what: "optimizer",
  signatures: OPTIMIZER_SIGNATURES,
  torchNames: STEPPING_OPTIMIZERS,
  elsewhere: (name) => name === "LBFGS" ? "expected an optimizer that steps once a batch, found LBFGS, which runs the model again in a closure that the training's loop has not" : void 0
};
function readNamed(read, path, written, vocabulary) {
  const place = read.place(path);
  if (isCallable(written)) {
    const called = readCallable(read, path, written);
    return called && { place, type: "callable", ...called };
  }
  const call = readCall(read, path, written, vocabulary.what);
  const bound = call && bindCall(read, call, vocabulary);
  return bound && { place, ...bound };
}
function readCallable(read, path, written) {
  const found = read.read(path, written, CALLABLE);
  if (found === void 0) return void 0;
  return typeof found === "string" ? { target: found, args: {} } : { target: found.callable, args: found.args ?? {} };
}
function isCallable(written) {
  return typeof written === "string" ? written.includes(":") : isRecord(written) && "callable" in written;
}

// src/config/read-recipe.ts
function readRecipe(read, path, map, { layers, input }) {
  const written = Object.entries(RECIPE_KEYS).map(([key, schema]) => {
    const value = map[key] === void 0 ? void 0 : read.read([...path, key], map[key], schema);
    return [key, value];
  });
  const given = Object.fromEntries(written.filter(([, value]) => value !== void 0));
  const recipe = { ...PLAIN_RECIPE, ...given };
  const clash = (key, message) => read.problem([...path, key], message);
  if (layers && recipe.activation_checkpointing === true)
    clash(
      "activation_checkpointing",
      "expected names of classes, as [Sequential], where the model is layers, found true"
    );
  if (recipe.channels_last && input !== void 0 && !hasImages(input))
    clash("channels_last", "expected an input of [channels, height, width] with it, found none");
  if (recipe.optimizer_in_backward)
    for (const other2 of afterBackward(recipe))
      clash("optimizer_in_backward", `expected no ${other2} with it, found both`);
  for (const other2 of besideProcesses(recipe)) clash("distributed", `expected no ${other2} with it, found both`);
  return recipe;
}
function hasImages(input) {
  const tensors = "tensors" in input ? Object.values(input.tensors) : [input];
  return tensors.some(({ shape: shape2, dtype }) => shape2.length === 3 && dtype === "float32");
}
function besideProcesses({ distributed, ...recipe }) {
  if (distributed === void 0) return [];
  const sharded = distributed.strategy === "fsdp2";
  return [
    ...recipe.optimizer_in_backward ? ["optimizer_in_backward"] : [],
    ...sharded && recipe.ema ? ["ema of weights that are sharded"] : [],
    ...sharded && recipe.channels_last ? ["channels_last, which fully_shard() does not take"] : [],
    ...sharded && recipe.precision === "16-mixed" ? ["precision 16-mixed of weights that are sharded"] : []
  ];
}
function afterBackward(recipe) {
  return [
    ...recipe.gradient_accumulation > 1 ? ["gradient_accumulation"] : [],
    ...recipe.gradient_clipping === void 0 ? [] : ["gradient_clipping"],
    ...recipe.precision === "16-mixed" ? ["precision 16-mixed, whose gradients are scaled"] : []
  ];
}

// src/config/parse-config.ts
function parseConfig(file, text, folder = folderOf(file)) {
  const source = readSource(file, text);
  if (!("value" in source)) return { kind: "problems", problems: inOrder(source) };
  return parseSource(file, source, folder);
}
function parseSource(file, source, folder) {
  const read = reader(source);
  const trainings = readConfig(read, folder, source.value);
  if (read.problems.length > 0) return { kind: "problems", problems: inOrder(read.problems) };
  return { kind: "config", config: { file, trainings } };
}
function folderOf(file) {
  return file.slice(0, Math.max(0, file.lastIndexOf("/")));
}
function inOrder(problems) {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}
function readConfig(read, folder, value) {
  if (!isRecord(value)) {
    read.problem([], `expected a map of version and trainings, found ${formatValue(value)}`);
    return [];
  }
  checkKeys(read, [], value, Object.keys(CONFIG_KEYS));
  read.read(["version"], value["version"], CONFIG_KEYS.version);
  const shared = readShared(read, [], value, {
    device: { kind: "runner" },
    budget: { kind: "share", share: 0.9 },
    tolerance: 0.05
  });
  const trainings = read.read(["trainings"], value["trainings"], CONFIG_KEYS.trainings) ?? {};
  return Object.entries(trainings).flatMap(
    ([name, training]) => readTraining(read, folder, name, training, shared) ?? []
  );
}
function readShared(read, path, map, defaults) {
  const at = (key) => [...path, key];
  const device = map["device"] === void 0 ? void 0 : readDevice(read, at("device"), map["device"]);
  return {
    device: device ?? defaults.device,
    budget: read.read(at("budget"), map["budget"], TRAINING_KEYS.budget) ?? defaults.budget,
    tolerance: read.read(at("tolerance"), map["tolerance"], TRAINING_KEYS.tolerance) ?? defaults.tolerance
  };
}
function readTraining(read, folder, name, value, defaults) {
  const path = ["trainings", name];
  const place = read.keyPlace(path);
  if (!TRAINING_NAME.test(name)) {
    const wanted = "a name of at most 64 letters, digits, '.', '_' and '-' that begins with a letter or digit";
    read.problem(path, `expected ${wanted}, found ${formatValue(name)}`, place);
  }
  if (!isRecord(value)) {
    read.problem(path, `expected a map of ${Object.keys(TRAINING_KEYS).join(", ")}, found ${formatValue(value)}`);
    return void 0;
  }
  checkKeys(read, path, value, Object.keys(TRAINING_KEYS));
  const common = { name, place, ...readShared(read, path, value, defaults), ...readRunning(read, path, value) };
  if (value["run"] !== void 0) return readCommand(read, path, value, folder, common);
  return readDescribed(read, path, value, folder, common);
}
function readRunning(read, path, map) {
  const get = getter(read, path, map);
  return {
    timeout_s: get("timeout", RUN_KEYS.timeout),
    explain: get("explain", RUN_KEYS.explain) ?? DEFAULTS.explain,
    warmup: get("warmup", RUN_KEYS.warmup) ?? DEFAULTS.warmup,
    environment: get("environment", RUN_KEYS.environment) ?? DEFAULTS.environment,
    measure_at: readMeasureAt(read, path, map)
  };
}
function getter(read, path, map) {
  return (key, schema) => read.read([...path, key], map[key], schema);
}
function readCommand(read, path, map, folder, common) {
  const get = getter(read, path, map);
  const run = get("run", RUN_KEYS.run);
  const steps = get("steps", RUN_KEYS.steps);
  const isDescribed = map["model"] !== void 0;
  const batch_size = get("batch_size", isDescribed ? TRAINING_KEYS.batch_size : optional(TRAINING_KEYS.batch_size));
  if (!isDescribed) {
    const alone = /* @__PURE__ */ new Set([...Object.keys(RUN_KEYS), ...Object.keys(SHARED_KEYS), "batch_size"]);
    for (const key of Object.keys(map).filter((other2) => !alone.has(other2) && Object.hasOwn(TRAINING_KEYS, other2)))
      read.problem([...path, key], `expected a model beside it, which ${key} is about, found none`);
  }
  if (batch_size === void 0 && run !== void 0 && takesBatch(run) && map["batch_size"] === void 0)
    read.problem([...path, "run"], "expected a batch_size beside it, which {batch_size} stands for, found none");
  const described = isDescribed ? readDescribed(read, path, map, folder, common) : void 0;
  if (run === void 0 || isDescribed && described === void 0) return void 0;
  return { kind: "command", ...common, run, folder: whereToRun(folder), batch_size, steps, described };
}
function whereToRun(folder) {
  return folder.replace(/(^|\/)\.github$/, "");
}
function readDescribed(read, path, map, folder, common) {
  const at = (key) => [...path, key];
  const get = getter(read, path, map);
  const model = readModel(read, at("model"), map["model"]);
  const input = readInput(read, at("input"), map["input"]);
  const loss = readLoss(read, at("loss"), map["loss"]);
  const against = readTarget(read, at("target"), map["target"], loss);
  const optimizer = readOptimizer(read, at("optimizer"), map["optimizer"]);
  const batch_size = get("batch_size", TRAINING_KEYS.batch_size);
  const evaluation = get("evaluation", TRAINING_KEYS.evaluation);
  const data = readData(read, at("data"), map["data"], folder);
  const steps = get("steps", RUN_KEYS.steps) ?? DEFAULTS.steps;
  const recipe = readRecipe(read, path, map, { layers: model?.kind === "layers", input });
  if (data?.kind === "idx" && input !== void 0 && ("tensors" in input || input.dtype === "int64")) {
    read.problem(at("data"), "expected module:callable for this input: IDX files are images, one a sample");
  }
  if (model?.kind === "layers") {
    const batch = Math.max(batch_size ?? 1, evaluation?.batch_size ?? 1);
    checkLayers(read, path, { layers: model.layers, batch, input, loss, target: against?.target });
  }
  if (!model || !input || !against || !loss || !optimizer || batch_size === void 0) return void 0;
  const whole = model.kind === "layers" ? { ...model, layers: model.layers.filter((layer) => layer !== void 0) } : model;
  return {
    kind: "described",
    ...common,
    model: whole,
    input,
    ...against,
    loss,
    optimizer,
    ...recipe,
    batch_size,
    evaluation,
    data,
    steps
  };
}

export {
  valueAt,
  isRecord,
  outputShape,
  parseConfig,
  parseSource,
  folderOf
};
