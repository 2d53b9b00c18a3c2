import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  CATEGORIES,
  PHASES
} from "./chunk-MPJ5O2UK.js";
import {
  Allocator
} from "./chunk-PLX7OW7H.js";
import {
  DEFAULT_ALLOC_CONF,
  parseAllocConf
} from "./chunk-FY77S7CZ.js";
import {
  KIB,
  MIB,
  bytes,
  sumBytes
} from "./chunk-O56B5XNW.js";
import {
  _enum,
  _lazy,
  _maxLength,
  _nonnegative,
  _null,
  _positive,
  _regex,
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
} from "./chunk-7SSPPFYR.js";

// src/memory/convolution-workspaces.ts
var CUDNN = "cudnn";
function convolutionWorkspaces(convolution2, computeCapability) {
  const { input, output, kernel: kernel2, groups, transposed: transposed2, element_bytes, channels_last } = convolution2;
  const [, channels = 1] = input;
  const [, filters = 1] = output;
  const needsCopies = hasTensorCores(element_bytes, computeCapability) && !channels_last && !isDepthwise({ channels, filters, groups, transposed: transposed2 });
  const copies2 = needsCopies ? (numel(input) + numel(output)) * element_bytes : 0;
  const backward3 = bytes(numel(kernel2) > 1 ? 2 * copies2 : copies2);
  return { forward: bytes(copies2), input_gradient: backward3, weight_gradient: backward3 };
}
function hasTensorCores(elementBytes, computeCapability) {
  return Number.parseInt(computeCapability, 10) >= (elementBytes === 2 ? 7 : 8);
}
function isDepthwise(convolution2) {
  const { channels, filters, groups, transposed: transposed2 } = convolution2;
  return !transposed2 && groups > 1 && groups === channels && filters % channels === 0;
}
function withWorkspaceShare(trace, share2) {
  const scaled = /* @__PURE__ */ new Set();
  return trace.flatMap((event) => {
    if (event.op === "free") return share2 === 0 && scaled.has(event.id) ? [] : [event];
    if (event.operator !== CUDNN) return [event];
    scaled.add(event.id);
    return share2 === 0 ? [] : [{ ...event, bytes: bytes(Math.round(event.bytes * share2)) }];
  });
}
function numel(shape) {
  return shape.reduce((product, size) => product * size, 1);
}

