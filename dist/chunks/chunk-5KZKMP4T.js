import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  CATEGORIES,
  PHASES
} from "./chunk-MPJ5O2UK.js";
import {
  _enum,
  _lazy,
  _maxLength,
  _nonnegative,
  _null,
  array,
  boolean,
  discriminatedUnion,
  int,
  literal,
  number2 as number,
  optional,
  pipe,
  record,
  strictObject,
  string,
  transform,
  union
} from "./chunk-E2Y7L7HE.js";
import {
  KIB,
  MIB,
  bytes
} from "./chunk-O56B5XNW.js";

// src/memory/torch-release.ts
function releaseOf(version) {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === void 0 || minor === void 0) throw new RangeError(`Cannot read a release in ${version}`);
  return [Number(major), Number(minor)];
}
function isSince([major, minor], [sinceMajor, sinceMinor]) {
  return major > sinceMajor || major === sinceMajor && minor >= sinceMinor;
}

// src/predict/traced-event.ts
var whole = int().check(_nonnegative());
var text = string().check(_maxLength(4096));
var moment = { phase: _enum(PHASES), step: whole };
var Tensor = strictObject({ shape: array(whole), stride: array(whole), dtype: text });
var Operand = _lazy(
  () => union([_null(), boolean(), number(), string(), Tensor, array(Operand)])
);
var KernelCall = strictObject({
  op: literal("kernel"),
  operator: text,
  module: text,
  call: record(text, Operand),
  ...moment
});
var TracedEvent = discriminatedUnion("op", [
  strictObject({
    op: literal("alloc"),
    id: whole,
    bytes: pipe(whole, transform(bytes)),
    category: _enum(CATEGORIES),
    operator: text,
    module: text,
    stream: optional(whole),
    ...moment
  }),
  strictObject({ op: literal("free"), id: whole, ...moment }),
  KernelCall
]);
function isTensor(operand) {
  return typeof operand === "object" && operand !== null && "shape" in operand;
}

// src/memory/workspaces.ts
var DEFAULT_BYTES = (4096 * 2 + 16 * 8) * KIB;
var LARGE_BYTES = 32 * MIB;
function cublasWorkspaceBytes(computeCapability, release) {
  const major = computeCapability.slice(0, computeCapability.indexOf("."));
  const large = computeCapability === "9.0" || ["9", "10", "12"].includes(major) && isSince(release, [2, 12]) || major === "11" && isSince(release, [2, 14]);
  return bytes(large ? LARGE_BYTES : DEFAULT_BYTES);
}
var CUBLAS_HANDLES = { forward: 1, training: 2 };
function cublasLtWorkspace(release) {
  if (isSince(release, [2, 12])) return { bytes: bytes(0), lifetime: "shared" };
  return { bytes: bytes(MIB), lifetime: isSince(release, [2, 9]) ? "handle" : "call" };
}

// src/predict/kernels/formula.ts
function tensor(call, name) {
  const operand = call[name];
  if (isTensor(operand)) return operand;
  throw new Error(`Cannot read a kernel's operands: ${name} is no tensor`);
}
function optionalTensor(call, name) {
  const operand = call[name];
  return isTensor(operand) ? operand : void 0;
}
function number2(call, name) {
  const operand = call[name];
  return typeof operand === "number" ? operand : 0;
}
function numbers(call, name) {
  const operand = call[name];
  if (typeof operand === "number") return [operand];
  return Array.isArray(operand) ? operand.filter((each) => typeof each === "number") : [];
}
function numel(shape) {
  return shape.reduce((product, size) => product * size, 1);
}
var ITEM_BYTES = {
  bool: 1,
  uint8: 1,
  int8: 1,
  float8_e4m3fn: 1,
  float8_e5m2: 1,
  int16: 2,
  float16: 2,
  bfloat16: 2,
  int32: 4,
  float32: 4,
  int64: 8,
  float64: 8,
  complex64: 8,
  complex128: 16
};
function itemBytes(dtype) {
  const size = ITEM_BYTES[dtype];
  if (size === void 0) throw new Error(`Cannot tell the size of ${dtype}`);
  return size;
}
function isHalf({ dtype }) {
  return dtype === "float16" || dtype === "bfloat16";
}
function accumulatorBytes({ dtype }) {
  return Math.max(4, itemBytes(dtype));
}
function isContiguous({ shape, stride }) {
  let expected = 1;
  for (let dim = shape.length - 1; dim >= 0; dim -= 1) {
    if (shape[dim] !== 1 && stride[dim] !== expected) return false;
    expected *= shape[dim] ?? 1;
  }
  return true;
}
function contiguous(shape, dtype) {
  return { shape: [...shape], stride: shape.map((_, dim) => numel(shape.slice(dim + 1))), dtype };
}
function transposed({ shape, stride, dtype }, a, b) {
  const exchange = (values) => values.map((value, dim) => (dim === a ? values[b] : dim === b ? values[a] : value) ?? value);
  return { shape: exchange(shape), stride: exchange(stride), dtype };
}
function takeContiguous(scratch2, source) {
  if (!isContiguous(source)) scratch2.take(numel(source.shape) * itemBytes(source.dtype));
}
function ceilDiv(n, by) {
  return Math.ceil(n / by);
}
function roundUp(n, multiple) {
  return ceilDiv(n, multiple) * multiple;
}