// src/memory/replay.ts
var MAX_POINTS = 4e3;
function profileOf(trace, device, conf = DEFAULT_ALLOC_CONF) {
  const store = device.kind === "cuda" ? cachingStore(conf) : countingStore();
  const run = new Run(store);
  for (const event of trace) {
    if (event.op === "alloc") run.allocate(event);
    else run.free(event.id, event);
  }
  return run.profile(bytes(device.kind === "cuda" ? outsideBytes(device) : 0));
}
function tiersOf(trace, device, conf = DEFAULT_ALLOC_CONF) {
  const store = device.kind === "cuda" ? cachingStore(conf) : countingStore();
  const sizes2 = /* @__PURE__ */ new Map();
  let [held, allocated, reserved] = [0, 0, 0];
  for (const event of trace) {
    if (event.op === "alloc") {
      const size = store.allocate(event);
      sizes2.set(event.id, size);
      held += size;
      allocated = Math.max(allocated, held);
    } else {
      store.free(event.id);
      held -= sizes2.get(event.id) ?? 0;
    }
    reserved = Math.max(reserved, store.reserved());
  }
  return {
    allocated_bytes: bytes(allocated),
    reserved_bytes: bytes(reserved),
    device_bytes: bytes(reserved + (device.kind === "cuda" ? outsideBytes(device) : 0))
  };
}
function outsideBytes({ context_bytes, communicator }) {
  return context_bytes + (communicator?.bytes ?? 0);
}
function cachingStore(conf) {
  const allocator = new Allocator({ conf });
  const blocks = /* @__PURE__ */ new Map();
  return {
    allocate({ id, bytes: size, stream }) {
      const block = allocator.malloc(size, stream);
      if (block === void 0) return 0;
      blocks.set(id, block);
      return block.size;
    },
    free(id) {
      const block = blocks.get(id);
      if (block !== void 0) allocator.free(block);
      blocks.delete(id);
    },
    reserved: () => allocator.statistics.reserved_bytes.all.current
  };
}
function countingStore() {
  const sizes2 = /* @__PURE__ */ new Map();
  let held = 0;
  return {
    allocate({ id, bytes: size }) {
      sizes2.set(id, size);
      held += size;
      return size;
    },
    free(id) {
      held -= sizes2.get(id) ?? 0;
      sizes2.delete(id);
    },
    reserved: () => held
  };
}
var Run = class {
  #store;
  #alive = /* @__PURE__ */ new Map();
  #counts = zeros();
  #phases = /* @__PURE__ */ new Map();
  #points = [];
  #moment = { phase: void 0, step: void 0 };
  #allocated = 0;
  #reservedPeak = 0;
  #betweenSteps;
  #peak;
  constructor(store) {
    this.#store = store;
  }
  allocate(event) {
    this.#enter(event);
    const size = this.#store.allocate(event);
    this.#alive.set(event.id, { category: event.category, size });
    this.#count(event.category, size);
    if (this.#allocated > (this.#peak?.allocated ?? -1)) {
      this.#peak = { event, counts: { ...this.#counts }, allocated: this.#allocated };
    }
    this.#note(event);
  }
  free(id, moment2) {
    const storage = this.#alive.get(id);
    this.#enter(moment2);
    if (storage === void 0) throw new RangeError(`Cannot replay the trace: storage ${id} is freed and not alive`);
    this.#alive.delete(id);
    this.#store.free(id);
    this.#count(storage.category, -storage.size);
    this.#note(moment2);
  }
  profile(context) {
    const { event, counts, allocated } = this.#peak ?? { event: void 0, counts: zeros(), allocated: 0 };
    const { phase = "setup", step = 0, operator = "", module = "" } = event ?? {};
    return {
      allocated_bytes: bytes(allocated),
      overhead_bytes: bytes(this.#reservedPeak - allocated),
      reserved_bytes: bytes(this.#reservedPeak),
      context_bytes: context,
      device_bytes: bytes(this.#reservedPeak + context),
      between_steps_bytes: bytes(this.#betweenSteps ?? this.#allocated),
      peak: { phase, step, operator, module, categories: byCategory(counts) },
      phases: Object.fromEntries([...this.#phases].map(([name, peak]) => [name, phasePeak(peak)])),
      timeline: thin(this.#points).map((point) => ({
        phase: point.phase,
        step: point.step,
        categories: byCategory(point.counts),
        reserved_bytes: bytes(point.reserved)
      }))
    };
  }
  /** What is alive when a phase begins counts for it, as in the allocator's statistics after a reset. */
  #enter({ phase, step }) {
    if (phase === this.#moment.phase && step === this.#moment.step) return;
    const isNext = phase !== "evaluation" && step > Math.max(this.#moment.step ?? 0, 1);
    if (isNext) this.#betweenSteps = this.#allocated;
    else if (phase === "evaluation") this.#betweenSteps ??= this.#allocated;
    this.#moment = { phase, step };
    this.#note({ phase, step });
  }
  #count(category, size) {
    this.#counts[category] += size;
    this.#allocated += size;
  }
  #note({ phase, step }) {
    const reserved = this.#store.reserved();
    const before = this.#phases.get(phase) ?? { allocated: 0, reserved: 0 };
    this.#phases.set(phase, {
      allocated: Math.max(before.allocated, this.#allocated),
      reserved: Math.max(before.reserved, reserved)
    });
    this.#reservedPeak = Math.max(this.#reservedPeak, reserved);
    this.#points.push({ phase, step, counts: { ...this.#counts }, allocated: this.#allocated, reserved });
  }
};
function zeros() {
  return {
    parameters: 0,
    buffers: 0,
    gradients: 0,
    optimizer: 0,
    batch: 0,
    activations: 0,
    workspace: 0,
    temporary: 0
  };
}
function byCategory(counts) {
  return {
    parameters: bytes(counts.parameters),
    buffers: bytes(counts.buffers),
    gradients: bytes(counts.gradients),
    optimizer: bytes(counts.optimizer),
    batch: bytes(counts.batch),
    activations: bytes(counts.activations),
    workspace: bytes(counts.workspace),
    temporary: bytes(counts.temporary)
  };
}
function phasePeak({ allocated, reserved }) {
  return { allocated_bytes: bytes(allocated), reserved_bytes: bytes(reserved) };
}
function thin(points) {
  const width = Math.ceil(points.length / MAX_POINTS);
  if (width <= 1) return points;
  const highest = [];
  for (let start = 0; start < points.length; start += width) {
    highest.push(points.slice(start, start + width).reduce((a, b) => b.allocated > a.allocated ? b : a));
  }
  return highest;
}

// src/memory/torch-release.ts
function releaseOf(version) {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === void 0 || minor === void 0) throw new RangeError(`Cannot read a release in ${version}`);
  return [Number(major), Number(minor)];
}
function isSince([major, minor], [sinceMajor, sinceMinor]) {
  return major > sinceMajor || major === sinceMajor && minor >= sinceMinor;
}

// src/predict/interval.ts
var WORKSPACE_SHARES = [0, 1.5];
var GUESSED_SHARE = 0.05;
var ORDER_SHARE = 0.05;
var SCRATCH_SHARE = 5e-3;
function intervalsOf(trace, profile, device, how) {
  const doubts = device.kind === "cpu" ? NO_DOUBTS : doubtsOf(trace, profile, device, how);
  return {
    allocated: intervalAround(profile.allocated_bytes, doubts.allocated),
    reserved: intervalAround(profile.reserved_bytes, doubts.reserved),
    device: intervalAround(profile.device_bytes, doubts.device)
  };
}
var NO_DOUBTS = { allocated: [], reserved: [], device: [] };
function doubtsOf(trace, profile, device, { conf, guesses }) {
  const workspaces = workspaceDoubts(trace, profile, device, conf);
  const both = (tier) => [
    workspaces[tier],
    share(
      "guessed sizes",
      profile.allocated_bytes,
      guesses > 0 ? GUESSED_SHARE : 0,
      `${guesses} guessed while tracing`
    ),
    share("kernels' own memory", profile.allocated_bytes, SCRATCH_SHARE, "scratch that no operator shows")
  ];
  const allocated = both("allocated");
  const reserved = [
    ...both("reserved"),
    share("order of frees", profile.reserved_bytes, ORDER_SHARE, "other holes between blocks")
  ];
  return { allocated, reserved, device: [...reserved, contextDoubt(device), ...communicatorDoubts(device)] };
}
function contextDoubt(device) {
  const { context_bytes, context_low_bytes, context_high_bytes, context_source } = device;
  return {
    part: "CUDA context",
    below_bytes: bytes(context_bytes - context_low_bytes),
    above_bytes: bytes(context_high_bytes - context_bytes),
    reason: context_source
  };
}
function communicatorDoubts({ communicator }) {
  if (communicator === void 0) return [];
  const { bytes: size, low, high, source } = communicator;
  return [
    { part: "NCCL communicator", below_bytes: bytes(size - low), above_bytes: bytes(high - size), reason: source }
  ];
}
function workspaceDoubts(trace, profile, device, conf) {
  const used = trace.some((event) => event.op === "alloc" && event.operator === CUDNN);
  const others = used ? WORKSPACE_SHARES.map((each) => tiersOf(withWorkspaceShare(trace, each), device, conf)) : [];
  const doubt = (tier) => {
    const sizes2 = [profile, ...others].map((each) => each[tier]);
    return {
      part: "cuDNN workspaces",
      below_bytes: bytes(profile[tier] - Math.min(...sizes2)),
      above_bytes: bytes(Math.max(...sizes2) - profile[tier]),
      reason: `none, up to ${WORKSPACE_SHARES[1]} times the rule's`
    };
  };
  return { allocated: doubt("allocated_bytes"), reserved: doubt("reserved_bytes") };
}
function share(part, of, part_of, reason) {
  const size = bytes(Math.round(of * part_of));
  return { part, below_bytes: size, above_bytes: size, reason };
}
function intervalAround(number3, all) {
  const doubts = all.filter(({ below_bytes, above_bytes }) => below_bytes > 0 || above_bytes > 0);
  return {
    low_bytes: bytes(Math.max(0, number3 - sumBytes(doubts.map(({ below_bytes }) => below_bytes)))),
    high_bytes: bytes(number3 + sumBytes(doubts.map(({ above_bytes }) => above_bytes))),
    doubts
  };
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
function numel2(shape) {
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
  return { shape: [...shape], stride: shape.map((_, dim) => numel2(shape.slice(dim + 1))), dtype };
}
function transposed({ shape, stride, dtype }, a, b) {
  const exchange = (values) => values.map((value, dim) => (dim === a ? values[b] : dim === b ? values[a] : value) ?? value);
  return { shape: exchange(shape), stride: exchange(stride), dtype };
}
function takeContiguous(scratch2, source) {
  if (!isContiguous(source)) scratch2.take(numel2(source.shape) * itemBytes(source.dtype));
}
function ceilDiv(n, by) {
  return Math.ceil(n / by);
}
function roundUp(n, multiple) {
  return ceilDiv(n, multiple) * multiple;
}

// src/predict/convolution-call.ts
function workspacesOf(operator, call, computeCapability) {
  const workspaces = (output, input2, weight2) => convolutionWorkspaces(convolution(call, input2, weight2, output), computeCapability);
  const { input, weight } = call;
  if (!isTensor(input) || !isTensor(weight)) return [];
  if (operator === "aten::convolution") {
    return present([workspaces(outputShape(call, input, weight), input, weight).forward]);
  }
  const { grad_output, output_mask } = call;
  if (operator !== "aten::convolution_backward" || !isTensor(grad_output)) return [];
  const { input_gradient, weight_gradient } = workspaces(grad_output.shape, input, weight);
  const [ofInput, ofWeight] = Array.isArray(output_mask) ? output_mask : [];
  return present([...ofInput === true ? [input_gradient] : [], ...ofWeight === true ? [weight_gradient] : []]);
}
function convolution(call, input, weight, output) {
  return {
    input: input.shape,
    output,
    kernel: weight.shape.slice(2),
    groups: number2(call, "groups"),
    transposed: call["transposed"] === true,
    element_bytes: itemBytes(input.dtype),
    channels_last: isChannelsLast(input) || isChannelsLast(weight)
  };
}
function isChannelsLast({ shape, stride }) {
  const [, channels = 1] = shape;
  return channels > 1 && stride[1] === 1 && stride.at(-1) === channels;
}
function outputShape(call, { shape }, weight) {
  const [stride, padding, dilation] = [numbers(call, "stride"), numbers(call, "padding"), numbers(call, "dilation")];
  const [first = 1, second = 1, ...kernel2] = weight.shape;
  const [batch = 1, , ...sizes2] = shape;
  const transposed2 = call["transposed"] === true;
  const axis = (size, dim) => {
    const span = (dilation[dim] ?? 1) * ((kernel2[dim] ?? 1) - 1);
    const [step, pad] = [stride[dim] ?? 1, padding[dim] ?? 0];
    const more = numbers(call, "output_padding")[dim] ?? 0;
    if (transposed2) return (size - 1) * step - 2 * pad + span + more + 1;
    return Math.floor((size + 2 * pad - span - 1) / step) + 1;
  };
  return [batch, transposed2 ? second * number2(call, "groups") : first, ...sizes2.map(axis)];
}
function present(sizes2) {
  return sizes2.filter((size) => size > 0);
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
  if (cast) scratch2.take(numel2(self.shape) * itemBytes(result));
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
  scratch2.take(size * numel2(self.shape.filter((_, dim) => dims.length > 0 && !dims.includes(dim))));
  takeReduction(scratch2, device, self, dims, { accumulator_bytes: size });
  scratch2.take(size * numel2(self.shape));
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
  const whole3 = { element_bytes: itemBytes(source.dtype), accumulator_bytes: accumulatorBytes(source), vector: 4 };
  for (const each of reductionScratch(device, shape, named, stride, { ...whole3, ...kind })) {
    scratch2.within(() => {
      scratch2.take(each.buffer_bytes);
      scratch2.take(each.semaphore_bytes);
    });
  }
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
  for (const _ of ["dK", "dV"]) scratch2.take(numel2(expanded) * itemBytes(dtype));
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
  const casts = half ? [scratch2.take(4 * numel2(shape)), scratch2.take(4 * numel2(shape))] : [];
  const product = scratch2.take(4 * numel2(shape));
  const sum2 = scratch2.take(4 * numel2(shape.slice(0, -1)));
  takeReduction(scratch2, device, contiguous(shape, "float32"), [3]);
  const [, queries = 1, heads = 1] = shape;
  const copied = queries > 1 && heads > 1;
  if (copied) scratch2.take(4 * numel2(shape.slice(0, -1)));
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
  if (call["training"] !== true || !isChannelsLast2(input)) return;
  scratch2.within(() => takeStaging(scratch2, input, 4));
}
function backward(call, _platform, scratch2) {
  const input = tensor(call, "input");
  if (!isChannelsLast2(input)) return;
  const [, channels = 1] = input.shape;
  scratch2.take(channels * accumulatorBytes(input));
  scratch2.take(channels * accumulatorBytes(input));
  scratch2.within(() => takeStaging(scratch2, input, 2));
}
function isChannelsLast2({ stride }) {
  return stride[1] === 1;
}
var MAX_THREADS2 = 512;
var TILE_WIDTH = 32;
var ELEMENTS_A_THREAD = 16;
var MAX_BLOCKS_DOWN = 128;
var MIN_BLOCKS_DOWN = 8;
function takeStaging(scratch2, input, numbersAChannel) {
  const [, channels = 1] = input.shape;
  const rows = numel2(input.shape) / channels;
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
  const chunks = Math.max(...tensors.map(({ shape }) => ceilDiv(numel2(shape), CHUNK)));
  scratch2.take(tensors.length * chunks * accumulatorBytes(first));
}

// src/memory/radix-sort.ts
var DIGITS = 256;
var ALIGNMENT = 256;
function radixSortBytes(device, { count: count2, key_bytes, value_bytes, bits }) {
  const widest = Math.max(key_bytes, value_bytes, 4);
  if (count2 <= 256 * perThread(19, widest)) return 1;
  const passes = Math.ceil(bits / 8);
  const tile = tileItems(device, key_bytes, value_bytes, widest);
  const copies2 = passes > 1 ? [count2 * key_bytes, count2 * value_bytes] : [0, 0];
  const parts = [passes * DIGITS * 8, Math.ceil(count2 / tile) * DIGITS * 4, ...copies2, passes * 4];
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
  const count2 = numel2(broadcast(named.map(({ shape }) => shape)));
  const bytes2 = INT64 * count2;
  const wrapped = scratch2.take(bytes2);
  scratch2.take(bytes2);
  scratch2.give(wrapped);
  takeExpanded(call, self, indices, count2, scratch2);
  scratch2.take(bytes2);
  scratch2.take(bytes2);
  const slice = numel2(self.shape.slice(indices.findLastIndex((each) => each !== void 0) + 1));
  const largest = self.shape.reduce((sum2, size, dim) => sum2 + (size - 1) * (self.stride[dim] ?? 0), 0);
  scratch2.within(() => {
    scratch2.take(bytes2);
    const bits = bitsOf(Math.floor(largest / slice));
    scratch2.take(radixSortBytes(device, { count: count2, key_bytes: INT64, value_bytes: INT64, bits }));
  });
}
function takeExpanded(call, self, indices, count2, scratch2) {
  const values = tensor(call, "values");
  const elements2 = count2 * numel2(self.shape.filter((_, dim) => indices[dim] === void 0));
  if (isContiguous(values) && numel2(values.shape) >= elements2) return;
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
  const count2 = numel2(indices.shape);
  const scaled = call["scale_grad_by_freq"] === true;
  takeContiguous(scratch2, indices);
  takeContiguous(scratch2, grad);
  if (count2 <= 3072 && !scaled) return;
  const weights = number2(call, "num_weights");
  const size = itemBytes(indices.dtype);
  scratch2.take(count2 * size);
  scratch2.take(count2 * size);
  scratch2.within(() => {
    scratch2.take(count2 * size);
    scratch2.take(radixSortBytes(device, { count: count2, key_bytes: size, value_bytes: size, bits: bitsOf(weights) }));
  });
  if (scaled) scratch2.take(count2 * size);
  const segments = Math.min(count2, weights);
  const partial = Math.floor(count2 / ROWS_A_SEGMENT) + segments;
  scratch2.take(count2 * size);
  scratch2.take(INT64);
  scratch2.within(() => scratch2.take(count2 * size));
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
  const [length, all, size] = [shape[dim] ?? 1, numel2(shape), itemBytes(dtype)];
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
  return numel2(shape) * itemBytes(dtype);
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
  const rows = numel2(tensor(call, input).shape) / numel2(numbers(call, "normalized_shape"));
  layerNormPartials({ rows, weight, gradients }, { device, release }, scratch2);
}
function layerNormPartials({ rows, weight, gradients }, { device, release }, scratch2) {
  const { shape, dtype } = weight;
  const partial = partialRows(rows, numel2(shape), device, release);
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
    if (!byRows && !byColumns) scratch2.take(numel2(matrix.shape) * itemBytes(matrix.dtype));
  }
}

// src/predict/kernels/softmax.ts
var SOFTMAX = { "aten::_softmax_backward_data": softmaxBackward };
function softmaxBackward(call, _platform, scratch2) {
  const { shape, dtype } = tensor(call, "output");
  scratch2.take(numel2(shape) * itemBytes(dtype));
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

// src/predict/kernels.ts
function withKernels(events, device, release) {
  const trace = [];
  const ids = /* @__PURE__ */ new Map();
  const handles = /* @__PURE__ */ new Set();
  let born = 0;
  const allocate2 = (allocation) => {
    trace.push({ op: "alloc", id: born, ...allocation });
    return born++;
  };
  const runKernel = ({ operator, module, phase, step, call }) => {
    const at = { operator, module, phase, step };
    const free = (id) => trace.push({ op: "free", id, phase, step });
    const takeCublas = () => {
      allocate2({ ...at, bytes: cublasWorkspaceBytes(device.compute_capability, release), category: "workspace" });
    };
    if (operator === "cublas") {
      takeCublas();
      return;
    }
    if (operator === "cublaslt") {
      const workspace = cublasLtWorkspace(release);
      const thread = call["thread"];
      const taken = workspace.lifetime === "shared" || handles.has(thread);
      const id = taken ? void 0 : allocate2({ ...at, bytes: workspace.bytes, category: "workspace" });
      if (call["first"] === true) takeCublas();
      if (workspace.lifetime === "handle") handles.add(thread);
      else if (id !== void 0) free(id);
      return;
    }
    for (const size of workspacesOf(operator, call, device.compute_capability)) {
      free(allocate2({ ...at, operator: CUDNN, bytes: size, category: "workspace" }));
    }
    if (operator === "aten::convolution") return;
    if (!isKernelOperator(operator)) throw new Error(`Cannot tell what ${operator} takes for itself`);
    const scratch2 = new Scratch((size) => allocate2({ ...at, bytes: bytes(size), category: "temporary" }), free);
    scratch2.within(() => KERNELS[operator](call, { device, release }, scratch2));
  };
  for (const event of events) {
    if (event.op === "alloc") {
      const { op: _, id, ...allocation } = event;
      ids.set(id, allocate2(allocation));
    } else if (event.op === "free") {
      trace.push({ ...event, id: ids.get(event.id) ?? event.id });
    } else {
      runKernel(event);
    }
  }
  return trace;
}

// src/predict/layers/release.ts
var TORCH_RELEASE = "2.13.0";

// src/predict/layers/tensor.ts
var FLOAT32_BYTES = 4;
var INT64_BYTES = 8;
function parameter(shape) {
  return { shape, storage: void 0, grad: void 0 };
}
function numel3(shape) {
  return shape.reduce((product, size) => product * size, 1);
}
function float32Bytes(shape) {
  return numel3(shape) * FLOAT32_BYTES;
}

// src/predict/layers/run.ts
var RELEASE = releaseOf(TORCH_RELEASE);
function allocate({ recorder }, operator, shape) {
  return recorder.allocate(operator, float32Bytes(shape));
}
function allocateIndices({ recorder }, operator, shape) {
  return recorder.allocate(operator, numel3(shape) * INT64_BYTES);
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
function accumulate(recorder, parameter2, grad) {
  recorder.label(grad, "gradients");
  parameter2.grad = grad;
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
  for (let number3 = 1; number3 <= TRAINING_STEPS; number3 += 1) {
    inputs.unbind();
    targets.unbind();
    recorder.enter("setup", number3);
    const batch = loadBatch(training, batchSize, run);
    inputs.bind(batch.inputs.storage);
    targets.bind(batch.targets.storage);
    zeroGrad(parameters, run);
    recorder.enter("forward", number3);
    const result = model.forward(batch.inputs, run);
    output.bind(result.storage);
    const scalar = criterion(result, batch.targets, run);
    loss.bind(scalar.storage);
    recorder.enter("backward", number3);
    runBackward(scalar, run);
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
  const targetBytes = training.target.kind === "classes" ? numel3(targets) * INT64_BYTES : float32Bytes(targets);
  const inputBytes = training.input.dtype === "int64" ? numel3(inputs) * INT64_BYTES : float32Bytes(inputs);
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
function runBackward(loss, run) {
  const storage = allocate(run, "aten::ones_like", []);
  backward2(run, loss, { shape: [], storage });
  run.recorder.drop(storage);
}

// src/predict/layers/tensor-list.ts
function foreachResult(run, operator, parameters) {
  return parameters.map(({ shape }) => allocate(run, operator, shape));
}
function dropList(recorder, list) {
  for (const storage of list.toReversed()) recorder.drop(storage);
}

// src/predict/layers/adam.ts
function adam(optimizer, form, parameters) {
  let started = false;
  return (run) => {
    if (!started) for (const parameter2 of parameters) makeState(optimizer, form, parameter2, run);
    started = true;
    if (form === "single_tensor") singleTensor(optimizer, parameters, run);
    if (form === "foreach") foreach(optimizer, parameters, run);
  };
}
function adamStates({ amsgrad }) {
  return amsgrad ? 3 : 2;
}
function makeState(optimizer, form, { shape }, run) {
  const { recorder, device } = run;
  if (form === "fused") recorder.allocate("aten::zeros", FLOAT32_BYTES, "optimizer");
  else if (device.kind === "cpu") recorder.allocate("aten::lift_fresh", FLOAT32_BYTES, "optimizer");
  for (let i = 0; i < adamStates(optimizer); i += 1) {
    recorder.label(allocate(run, "aten::zeros_like", shape), "optimizer");
  }
}
function singleTensor(optimizer, parameters, run) {
  const { recorder } = run;
  const grad = new Name(recorder);
  const denom = new Name(recorder);
  for (const { shape } of parameters) {
    if (optimizer.maximize) grad.bind(allocate(run, "aten::neg", shape));
    else grad.unbind();
    if (addsWeightDecay(optimizer)) grad.bind(allocate(run, "aten::add", shape));
    const root = allocate(run, "aten::sqrt", shape);
    const quotient = allocate(run, "aten::div", shape);
    recorder.drop(root);
    denom.bind(quotient);
  }
  grad.unbind();
  denom.unbind();
}
function foreach(optimizer, parameters, run) {
  const { recorder } = run;
  const negated = optimizer.maximize ? foreachResult(run, "aten::_foreach_neg", parameters) : [];
  if (run.device.kind === "cpu") recorder.drop(recorder.allocate("aten::lift_fresh", FLOAT32_BYTES));
  const decays = addsWeightDecay(optimizer) && !optimizer.maximize;
  const decayed = decays ? foreachResult(run, "aten::_foreach_add", parameters) : [];
  dropList(recorder, decayed);
  dropList(recorder, negated);
  dropList(recorder, foreachResult(run, "aten::_foreach_sqrt", parameters));
}
function addsWeightDecay({ type, weight_decay }) {
  return type === "Adam" && weight_decay !== 0;
}

// src/predict/layers/adaptive.ts
var RULES = {
  RMSprop: { counters: ["aten::zeros"], names: [["aten::sqrt"]], rebinds: true, negatesFirst: true },
  Adagrad: { counters: ["aten::lift_fresh"], names: [["aten::sqrt"]], rebinds: true, negatesFirst: true },
  Adadelta: { counters: ["aten::zeros"], names: [["aten::add"], ["aten::add"]], rebinds: true, negatesFirst: false },
  Adamax: { counters: ["aten::lift_fresh"], names: [], rebinds: true, negatesFirst: true },
  NAdam: {
    counters: ["aten::lift_fresh", "aten::lift_fresh"],
    names: [["aten::div", "aten::sqrt"]],
    rebinds: false,
    negatesFirst: true
  },
  RAdam: { counters: ["aten::lift_fresh"], names: [["aten::div"]], rebinds: false, negatesFirst: false }
};
function adaptive(optimizer, form, parameters) {
  const makeAll = (run) => {
    for (const parameter2 of parameters) makeState2(optimizer, form, parameter2, run);
  };
  let started = optimizer.type === "Adagrad";
  return {
    begin: (run) => {
      if (optimizer.type === "Adagrad") makeAll(run);
    },
    step(run) {
      if (!started) makeAll(run);
      started = true;
      if (form === "single_tensor") singleTensor2(optimizer, parameters, run);
      if (form === "foreach") foreach2(optimizer, parameters, run);
    }
  };
}
function adaptiveStates(optimizer) {
  if (optimizer.type === "RMSprop") return 1 + (optimizer.momentum > 0 ? 1 : 0) + (optimizer.centered ? 1 : 0);
  return optimizer.type === "Adagrad" ? 1 : 2;
}
function makeState2(optimizer, form, { shape }, run) {
  const { recorder, device } = run;
  if (form === "fused") recorder.allocate("aten::zeros", FLOAT32_BYTES, "optimizer");
  else if (device.kind === "cpu") {
    for (const operator2 of RULES[optimizer.type].counters) recorder.allocate(operator2, FLOAT32_BYTES, "optimizer");
  }
  const operator = optimizer.type === "Adagrad" ? "aten::full_like" : "aten::zeros_like";
  for (let i = 0; i < adaptiveStates(optimizer); i += 1) recorder.label(allocate(run, operator, shape), "optimizer");
}
function singleTensor2(optimizer, parameters, run) {
  const { recorder } = run;
  const { names, rebinds } = RULES[optimizer.type];
  const grad = new Name(recorder);
  const variables = names.map(() => new Name(recorder));
  for (const { shape } of parameters) {
    if (rebinds || !optimizer.maximize) grad.unbind();
    if (optimizer.maximize) grad.bind(allocate(run, "aten::neg", shape));
    if (addsWeightDecay2(optimizer)) grad.bind(allocate(run, "aten::add", shape));
    for (const [index, variable] of variables.entries()) {
      const made = operatorsOf(optimizer, names[index] ?? []).map((operator) => allocate(run, operator, shape));
      const held = made.pop();
      for (const each of made) recorder.drop(each);
      if (held) variable.bind(held);
    }
    if (optimizer.type === "Adamax") recorder.drop(allocate(run, "aten::abs", shape));
    if (optimizer.type === "RAdam") recorder.drop(allocate(run, "aten::mul", shape));
  }
  grad.unbind();
  for (const variable of variables) variable.unbind();
}
function operatorsOf(optimizer, operators) {
  return optimizer.type === "RMSprop" && optimizer.centered ? ["aten::addcmul"] : operators;
}
function foreach2(optimizer, parameters, run) {
  const { recorder } = run;
  const { names, negatesFirst } = RULES[optimizer.type];
  const list = (operator) => foreachResult(run, operator.replace("aten::", "aten::_foreach_"), parameters);
  const negate = () => optimizer.maximize ? list("aten::neg") : void 0;
  const first = negatesFirst ? negate() : void 0;
  countOnHost(run);
  const negated = negatesFirst ? first : negate();
  const copied = negated ?? (addsWeightDecay2(optimizer) ? list("aten::add") : void 0);
  if (optimizer.type === "Adamax") return dropList(recorder, copied ?? list("aten::abs"));
  if (optimizer.type === "RAdam") {
    dropList(recorder, copied ?? []);
    return dropList(recorder, list("aten::sqrt"));
  }
  const divisors = names.map((operators) => list(operatorsOf(optimizer, operators).at(-1) ?? ""));
  if (optimizer.type === "Adagrad") return dropLists(recorder, [...divisors, copied ?? list("aten::mul")]);
  dropLists(recorder, [copied ?? [], ...divisors]);
}
function countOnHost({ recorder, device }) {
  if (device.kind === "cpu") recorder.drop(recorder.allocate("aten::lift_fresh", FLOAT32_BYTES));
}
function dropLists(recorder, lists) {
  for (const list of lists) dropList(recorder, list);
}
function addsWeightDecay2(optimizer) {
  const decoupled = "decoupled_weight_decay" in optimizer && optimizer.decoupled_weight_decay;
  return optimizer.weight_decay !== 0 && !decoupled;
}

// src/predict/layers/sgd.ts
function sgd(optimizer, form, parameters) {
  const buffers = /* @__PURE__ */ new Map();
  const forms = { single_tensor: singleTensor3, foreach: foreach3, fused };
  return (run) => forms[form](optimizer, parameters, buffers, run);
}
function sgdStates({ momentum }) {
  return momentum === 0 ? 0 : 1;
}
function singleTensor3(optimizer, parameters, buffers, run) {
  const { recorder } = run;
  const grad = new Name(recorder);
  for (const parameter2 of parameters) {
    const { shape } = parameter2;
    if (optimizer.maximize) grad.bind(allocate(run, "aten::neg", shape));
    else grad.unbind();
    if (optimizer.weight_decay !== 0) grad.bind(allocate(run, "aten::add", shape));
    if (optimizer.momentum === 0) continue;
    momentumBuffer("aten::clone", parameter2, buffers, run);
    if (optimizer.nesterov) grad.bind(allocate(run, "aten::add", shape));
    else grad.unbind();
  }
  grad.unbind();
}
function foreach3(optimizer, parameters, buffers, run) {
  const copied = optimizer.maximize || optimizer.weight_decay !== 0;
  const operator = optimizer.maximize ? "aten::_foreach_neg" : "aten::_foreach_add";
  const grads = copied ? foreachResult(run, operator, parameters) : [];
  if (optimizer.momentum !== 0) {
    for (const parameter2 of parameters) momentumBuffer("aten::clone", parameter2, buffers, run);
  }
  dropList(run.recorder, grads);
}
function fused(optimizer, parameters, buffers, run) {
  if (optimizer.momentum === 0) return;
  for (const parameter2 of parameters) momentumBuffer("aten::empty_like", parameter2, buffers, run);
}
function momentumBuffer(operator, parameter2, buffers, run) {
  if (buffers.has(parameter2)) return;
  const buffer = allocate(run, operator, parameter2.shape);
  run.recorder.label(buffer, "optimizer");
  buffers.set(parameter2, buffer);
}

// src/predict/layers/optimizer.ts
function buildOptimizer(optimizer, parameters, device) {
  const known = checked(optimizer);
  const form = formOf(known, device);
  switch (known.type) {
    case "SGD":
      return stateless(sgd(known, form, parameters));
    case "Adam":
    case "AdamW":
      return stateless(adam(known, form, parameters));
    case "RAdam":
      checkRectified(optimizer, form);
      return adaptive(known, form, parameters);
    default:
      return adaptive(known, form, parameters);
  }
}
function stateless(step) {
  return { begin: () => void 0, step };
}
function statesAParameter(optimizer) {
  const known = checked(optimizer);
  switch (known.type) {
    case "SGD":
      return sgdStates(known);
    case "Adam":
    case "AdamW":
      return adamStates(known);
    default:
      return adaptiveStates(known);
  }
}
function formOf(optimizer, { kind }) {
  const { foreach: foreach4, fused: fused2 } = { fused: null, ...optimizer };
  if (foreach4 === null && fused2 === null) return kind === "cuda" ? "foreach" : "single_tensor";
  if (fused2) return "fused";
  return foreach4 ? "foreach" : "single_tensor";
}
function checkRectified(optimizer, form) {
  if (form !== "single_tensor") return;
  const problem = "takes more in a loop once its variance is rectified, after the steps that are traced";
  throw new Unpredictable(subjectOf2(optimizer), problem, "set `foreach: true`");
}
function checked(optimizer) {
  if ("fused" in optimizer && optimizer.foreach && optimizer.fused) {
    throw new Unpredictable(subjectOf2(optimizer), "cannot be foreach and fused at once", "keep one of the two");
  }
  if (optimizer.type === "SGD" && optimizer.nesterov && (optimizer.momentum <= 0 || optimizer.dampening !== 0)) {
    throw new Unpredictable(
      subjectOf2(optimizer),
      "cannot be nesterov without momentum or with dampening",
      "set a momentum and no dampening"
    );
  }
  return optimizer;
}
function subjectOf2(optimizer) {
  return { label: `optimizer ${optimizer.type}`, place: optimizer.place };
}

// src/predict/layers/summary.ts
function summarize(leaves, input) {
  let shape = input;
  const layers = leaves.map(({ layer, module }) => {
    shape = module.outputShape(shape);
    return { name: layer.name, type: layer.type, output_shape: shape, parameters: count(module.parameters) };
  });
  const parameters = layers.reduce((sum2, layer) => sum2 + layer.parameters, 0);
  return { parameters, trainable_parameters: parameters, layers };
}
function nominalBytes(model, training, batchSize, trace) {
  const parameters = count(allParameters(model)) * FLOAT32_BYTES;
  const batch = batchBytes(training, batchSize);
  const buffers = modulesInOrder(model).flatMap((module) => module.buffers);
  return {
    parameters: bytes(parameters),
    buffers: bytes(buffers.reduce((sum2, buffer) => sum2 + buffer.bytes, 0)),
    gradients: bytes(parameters),
    optimizer: bytes(parameters * statesAParameter(training.optimizer)),
    batch: bytes(batch.inputs + batch.targets),
    activations: bytes(activationBytes(trace))
  };
}
function activationBytes(trace) {
  return trace.reduce(
    (sum2, event) => event.op === "alloc" && event.category === "activations" && event.step === 1 ? sum2 + event.bytes : sum2,
    0
  );
}
function count(parameters) {
  return parameters.reduce((sum2, { shape }) => sum2 + numel3(shape), 0);
}

// src/predict/traced-engine.ts
var whole2 = pipe(int().check(_nonnegative()), transform(bytes));
var TraceDocument = strictObject({
  schema: literal("vram-budget/trace@2"),
  torch: string().check(_regex(/^\d+\.\d+/)),
  batch_size: int().check(_positive()),
  events: array(TracedEvent),
  /** What the trace had to guess, each with its line of code. */
  guesses: array(string()),
  nominal_bytes: strictObject({
    parameters: whole2,
    buffers: whole2,
    gradients: whole2,
    optimizer: whole2,
    batch: whole2
  }),
  parameters: int().check(_nonnegative()),
  trainable_parameters: int().check(_nonnegative())
});
function asTraced(training) {
  return { ...training, warmup: 0, steps: TRAINING_STEPS };
}
function checkedTraces(ask) {
  const known = /* @__PURE__ */ new Map();
  const checked2 = async (batchSize) => {
    const answer = await ask(batchSize);
    if (answer.kind === "failed") return answer;
    const { data } = TraceDocument.safeParse(answer.trace);
    if (data?.batch_size === batchSize) return { kind: "traced", document: data };
    return { kind: "failed", detail: "the probe's trace is not in its own form" };
  };
  return (batchSize) => {
    const answer = known.get(batchSize) ?? checked2(batchSize);
    known.set(batchSize, answer);
    return answer;
  };
}
async function predictTraced(traceAt, training, device, allocConf = "") {
  const answer = await traceAt(training.batch_size);
  if (answer.kind === "failed") return unknown(training, answer);
  const { events, torch, parameters, trainable_parameters, guesses, nominal_bytes } = answer.document;
  const trace = withKernels(events, device, releaseOf(torch));
  const conf = parseAllocConf(allocConf);
  const profile = profileOf(trace, device, conf);
  return {
    kind: "predicted",
    engine: "traced",
    torch,
    device,
    model: { parameters, trainable_parameters, layers: [] },
    nominal_bytes: { ...nominal_bytes, activations: bytes(activationBytes(trace)) },
    trace,
    profile,
    intervals: intervalsOf(trace, profile, device, { conf, guesses: guesses.length }),
    alloc_conf: allocConf,
    notes: [
      ...training.distributed === void 0 ? [] : [ofTheFirst(training.distributed)],
      ...device.communicator === void 0 ? [] : [COMMUNICATOR],
      ...training.compile ? [EAGER] : [],
      ...notesOn(trace),
      ...guesses.map((guess) => `guessed: ${guess}`)
    ]
  };
}
var COMMUNICATOR = "a communicator of NCCL is assumed, and stands with the CUDA context";
var EAGER = "torch.compile is predicted as eager: fused operators may need less, CUDA graphs (mode: reduce-overhead) more";
function ofTheFirst({ processes, strategy }) {
  const others = strategy === "zero1" ? "the others have the state of other parameters" : "no other needs more";
  return `predicted for the first of ${processes} processes, with a card each; ${others}`;
}
var UNSEEN = [
  [new RegExp(`^${CUDNN}$`), "cuDNN's workspaces are assumed: it chooses them on the card"],
  [/_flash_attention/, "what flash attention takes follows its source, not yet a recording"],
  [/_cudnn_attention/, "what cuDNN's attention takes for its plan is not known"]
];
function notesOn(trace) {
  const operators = new Set(trace.flatMap((event) => event.op === "alloc" ? [event.operator] : []));
  return UNSEEN.filter(([operator]) => [...operators].some((each) => operator.test(each))).map(([, note]) => note);
}
function unknown({ model, place }, { detail, advice }) {
  const reason = {
    place: model.kind === "callable" ? model.place : place,
    what: detail,
    advice: advice ?? "install what the model imports beside torch, or measure it"
  };
  return { kind: "unknown", model: void 0, reasons: [reason] };
}
function cardOf({ name, compute_capability, multiprocessors, usable_bytes }) {
  return { name, compute_capability, multiprocessors, memory_bytes: usable_bytes };
}

export {
  profileOf,
  tiersOf,
  releaseOf,
  cublasWorkspaceBytes,
  CUBLAS_HANDLES,
  CUDNN,
  convolutionWorkspaces,
  isDepthwise,
  intervalsOf,
  contextDoubt,
  intervalAround,
  isTensor,
  contiguous,
  layerNormPartials,
  isKernelOperator,
  withKernels,
  TORCH_RELEASE,
  FLOAT32_BYTES,
  INT64_BYTES,
  parameter,
  numel3 as numel,
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
  STATELESS,
  allParameters,
  Recorder,
  buildOptimizer,
  moveModel,
  train,
  evaluate,
  summarize,
  nominalBytes,
  TraceDocument,
  asTraced,
  checkedTraces,
  predictTraced,
  cardOf
};