// src/memory/reduction.ts
var FLOAT32_SUM = { element_bytes: 4, accumulator_bytes: 4, vector: 4 };
var INT32_MAX = 2 ** 31 - 1;
var MAX_THREADS = 512;
var WARP = 32;
function reductionScratch(device, shape, dims, strides = contiguous2(shape), kind = FLOAT32_SUM) {
  return pieces(geometryOf(shape, dims, strides), kind.element_bytes).map((piece) => scratchOf(device, piece, kind)).filter((scratch2) => scratch2 !== void 0);
}
function contiguous2(shape) {
  return shape.map((_, dim) => shape.slice(dim + 1).reduce((product, each) => product * each, 1));
}
function geometryOf(shape, dims, strides) {
  const fastestFirst = shape.map((size, dim) => ({ dim, size, stride: strides[dim] ?? 1 })).toReversed().toSorted((a, b) => a.stride - b.stride);
  return {
    reduced: coalesce(fastestFirst.filter(({ dim }) => dims.includes(dim))),
    kept: coalesce(fastestFirst.filter(({ dim }) => !dims.includes(dim)))
  };
}
function coalesce(dimensions) {
  const merged = [];
  for (const { size, stride } of dimensions.filter((each) => each.size !== 1)) {
    const last = merged.at(-1);
    if (last !== void 0 && last.size * last.stride === stride) {
      merged[merged.length - 1] = { size: last.size * size, stride: last.stride };
    } else {
      merged.push({ size, stride });
    }
  }
  return merged;
}
function pieces(geometry, elementBytes) {
  const all = [...geometry.reduced, ...geometry.kept];
  const extents = all.map(({ size: size2, stride }) => (size2 - 1) * stride * elementBytes);
  if (extents.reduce((sum2, extent) => sum2 + extent, 1) <= INT32_MAX) return [geometry];
  const largest = extents.lastIndexOf(Math.max(...extents));
  const size = all[largest]?.size ?? 1;
  const half = Math.floor(size / 2);
  return [half, size - half].flatMap((part) => pieces(resized(geometry, largest, part), elementBytes));
}
function resized({ reduced: reduced2, kept }, index, size) {
  const resize = (each, at) => at === index ? { ...each, size } : each;
  return { reduced: reduced2.map(resize), kept: kept.map((each, at) => resize(each, at + reduced2.length)) };
}
function scratchOf(device, geometry, kind) {
  const inputs = elements(geometry.reduced);
  const outputs = elements(geometry.kept);
  const alongInput = reducesFastest(geometry);
  const { vector, width, height } = blockOf(geometry, inputs, outputs, alongInput, kind.vector);
  let inputStep = alongInput ? width : 1;
  let outputStep = alongInput ? 1 : width;
  const valuesAThread = () => Math.ceil(inputs / inputStep);
  const acrossWarps = valuesAThread() >= Math.min(height * 16, 256);
  if (acrossWarps) inputStep *= height;
  else outputStep *= height;
  const grid = Math.ceil(Math.floor(outputs / vector) / outputStep);
  const target = device.multiprocessors * Math.floor(threadsAMultiprocessor(device) / (width * height));
  if (!acrossWarps || valuesAThread() < 256 || grid > target) return void 0;
  const blocks = Math.max(
    Math.min(Math.ceil(target / grid), Math.ceil(valuesAThread() / 16)),
    Math.ceil(valuesAThread() / 256)
  );
  if (blocks <= 1) return void 0;
  const lanes = alongInput ? 1 : width * vector;
  return {
    buffer_bytes: bytes(kind.accumulator_bytes * outputs * blocks * lanes),
    semaphore_bytes: bytes(4 * grid)
  };
}
function reducesFastest({ reduced: reduced2, kept }) {
  const [input, output] = [reduced2[0], kept[0]];
  return output === void 0 || input !== void 0 && input.stride < output.stride;
}
function blockOf({ reduced: reduced2, kept }, inputs, outputs, alongInput, inputVector) {
  const fastest = alongInput ? reduced2[0] : kept[0];
  const vectorized = fastest?.stride === 1;
  const vector = vectorized && !alongInput ? outputVector({ reduced: reduced2, kept }) : 1;
  let across = alongInput ? inputs : outputs;
  if (vectorized && alongInput && across >= 128 && reduced2.length === 1) across = Math.floor(across / inputVector);
  const threads = MAX_THREADS / vector;
  const x = lastPowerOfTwo(Math.floor(across / vector), threads);
  const y = lastPowerOfTwo(alongInput ? outputs : inputs, threads);
  const height = Math.min(y, Math.floor(threads / Math.min(x, WARP)));
  return { vector, height, width: Math.min(x, Math.floor(threads / height)) };
}
function outputVector({ reduced: reduced2, kept }) {
  const [first, ...rest] = kept;
  const numbers2 = [first?.size ?? 1, ...reduced2.map(({ stride }) => stride), ...rest.map(({ stride }) => stride)];
  return [4, 2].find((vector) => numbers2.every((n) => n % vector === 0)) ?? 1;
}
function lastPowerOfTwo(n, most) {
  return n < most ? 2 ** Math.floor(Math.log2(Math.max(n, 1))) : most;
}
function elements(dimensions) {
  return dimensions.reduce((product, { size }) => product * size, 1);
}
function threadsAMultiprocessor({ compute_capability }) {
  if (compute_capability === "7.5") return 1024;
  return ["8.6", "8.7", "8.9", "11.0", "12.0", "12.1"].includes(compute_capability) ? 1536 : 2048;
}

// src/predict/kernels/reductions.ts
var REDUCTIONS = {
  "aten::sum": sum,
  "aten::mean": sum,
  "aten::prod": sum,
  "aten::norm": inAccumulator,
  "aten::linalg_vector_norm": inAccumulator,
  "aten::var": welford,
  "aten::std": welford,
  "aten::var_mean": welford,
  "aten::std_mean": welford,
  "aten::amax": inElement,
  "aten::amin": inElement,
  "aten::max": extremum,
  "aten::min": extremum,
  "aten::argmax": withIndex,
  "aten::argmin": withIndex,
  "aten::all": inByte,
  "aten::any": inByte,
  "aten::_is_all_true": inByte,
  "aten::_is_any_true": inByte,
  "aten::logsumexp": logSumExp,
  "aten::convolution_backward": biasGradient
};
function sum(call, { device }, scratch2) {
  const self = tensor(call, "self");
  const result = resultOf(call, self);
  const cast = result !== self.dtype && !(isHalf(self) && result === "float32");
  if (cast) scratch2.take(numel(self.shape) * itemBytes(result));
  const read = cast ? { ...self, dtype: result } : self;
  takeReduction(scratch2, device, read, dimsOf(call));
}
function resultOf(call, { dtype }) {
  const named = call["dtype"];
  if (typeof named === "string") return named.replace(/^torch\./, "");
  return /^(bool|u?int)/.test(dtype) ? "int64" : dtype;
}
function inAccumulator(call, { device }, scratch2) {
  takeReduction(scratch2, device, tensor(call, "self"), dimsOf(call));
}
function welford(call, { device }, scratch2) {
  takeReduction(scratch2, device, tensor(call, "self"), dimsOf(call), { accumulator_bytes: 16, vector: 2 });
}
function inElement(call, { device }, scratch2) {
  const self = tensor(call, "self");
  takeReduction(scratch2, device, self, dimsOf(call), { accumulator_bytes: itemBytes(self.dtype) });
}
function extremum(call, platform, scratch2) {
  if ("other" in call) return;
  if ("dim" in call) withIndex(call, platform, scratch2);
  else inElement(call, platform, scratch2);
}
function withIndex(call, { device }, scratch2) {
  takeReduction(scratch2, device, tensor(call, "self"), dimsOf(call), { accumulator_bytes: 16 });
}
function inByte(call, { device }, scratch2) {
  takeReduction(scratch2, device, tensor(call, "self"), dimsOf(call), { accumulator_bytes: 1 });
}
function logSumExp(call, { device }, scratch2) {
  const self = tensor(call, "self");
  const size = itemBytes(self.dtype);
  const dims = dimsOf(call).map((dim) => (dim + self.shape.length) % self.shape.length);
  scratch2.take(size * numel(self.shape.filter((_, dim) => dims.length > 0 && !dims.includes(dim))));
  takeReduction(scratch2, device, self, dims, { accumulator_bytes: size });
  scratch2.take(size * numel(self.shape));
  takeReduction(scratch2, device, self, dims);
}
function biasGradient(call, { device }, scratch2) {
  const wanted = call["output_mask"];
  if (!Array.isArray(wanted) || wanted[2] !== true) return;
  const gradient2 = tensor(call, "grad_output");
  const dims = gradient2.shape.map((_, dim) => dim).filter((dim) => dim !== 1);
  takeReduction(scratch2, device, gradient2, dims);
}
function dimsOf(call) {
  return numbers(call, "dim");
}
function takeReduction(scratch2, device, source, dims, kind = {}) {
  const { shape, stride } = source;
  const named = dims.length > 0 ? dims.map((dim) => (dim + shape.length) % shape.length) : shape.map((_, dim) => dim);
  const whole2 = { element_bytes: itemBytes(source.dtype), accumulator_bytes: accumulatorBytes(source), vector: 4 };
  for (const each of reductionScratch(device, shape, named, stride, { ...whole2, ...kind })) {
    scratch2.within(() => {
      scratch2.take(each.buffer_bytes);
      scratch2.take(each.semaphore_bytes);
    });
  }
}

// src/predict/kernels/scratch.ts
var Scratch = class {
  #allocate;
  #free;
  #alive = [];
  constructor(allocate2, free) {
    this.#allocate = allocate2;
    this.#free = free;
  }
  /** Nothing is asked for 0 bytes. The number that comes back is for {@linkcode give}. */
  take(size) {
    if (size === 0) return void 0;
    const id = this.#allocate(size);
    this.#alive.push(id);
    return id;
  }
  give(id) {
    if (id === void 0) return;
    this.#alive = this.#alive.filter((each) => each !== id);
    this.#free(id);
  }
  /** Runs `body`, then gives back what it took. */
  within(body) {
    const before = this.#alive.length;
    body();
    while (this.#alive.length > before) this.give(this.#alive.at(-1));
  }
};

// src/memory/compute-capability.ts
function smOf({ compute_capability }) {
  const [major = 0, minor = 0] = compute_capability.split(".").map(Number);
  return major * 10 + minor;
}
function sharedMemoryBytes(device) {
  const sm = smOf(device);
  if (sm === 80 || sm === 87) return 163 * 1024;
  if (sm >= 90 && sm < 120) return 227 * 1024;
  if (sm >= 86) return 99 * 1024;
  if (sm >= 75) return 64 * 1024;
  return sm >= 70 ? 96 * 1024 : 48 * 1024;
}

// src/predict/kernels/efficient-kernels.ts
function kernels(sm, half) {
  if (sm >= 80) return half ? [...NARROW_SM80, ...sm === 86 || sm === 89 ? [WIDE_96] : [], ...WIDE_SM80] : FLOAT_SM80;
  return half && sm >= 70 ? HALF_SM70 : SMALL;
}
var kernel = (queries, keys, widest, shared_bytes) => ({
  queries,
  keys,
  widest,
  shared_bytes
});
var ANY = 65536;
var NARROW_SM80 = [kernel(64, 64, 32, 40192), kernel(64, 64, 64, 52480)];
var WIDE_96 = kernel(128, 64, 96, 91648);
var WIDE_SM80 = [kernel(128, 128, 128, 162304), kernel(64, 64, 128, 34048), kernel(128, 64, ANY, 60928)];
var FLOAT_SM80 = [
  kernel(64, 64, 32, 53504),
  kernel(64, 64, 64, 53504),
  kernel(128, 64, 128, 121344),
  kernel(64, 64, 128, 67840),
  kernel(128, 64, ANY, 121344),
  kernel(64, 64, ANY, 67840)
];
var HALF_SM70 = [kernel(64, 64, 64, 27904), kernel(128, 64, 128, 54784), kernel(128, 64, ANY, 54784)];
var SMALL = [kernel(64, 64, 64, 37120), kernel(64, 64, ANY, 37120)];
function backwardKernel(device, half, width, dropout) {
  const most = sharedMemoryBytes(device);
  const chosen = kernels(smOf(device), half).find(
    (each) => each.widest >= width && each.shared_bytes <= most && !(dropout && each === WIDE_96)
  );
  if (chosen === void 0) throw new Error(`Cannot find a kernel for heads ${width} wide on ${device.name}`);
  return chosen;
}

// src/predict/kernels/attention.ts
var ATTENTION = {
  "aten::_scaled_dot_product_flash_attention": flashForward,
  "aten::_scaled_dot_product_flash_attention_backward": flashBackward,
  "aten::_scaled_dot_product_efficient_attention": efficientForward,
  "aten::_scaled_dot_product_efficient_attention_backward": efficientBackward,
  "aten::_scaled_dot_product_cudnn_attention_backward": cudnnBackward
};
function flashForward(call, { device }, scratch2) {
  if (number2(call, "dropout_p") > 0) return;
  const { batch, heads: all, queries: length, width, keyHeads, keys } = sizes(call);
  const grouped = length === 1 && all > keyHeads;
  const [heads, queries] = grouped ? [keyHeads, all / keyHeads] : [all, length];
  const keyBlocks = ceilDiv(keys, width <= 64 ? 256 : width <= 128 ? 128 : 64);
  const splits = splitsOf(batch * heads * ceilDiv(queries, 64), device.multiprocessors * 2, keyBlocks);
  if (splits <= 1) return;
  const rows = splits * batch * heads * queries;
  scratch2.take(4 * rows);
  scratch2.take(4 * rows * flashWidth(width));
}
function splitsOf(blocks, slots, keyBlocks) {
  if (blocks >= 0.8 * slots) return 1;
  const candidates = Array.from({ length: Math.min(128, slots, keyBlocks) }, (_, index) => index + 1).filter((splits) => splits === 1 || ceilDiv(keyBlocks, splits) !== ceilDiv(keyBlocks, splits - 1)).map((splits) => {
    const waves = blocks * splits / slots;
    return { splits, efficiency: waves / Math.ceil(waves) };
  });
  const best = Math.max(...candidates.map(({ efficiency }) => efficiency));
  return candidates.find(({ efficiency }) => efficiency >= 0.85 * best)?.splits ?? 1;
}
function flashBackward(call, platform, scratch2) {
  const { batch, heads, queries, width, keyHeads, keys } = sizes(call);
  takeContiguous(scratch2, transposed(tensor(call, "grad_out"), 1, 2));
  takeContiguous(scratch2, transposed(tensor(call, "out"), 1, 2));
  const rows = batch * heads * roundUp(queries, 128);
  scratch2.take(4 * rows);
  scratch2.take(4 * rows * flashWidth(width));
  if (keyHeads === heads) return;
  const { dtype } = tensor(call, "query");
  const expanded = [batch, keys, keyHeads, heads / keyHeads, width];
  for (const _ of ["dK", "dV"]) scratch2.take(numel(expanded) * itemBytes(dtype));
  for (const _ of ["dK", "dV"]) takeReduction(scratch2, platform.device, contiguous(expanded, dtype), [3]);
}
function flashWidth(width) {
  return roundUp(width, width <= 128 ? 32 : 64);
}
function efficientForward(call, _platform, scratch2) {
  const { batch, heads, queries, width, valueWidth } = sizes(call);
  if (isHalf(tensor(call, "query")) && Math.max(width, valueWidth) > 128) {
    scratch2.take(4 * batch * heads * queries * valueWidth);
  }
}
function efficientBackward(call, { device }, scratch2) {
  const { batch, heads, queries, width, keyHeads, keys, valueWidth } = sizes(call);
  const query = tensor(call, "query");
  const half = isHalf(query);
  takeContiguous(scratch2, transposed(tensor(call, "grad_out_"), 1, 2));
  if (keyHeads !== heads) {
    for (const each of [width, valueWidth]) scratch2.take(batch * keys * heads * each * itemBytes(query.dtype));
  }
  const widest = Math.max(width, valueWidth);
  const kernel2 = backwardKernel(device, half, widest, number2(call, "dropout_p") > 0);
  const sm = smOf(device);
  const inRegisters = kernel2.widest <= kernel2.queries;
  const volta = sm >= 70 && sm < 75;
  if (half && (inRegisters || !volta)) {
    scratch2.take(4 * batch * heads * queries);
  } else {
    sumOfProducts([batch, queries, heads, valueWidth], half, device, scratch2);
  }
  const elements2 = workspaceElements(sm, half, { batch, heads, queries, width, keys, valueWidth }, kernel2);
  scratch2.take(4 * batch * heads * elements2);
}
function sumOfProducts(shape, half, device, scratch2) {
  const casts = half ? [scratch2.take(4 * numel(shape)), scratch2.take(4 * numel(shape))] : [];
  const product = scratch2.take(4 * numel(shape));
  const sum2 = scratch2.take(4 * numel(shape.slice(0, -1)));
  takeReduction(scratch2, device, contiguous(shape, "float32"), [3]);
  const [, queries = 1, heads = 1] = shape;
  const copied = queries > 1 && heads > 1;
  if (copied) scratch2.take(4 * numel(shape.slice(0, -1)));
  for (const each of [...copied ? [sum2] : [], product, ...casts.toReversed()]) scratch2.give(each);
}
function workspaceElements(sm, half, { batch, heads, queries, width, keys, valueWidth }, kernel2) {
  const collectsKeys = half && kernel2.widest > kernel2.queries;
  const collectsQueries = sm >= 70 || half;
  const blocks = ceilDiv(keys, kernel2.keys);
  const busy = heads * batch >= 256 && keys <= 2 * kernel2.keys;
  const most = collectsKeys ? Math.floor(200 / (batch * heads)) : blocks;
  const splits = sm < 70 ? 1 : Math.max(1, Math.min(busy ? 1 : blocks, most));
  const ofKeys = collectsKeys ? splits * kernel2.keys * (roundUp(width, kernel2.queries) + roundUp(valueWidth, kernel2.queries)) : 0;
  const ofQueries = collectsQueries ? ceilDiv(queries, kernel2.queries) * ceilDiv(width, kernel2.keys) * (4 + kernel2.queries * kernel2.keys) : 0;
  return roundUp(ofKeys + ofQueries, 4);
}
function cudnnBackward(call, _platform, scratch2) {
  const { batch, heads, queries, width } = sizes(call);
  scratch2.take(4 * batch * heads * queries * (width + 1));
}
function sizes(call) {
  const [batch = 1, heads = 1, queries = 1, width = 1] = tensor(call, "query").shape;
  const [, keyHeads = 1, keys = 1] = tensor(call, "key").shape;
  return { batch, heads, queries, width, keyHeads, keys, valueWidth: tensor(call, "value").shape.at(-1) ?? 1 };
}

// src/predict/kernels/batch-norm.ts
var BATCH_NORM = {
  "aten::native_batch_norm": forward,
  "aten::native_batch_norm_backward": backward
};
function forward(call, _platform, scratch2) {
  const input = tensor(call, "input");
  if (call["training"] !== true || !isChannelsLast(input)) return;
  scratch2.within(() => takeStaging(scratch2, input, 4));
}
function backward(call, _platform, scratch2) {
  const input = tensor(call, "input");
  if (!isChannelsLast(input)) return;
  const [, channels = 1] = input.shape;
  scratch2.take(channels * accumulatorBytes(input));
  scratch2.take(channels * accumulatorBytes(input));
  scratch2.within(() => takeStaging(scratch2, input, 2));
}
function isChannelsLast({ stride }) {
  return stride[1] === 1;
}
var MAX_THREADS2 = 512;
var TILE_WIDTH = 32;
var ELEMENTS_A_THREAD = 16;
var MAX_BLOCKS_DOWN = 128;
var MIN_BLOCKS_DOWN = 8;
function takeStaging(scratch2, input, numbersAChannel) {
  const [, channels = 1] = input.shape;
  const rows = numel(input.shape) / channels;
  const width = Math.min(powerOfTwo(channels), TILE_WIDTH);
  const height = Math.min(powerOfTwo(ceilDiv(rows, ELEMENTS_A_THREAD)), MAX_THREADS2 / width);
  const across = ceilDiv(
    channels,
    width * height === MAX_THREADS2 ? width : Math.min(powerOfTwo(channels), MAX_THREADS2 / height)
  );
  const down = Math.min(ceilDiv(rows, height * ELEMENTS_A_THREAD), MAX_BLOCKS_DOWN);
  if (down < MIN_BLOCKS_DOWN) return;
  scratch2.take(numbersAChannel * channels * down * accumulatorBytes(input));
  scratch2.take(4 * across);
}
function powerOfTwo(n) {
  return 2 ** Math.floor(Math.log2(n));
}

// src/predict/kernels/foreach.ts
var FOREACH = { "aten::_foreach_norm": norm };
var CHUNK = 65536;
function norm(call, _platform, scratch2) {
  const self = call["self"];
  const tensors = Array.isArray(self) ? self.filter(isTensor) : [];
  const [first] = tensors;
  if (first === void 0) return;
  const chunks = Math.max(...tensors.map(({ shape }) => ceilDiv(numel(shape), CHUNK)));
  scratch2.take(tensors.length * chunks * accumulatorBytes(first));
}

// src/memory/radix-sort.ts
var DIGITS = 256;
var ALIGNMENT = 256;
function radixSortBytes(device, { count, key_bytes, value_bytes, bits }) {
  const widest = Math.max(key_bytes, value_bytes, 4);
  if (count <= 256 * perThread(19, widest)) return 1;
  const passes = Math.ceil(bits / 8);
  const tile = tileItems(device, key_bytes, value_bytes, widest);
  const copies2 = passes > 1 ? [count * key_bytes, count * value_bytes] : [0, 0];
  const parts = [passes * DIGITS * 8, Math.ceil(count / tile) * DIGITS * 4, ...copies2, passes * 4];
  return parts.reduce((sum2, part) => sum2 + Math.ceil(part / ALIGNMENT) * ALIGNMENT, ALIGNMENT - 1);
}
function tileItems(device, keyBytes, valueBytes, widest) {
  const sm = smOf(device);
  if (sm >= 90) return 384 * perThread(keyBytes >= 8 ? valueBytes < 8 ? 30 : 24 : valueBytes < 8 ? 17 : 29, widest);
  if (sm >= 80) return 384 * perThread(keyBytes === 4 ? 17 : 21, widest);
  if (sm >= 70) return 256 * perThread(keyBytes === 4 && valueBytes === 4 ? 46 : 23, widest);
  return 256 * perThread(29, widest);
}
function perThread(nominal, bytes2) {
  return Math.max(1, Math.floor(nominal * 4 / bytes2));
}
function bitsOf(largest) {
  return largest < 2 ? 1 : Math.floor(Math.log2(largest)) + 1;
}

// src/predict/kernels/indices.ts
var INDICES = {
  "aten::index_put": indexPut,
  "aten::index_put_": indexPut,
  "aten::_index_put_impl_": indexPut,
  "aten::embedding_dense_backward": embeddingBackward,
  "aten::sort": sort,
  "aten::argsort": sort
};
var INT64 = 8;
function indexPut(call, { device }, scratch2) {
  const written = call["indices"];
  const indices = Array.isArray(written) ? written.map((each) => isTensor(each) ? each : void 0) : [];
  const named = indices.filter((each) => each !== void 0);
  if (call["accumulate"] !== true || named.length === 0) return;
  const self = tensor(call, "self");
  const count = numel(broadcast(named.map(({ shape }) => shape)));
  const bytes2 = INT64 * count;
  const wrapped = scratch2.take(bytes2);
  scratch2.take(bytes2);
  scratch2.give(wrapped);
  takeExpanded(call, self, indices, count, scratch2);
  scratch2.take(bytes2);
  scratch2.take(bytes2);
  const slice = numel(self.shape.slice(indices.findLastIndex((each) => each !== void 0) + 1));
  const largest = self.shape.reduce((sum2, size, dim) => sum2 + (size - 1) * (self.stride[dim] ?? 0), 0);
  scratch2.within(() => {
    scratch2.take(bytes2);
    const bits = bitsOf(Math.floor(largest / slice));
    scratch2.take(radixSortBytes(device, { count, key_bytes: INT64, value_bytes: INT64, bits }));
  });
}
function takeExpanded(call, self, indices, count, scratch2) {
  const values = tensor(call, "values");
  const elements2 = count * numel(self.shape.filter((_, dim) => indices[dim] === void 0));
  if (isContiguous(values) && numel(values.shape) >= elements2) return;
  scratch2.take(elements2 * itemBytes(values.dtype));
}
function broadcast(shapes) {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, dim) => {
    return shapes.reduce((size, shape) => Math.max(size, shape[dim - rank + shape.length] ?? 1), 1);
  });
}
var ROWS_A_SEGMENT = 10;
function embeddingBackward(call, { device }, scratch2) {
  const [grad, indices] = [tensor(call, "grad_output"), tensor(call, "indices")];
  const count = numel(indices.shape);
  const scaled = call["scale_grad_by_freq"] === true;
  takeContiguous(scratch2, indices);
  takeContiguous(scratch2, grad);
  if (count <= 3072 && !scaled) return;
  const weights = number2(call, "num_weights");
  const size = itemBytes(indices.dtype);
  scratch2.take(count * size);
  scratch2.take(count * size);
  scratch2.within(() => {
    scratch2.take(count * size);
    scratch2.take(radixSortBytes(device, { count, key_bytes: size, value_bytes: size, bits: bitsOf(weights) }));
  });
  if (scaled) scratch2.take(count * size);
  const segments = Math.min(count, weights);
  const partial = Math.floor(count / ROWS_A_SEGMENT) + segments;
  scratch2.take(count * size);
  scratch2.take(INT64);
  scratch2.within(() => scratch2.take(count * size));
  scratch2.take(segments * size);
  scratch2.take(segments * size);
  scratch2.take(INT64);
  scratch2.take(partial * size);
  scratch2.take(partial * (grad.shape.at(-1) ?? 1) * accumulatorBytes(grad));
}
var SHORT_ROW = 4096;
function sort(call, { device }, scratch2) {
  const self = tensor(call, "self");
  const { shape, stride, dtype } = self;
  if (shape.length === 0) return;
  const [last = -1] = numbers(call, "dim");
  const dim = (last + shape.length) % shape.length;
  const [length, all, size] = [shape[dim] ?? 1, numel(shape), itemBytes(dtype)];
  if (length <= SHORT_ROW) {
    scratch2.within(() => scratch2.take(INT64 * length));
    return;
  }
  if (stride[dim] !== 1) {
    scratch2.take(all * size);
    scratch2.take(all * size);
    scratch2.take(all * INT64);
  }
  const rows = all / length;
  const pairs = { key_bytes: size, value_bytes: INT64, bits: 8 * size };
  if (rows === 1 || length >= 1e6) {
    scratch2.take(INT64 * length);
    scratch2.within(() => scratch2.take(radixSortBytes(device, { ...pairs, count: length })));
  } else if (rows < 128) {
    scratch2.take(INT64 * all);
    scratch2.take(INT64 * all);
    scratch2.within(() => {
      scratch2.take(size * all);
      scratch2.take(radixSortBytes(device, { ...pairs, count: all }));
    });
    const keys = { key_bytes: INT64, value_bytes: 0, bits: Math.max(1, Math.ceil(Math.log2(rows))) };
    scratch2.within(() => scratch2.take(radixSortBytes(device, { ...keys, count: all })));
  } else {
    scratch2.take(INT64 * all);
    scratch2.within(() => scratch2.take((size + INT64) * all + 255));
  }
}

// src/predict/kernels/losses.ts
var LOSSES = {
  "aten::mse_loss": reduced,
  "aten::smooth_l1_loss": reduced,
  "aten::soft_margin_loss": reduced,
  "aten::binary_cross_entropy": reduced,
  "aten::huber_loss": reduced,
  "aten::binary_cross_entropy_with_logits": withLogits
};
var UNREDUCED = 0;
function reduced(call, { device }, scratch2) {
  const { shape, dtype } = tensor(call, "self");
  if (call["reduction"] === UNREDUCED) return;
  takeReduction(scratch2, device, contiguous(shape, dtype), []);
}
function withLogits(call, platform, scratch2) {
  scratch2.take(sizeOf(call));
  if (optionalTensor(call, "pos_weight") !== void 0) scratch2.within(() => scratch2.take(sizeOf(call)));
  if (call["reduction"] === UNREDUCED) return;
  scratch2.take(sizeOf(call));
  reduced(call, platform, scratch2);
}
function sizeOf(call) {
  const { shape, dtype } = tensor(call, "self");
  return numel(shape) * itemBytes(dtype);
}

// src/predict/kernels/norms.ts
var NORMS = {
  "aten::native_layer_norm_backward": (call, platform, scratch2) => layerNorm("input", call, platform, scratch2),
  "aten::_fused_rms_norm_backward": (call, platform, scratch2) => layerNorm("input", call, platform, scratch2),
  "aten::native_group_norm": groupNorm,
  "aten::native_group_norm_backward": groupNormBackward
};
function layerNorm(input, call, { device, release }, scratch2) {
  const weight = optionalTensor(call, "weight");
  takeContiguous(scratch2, tensor(call, "grad_out"));
  if (weight === void 0) return;
  const wanted = call["output_mask"];
  const gradients = Array.isArray(wanted) ? wanted.slice(1).filter((each) => each === true).length : 1;
  const rows = numel(tensor(call, input).shape) / numel(numbers(call, "normalized_shape"));
  layerNormPartials({ rows, weight, gradients }, { device, release }, scratch2);
}
function layerNormPartials({ rows, weight, gradients }, { device, release }, scratch2) {
  const { shape, dtype } = weight;
  const partial = partialRows(rows, numel(shape), device, release);
  if (partial === 0) return;
  const width = shape.at(-1) ?? 1;
  for (let each = 0; each < gradients; each += 1) scratch2.take(partial * width * itemBytes(dtype));
  for (let each = 0; each < gradients; each += 1) {
    scratch2.within(() => {
      scratch2.take(width * itemBytes(dtype));
      takeReduction(scratch2, device, contiguous([partial, width], dtype), [0]);
    });
  }
}
function partialRows(rows, columns, device, release) {
  const tall = rows > 64 * 1024 && Math.floor(columns / 32) < Math.floor(device.multiprocessors / 2);
  if (!tall || !isSince(release, [2, 8])) return 0;
  return Math.min(Math.floor(64 * 1024 / 2 / ceilDiv(columns, 32)), ceilDiv(rows, 32));
}
function groupNorm(call, _platform, scratch2) {
  const input = tensor(call, "input");
  const [images, channels, area] = [number2(call, "N"), number2(call, "C"), number2(call, "HxW")];
  const size = accumulatorBytes(input);
  const statistics = isHalf(input) ? images * number2(call, "group") * size : 0;
  scratch2.take(statistics);
  scratch2.take(statistics);
  const affine = optionalTensor(call, "weight") !== void 0 || optionalTensor(call, "bias") !== void 0;
  if (area === 1 || !affine) return;
  scratch2.take(images * channels * size);
  scratch2.take(images * channels * size);
}
function groupNormBackward(call, _platform, scratch2) {
  const input = tensor(call, "input");
  const [images, channels, groups] = [number2(call, "N"), number2(call, "C"), number2(call, "group")];
  const size = accumulatorBytes(input);
  const flat = number2(call, "HxW") === 1;
  if (!flat) {
    scratch2.take(images * channels * size);
    scratch2.take(images * channels * size);
  }
  const wanted = call["output_mask"];
  if (!Array.isArray(wanted) || wanted[0] !== true) return;
  scratch2.take(images * groups * size);
  scratch2.take(images * groups * size);
  if (!flat && optionalTensor(call, "weight") !== void 0) scratch2.take(images * channels * size);
}

// src/predict/kernels/products.ts
var PRODUCTS = {
  "aten::addmm": copies,
  "aten::baddbmm": copies,
  "aten::bmm": copies,
  "aten::mm": copies
};
function copies(call, _platform, scratch2) {
  const added = "mat1" in call || "batch1" in call;
  for (const name of ["mat1", "batch1", ...added ? [] : ["self"], "mat2", "batch2"]) {
    const matrix = optionalTensor(call, name);
    if (matrix === void 0) continue;
    const [columns = 1, rows = 1] = matrix.shape.toReversed();
    const [across = 1, down = 1] = matrix.stride.toReversed();
    const byRows = across === 1 && down >= Math.max(1, columns);
    const byColumns = down === 1 && across >= Math.max(1, rows);
    if (!byRows && !byColumns) scratch2.take(numel(matrix.shape) * itemBytes(matrix.dtype));
  }
}

// src/predict/kernels/softmax.ts
var SOFTMAX = { "aten::_softmax_backward_data": softmaxBackward };
function softmaxBackward(call, _platform, scratch2) {
  const { shape, dtype } = tensor(call, "output");
  scratch2.take(numel(shape) * itemBytes(dtype));
}

// src/predict/kernels/table.ts
var FAMILIES = {
  ...ATTENTION,
  ...BATCH_NORM,
  ...FOREACH,
  ...INDICES,
  ...LOSSES,
  ...NORMS,
  ...PRODUCTS,
  ...REDUCTIONS,
  ...SOFTMAX
};
var KERNELS = FAMILIES;
function isKernelOperator(name) {
  return Object.hasOwn(KERNELS, name);
}

// src/predict/layers/release.ts
var TORCH_RELEASE = "2.13.0";

// src/predict/layers/tensor.ts
var FLOAT32_BYTES = 4;
var INT64_BYTES = 8;
function parameter(shape) {
  return { shape, storage: void 0, grad: void 0 };
}
function numel2(shape) {
  return shape.reduce((product, size) => product * size, 1);
}
function float32Bytes(shape) {
  return numel2(shape) * FLOAT32_BYTES;
}

// src/predict/layers/run.ts
var RELEASE = releaseOf(TORCH_RELEASE);
function allocate({ recorder }, operator, shape) {
  return recorder.allocate(operator, float32Bytes(shape));
}
function allocateIndices({ recorder }, operator, shape) {
  return recorder.allocate(operator, numel2(shape) * INT64_BYTES);
}
function useCublas({ recorder, device, cublasThreads }) {
  if (device.kind !== "cuda") return;
  const thread = recorder.moment.phase === "backward" ? "autograd" : "main";
  if (cublasThreads.has(thread)) return;
  cublasThreads.add(thread);
  recorder.allocate("cublas", cublasWorkspaceBytes(device.compute_capability, RELEASE), "workspace");
}
function scratch({ recorder, device }, operator, formula) {
  if (device.kind !== "cuda") return;
  const taken = new Scratch(
    (bytes2) => recorder.allocate(operator, bytes2),
    (storage) => recorder.drop(storage)
  );
  taken.within(() => formula({ device, release: RELEASE }, taken));
}
function reduce(run, operator, shape, dims) {
  scratch(run, operator, ({ device }, taken) => takeReduction(taken, device, contiguous(shape, "float32"), dims));
}
function scratchOf2(run, operator, call) {
  scratch(run, operator, (platform, taken) => KERNELS[operator](call, platform, taken));
}

// src/predict/layers/unpredictable.ts
var Unpredictable = class extends Error {
  name = "Unpredictable";
  reason;
  constructor({ label, place }, problem, advice) {
    super(`${label} ${problem}`);
    this.reason = { place, what: `${label} ${problem}`, advice };
  }
};
function subjectOf(layer) {
  const type = layer.type === "other" ? layer.torch_type : layer.type;
  return { label: `layer ${layer.name} (${type})`, place: layer.place };
}
function shapeText(shape) {
  return `[${shape.join(", ")}]`;
}

// src/predict/layers/autograd.ts
function makeNode(recorder, subject, next, saved, apply) {
  const references = saved.map((storage) => ({ storage: recorder.keep(storage), version: storage.version }));
  return { apply, next, subject, saved: references, pending: void 0, leaves: void 0 };
}
function backward2(run, loss, root) {
  const { recorder } = run;
  recorder.keep(root.storage);
  let grad = root;
  for (let node = loss.node; node !== void 0 && grad !== void 0; node = node.next) {
    checkVersions(node);
    const incoming = grad;
    const outgoing = node.apply(incoming);
    recorder.drop(incoming.storage);
    for (const { storage } of node.saved) recorder.drop(storage);
    node.leaves?.();
    letGo(run);
    grad = outgoing && node.next ? join(node.next, outgoing, run) : outgoing;
  }
  if (grad !== void 0) recorder.drop(grad.storage);
}
function join(node, incoming, run) {
  const { recorder, device } = run;
  const { pending } = node;
  if (pending === void 0) return incoming;
  const owned = device.kind === "cuda" && pending.storage.references === 1 && !pending.view;
  const sum2 = owned ? recorder.keep(pending.storage) : allocate(run, "aten::add", incoming.shape);
  recorder.drop(pending.storage);
  recorder.drop(incoming.storage);
  return { shape: incoming.shape, storage: sum2 };
}
function gradient(run, operator, shape) {
  return { shape, storage: allocate(run, operator, shape) };
}
function accumulate({ recorder, added }, parameter2, grad) {
  if (parameter2.grad !== void 0) {
    added.push(grad);
    return;
  }
  recorder.label(grad, "gradients");
  parameter2.grad = grad;
}
function letGo({ recorder, added }) {
  for (const storage of added.splice(0)) recorder.drop(storage);
}
function checkVersions({ saved, subject }) {
  if (saved.every(({ storage, version }) => storage.version === version)) return;
  throw new Unpredictable(
    subject,
    "keeps a tensor for backward that a layer after it changes in place, which PyTorch refuses to train",
    "take `inplace` away from the layer after it"
  );
}

// src/predict/layers/module.ts
var STATELESS = { children: [], parameters: [], buffers: [] };
function modulesInOrder(module) {
  return [...module.children.flatMap(modulesInOrder), module];
}
function allParameters(module) {
  return modulesInOrder(module).flatMap(({ parameters }) => parameters);
}

// src/predict/layers/recorder.ts
var Recorder = class {
  #events = [];
  #drafts = [];
  #alive = /* @__PURE__ */ new Set();
  #moment = { phase: "setup", step: 0 };
  #module = "";
  get moment() {
    return this.#moment;
  }
  /** Begins a phase. What a forward pass leaves alive when its backward begins is an activation. */
  enter(phase, step) {
    if (phase === "backward") this.#labelActivations(step);
    this.#moment = { phase, step };
  }
  /** Runs `body` with allocations attributed to the module called `name`. */
  inModule(name, body) {
    const outer = this.#module;
    this.#module = name;
    try {
      return body();
    } finally {
      this.#module = outer;
    }
  }
  /** A new storage with one reference, which the caller owns. */
  allocate(operator, size, category = "temporary") {
    const storage = { id: this.#drafts.length, bytes: size, born: this.#moment, references: 1, version: 0 };
    const draft = {
      op: "alloc",
      id: storage.id,
      bytes: bytes(size),
      category,
      operator,
      module: this.#module,
      ...this.#moment
    };
    this.#drafts.push(draft);
    this.#events.push(draft);
    this.#alive.add(storage);
    return storage;
  }
  /** One more reference. */
  keep(storage) {
    storage.references += 1;
    return storage;
  }
  /** One reference less; the last one frees. */
  drop(storage) {
    storage.references -= 1;
    if (storage.references > 0) return;
    if (storage.references < 0) throw new Error(`Cannot free storage ${storage.id} twice`);
    this.#alive.delete(storage);
    this.#events.push({ op: "free", id: storage.id, ...this.#moment });
  }
  /** Says what `storage` turned out to be for; the label holds from its birth. */
  label(storage, category) {
    const draft = this.#drafts[storage.id];
    if (draft !== void 0) draft.category = category;
  }
  trace() {
    return this.#events;
  }
  #labelActivations(step) {
    for (const { id, born } of this.#alive) {
      const draft = this.#drafts[id];
      if (draft?.category === "temporary" && born.phase === "forward" && born.step === step) {
        draft.category = "activations";
      }
    }
  }
};
var Name = class {
  #recorder;
  #held;
  constructor(recorder) {
    this.#recorder = recorder;
  }
  /** Takes over the caller's reference to `storage`. */
  bind(storage) {
    const old = this.#held;
    this.#held = storage;
    if (old !== void 0) this.#recorder.drop(old);
  }
  /** `del`, or the end of the function whose variable this is. */
  unbind() {
    if (this.#held !== void 0) this.#recorder.drop(this.#held);
    this.#held = void 0;
  }
};

// src/predict/layers/step.ts
var TRAINING_STEPS = 3;
var MOST_ACCUMULATED = 3;
var EVALUATION_BATCHES = 2;
function moveModel(model, { recorder, device }) {
  const operator = device.kind === "cuda" ? "aten::_to_copy" : "aten::clone";
  for (const { parameters, buffers } of modulesInOrder(model)) {
    for (const each of parameters) each.storage = recorder.allocate(operator, float32Bytes(each.shape), "parameters");
    for (const { bytes: bytes2 } of buffers) recorder.allocate(operator, bytes2, "buffers");
  }
}
function train({ model, criterion, optimizer }, training, batchSize, run) {
  const { recorder } = run;
  const parameters = allParameters(model);
  const [inputs, targets] = [new Name(recorder), new Name(recorder)];
  const [output, loss] = [new Name(recorder), new Name(recorder)];
  const accumulation = Math.min(training.gradient_accumulation, MOST_ACCUMULATED);
  for (let position = 0; position < TRAINING_STEPS * accumulation; position += 1) {
    const number3 = Math.floor(position / accumulation) + 1;
    const microBatch = position % accumulation;
    inputs.unbind();
    targets.unbind();
    recorder.enter("setup", number3);
    const batch = loadBatch(training, batchSize, run);
    inputs.bind(batch.inputs.storage);
    targets.bind(batch.targets.storage);
    if (microBatch === 0) zeroGrad(parameters, run);
    recorder.enter("forward", number3);
    const result = model.forward(batch.inputs, run);
    output.bind(result.storage);
    const scalar = criterion(result, batch.targets, run);
    loss.bind(scalar.storage);
    recorder.enter("backward", number3);
    const divided = accumulation > 1 ? shareOf(scalar, run) : scalar;
    if (divided !== scalar) loss.bind(divided.storage);
    runBackward(divided, run);
    if (microBatch < accumulation - 1) continue;
    recorder.enter("optimizer", number3);
    optimizer.step(run);
  }
  for (const name of [inputs, targets, output, loss]) name.unbind();
}
function evaluate({ model, criterion }, training, batchSize, run) {
  const { recorder } = run;
  recorder.enter("evaluation", TRAINING_STEPS);
  run.training = false;
  const [inputs, targets, output] = [new Name(recorder), new Name(recorder), new Name(recorder)];
  for (let batchNumber = 0; batchNumber < EVALUATION_BATCHES; batchNumber += 1) {
    inputs.unbind();
    targets.unbind();
    const batch = loadBatch(training, batchSize, run);
    inputs.bind(batch.inputs.storage);
    targets.bind(batch.targets.storage);
    const result = model.forward(batch.inputs, run);
    output.bind(result.storage);
    recorder.drop(criterion(result, batch.targets, run).storage);
  }
  for (const name of [inputs, targets, output]) name.unbind();
}
function loadBatch(training, batchSize, run) {
  const [inputs, targets] = batchShapes(training, batchSize);
  const sizes2 = batchBytes(training, batchSize);
  return { inputs: toDevice(inputs, sizes2.inputs, run), targets: toDevice(targets, sizes2.targets, run) };
}
function batchBytes(training, batchSize) {
  const [inputs, targets] = batchShapes(training, batchSize);
  const targetBytes = training.target.kind === "classes" ? numel2(targets) * INT64_BYTES : float32Bytes(targets);
  const inputBytes = training.input.dtype === "int64" ? numel2(inputs) * INT64_BYTES : float32Bytes(inputs);
  return { inputs: inputBytes, targets: targetBytes };
}
function batchShapes({ input, target }, batchSize) {
  return [[batchSize, ...input.shape], target.kind === "classes" ? [batchSize] : [batchSize, ...target.shape]];
}
function toDevice(shape, size, { recorder }) {
  return { shape, storage: recorder.allocate("aten::_to_copy", size, "batch"), node: void 0, view: void 0 };
}
function zeroGrad(parameters, { recorder }) {
  for (const parameter2 of parameters) {
    if (parameter2.grad !== void 0) recorder.drop(parameter2.grad);
    parameter2.grad = void 0;
  }
}
function shareOf(loss, run) {
  const storage = allocate(run, "aten::div", loss.shape);
  const node = loss.node && makeNode(run.recorder, loss.node.subject, loss.node, [], () => gradient(run, "aten::div", loss.shape));
  return { shape: loss.shape, storage, node, view: void 0 };
}
function runBackward(loss, run) {
  const storage = allocate(run, "aten::ones_like", []);
  backward2(run, loss, { shape: [], storage });
  run.recorder.drop(storage);
}

export {
  releaseOf,
  cublasWorkspaceBytes,
  CUBLAS_HANDLES,
  cublasLtWorkspace,
  TracedEvent,
  isTensor,
  number2 as number,
  numbers,
  itemBytes,
  contiguous,
  Scratch,
  smOf,
  layerNormPartials,
  KERNELS,
  isKernelOperator,
  TORCH_RELEASE,
  FLOAT32_BYTES,
  INT64_BYTES,
  parameter,
  numel2 as numel,
  float32Bytes,
  allocate,
  allocateIndices,
  useCublas,
  scratch,
  reduce,
  scratchOf2 as scratchOf,
  Unpredictable,
  subjectOf,
  shapeText,
  makeNode,
  gradient,
  accumulate,
  letGo,
  STATELESS,
  modulesInOrder,
  allParameters,
  Recorder,
  Name,
  TRAINING_STEPS,
  MOST_ACCUMULATED,
  moveModel,
  train,
  evaluate,
  batchBytes
};
