import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  Allocator,
  DEFAULT_ALLOC_CONF
} from "./chunk-D5K465JO.js";
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
  pipe,
  record,
  strictObject,
  string,
  transform,
  union
} from "./chunk-KKNXXX34.js";
import {
  KIB,
  MIB,
  bytes
} from "./chunk-O56B5XNW.js";

// src/memory/replay.ts
var MAX_POINTS = 4e3;
function profileOf(trace, device, conf = DEFAULT_ALLOC_CONF) {
  const store = device.kind === "cuda" ? cachingStore(conf) : countingStore();
  const run = new Run(store);
  for (const event of trace) {
    if (event.op === "alloc") run.allocate(event);
    else run.free(event.id, event);
  }
  return run.profile(bytes(device.kind === "cuda" ? device.context_bytes : 0));
}
function deviceBytesOf(trace, device, conf = DEFAULT_ALLOC_CONF) {
  const store = device.kind === "cuda" ? cachingStore(conf) : countingStore();
  let peak = 0;
  for (const event of trace) {
    if (event.op === "alloc") store.allocate(event.id, event.bytes);
    else store.free(event.id);
    peak = Math.max(peak, store.reserved());
  }
  return bytes(peak + (device.kind === "cuda" ? device.context_bytes : 0));
}
function cachingStore(conf) {
  const allocator = new Allocator({ conf });
  const blocks = /* @__PURE__ */ new Map();
  return {
    allocate(id, size) {
      const block = allocator.malloc(size);
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
  const sizes = /* @__PURE__ */ new Map();
  let held = 0;
  return {
    allocate(id, size) {
      sizes.set(id, size);
      held += size;
      return size;
    },
    free(id) {
      held -= sizes.get(id) ?? 0;
      sizes.delete(id);
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
  #peak;
  constructor(store) {
    this.#store = store;
  }
  allocate(event) {
    this.#enter(event);
    const size = this.#store.allocate(event.id, event.bytes);
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

// src/memory/reduction.ts
var FLOAT32_BYTES = 4;
var INT32_MAX = 2 ** 31 - 1;
var MAX_THREADS = 512;
var WARP = 32;
function reductionScratch(device, shape, dims, strides = contiguous(shape)) {
  return pieces(geometryOf(shape, dims, strides)).map((piece) => scratchOf(device, piece)).filter((scratch) => scratch !== void 0);
}
function contiguous(shape) {
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
function pieces(geometry) {
  const all = [...geometry.reduced, ...geometry.kept];
  const extents = all.map(({ size: size2, stride }) => (size2 - 1) * stride * FLOAT32_BYTES);
  if (extents.reduce((sum, extent) => sum + extent, 1) <= INT32_MAX) return [geometry];
  const largest = extents.lastIndexOf(Math.max(...extents));
  const size = all[largest]?.size ?? 1;
  const half = Math.floor(size / 2);
  return [half, size - half].flatMap((part) => pieces(resized(geometry, largest, part)));
}
function resized({ reduced, kept }, index, size) {
  const resize = (each, at) => at === index ? { ...each, size } : each;
  return { reduced: reduced.map(resize), kept: kept.map((each, at) => resize(each, at + reduced.length)) };
}
function scratchOf(device, geometry) {
  const inputs = elements(geometry.reduced);
  const outputs = elements(geometry.kept);
  const alongInput = reducesFastest(geometry);
  const { vector, width, height } = blockOf(geometry, inputs, outputs, alongInput);
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
    buffer_bytes: bytes(FLOAT32_BYTES * outputs * blocks * lanes),
    semaphore_bytes: bytes(4 * grid)
  };
}
function reducesFastest({ reduced, kept }) {
  const [input, output] = [reduced[0], kept[0]];
  return output === void 0 || input !== void 0 && input.stride < output.stride;
}
function blockOf({ reduced, kept }, inputs, outputs, alongInput) {
  const fastest = alongInput ? reduced[0] : kept[0];
  const vectorized = fastest?.stride === 1;
  const vector = vectorized && !alongInput ? outputVector({ reduced, kept }) : 1;
  let across = alongInput ? inputs : outputs;
  if (vectorized && alongInput && across > 128 && reduced.length === 1) across = Math.floor(across / 4);
  const threads = MAX_THREADS / vector;
  const x = lastPowerOfTwo(Math.floor(across / vector), threads);
  const y = lastPowerOfTwo(alongInput ? outputs : inputs, threads);
  const height = Math.min(y, Math.floor(threads / Math.min(x, WARP)));
  return { vector, height, width: Math.min(x, Math.floor(threads / height)) };
}
function outputVector({ reduced, kept }) {
  const [first, ...rest] = kept;
  const numbers = [first?.size ?? 1, ...reduced.map(({ stride }) => stride), ...rest.map(({ stride }) => stride)];
  return [4, 2].find((vector) => numbers.every((n) => n % vector === 0)) ?? 1;
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

// src/memory/workspaces.ts
var DEFAULT_BYTES = (4096 * 2 + 16 * 8) * KIB;
var LARGE_BYTES = 32 * MIB;
function cublasWorkspaceBytes(computeCapability) {
  const major = computeCapability.slice(0, computeCapability.indexOf("."));
  return bytes(["9", "10", "12"].includes(major) ? LARGE_BYTES : DEFAULT_BYTES);
}
var CUBLASLT_OWN_WORKSPACE_BYTES = bytes(0);

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
    ...moment
  }),
  strictObject({ op: literal("free"), id: whole, ...moment }),
  KernelCall
]);
function isTensor(operand) {
  return typeof operand === "object" && operand !== null && "shape" in operand;
}

// src/predict/kernels.ts
function withKernels(events, device) {
  const trace = [];
  const ids = /* @__PURE__ */ new Map();
  let born = 0;
  const allocate = (allocation) => {
    trace.push({ op: "alloc", id: born, ...allocation });
    return born++;
  };
  for (const event of events) {
    if (event.op === "alloc") {
      const { op: _, id, ...allocation } = event;
      ids.set(id, allocate(allocation));
    } else if (event.op === "free") {
      trace.push({ ...event, id: ids.get(event.id) ?? event.id });
    } else {
      const { operator, module, phase, step } = event;
      const at = { operator, module, phase, step };
      if (operator === "cublas") {
        allocate({ ...at, bytes: cublasWorkspaceBytes(device.compute_capability), category: "workspace" });
        continue;
      }
      for (const together of scratchOf2(event, device)) {
        const scratch = together.map((size) => allocate({ ...at, bytes: bytes(size), category: "temporary" }));
        for (const id of scratch.toReversed()) trace.push({ op: "free", id, phase, step });
      }
    }
  }
  return trace;
}
function scratchOf2({ operator, call }, device) {
  switch (operator) {
    case "aten::sum":
    case "aten::mean":
      return reduction(tensor(call["self"]), call["dim"], device);
    case "aten::index_put":
    case "aten::index_put_":
      return indexPut(call["indices"]);
    case "aten::embedding_dense_backward":
      return embeddingBackward(tensor(call["indices"]), tensor(call["grad_output"]), call["num_weights"]);
    case "aten::_scaled_dot_product_flash_attention_backward":
      return flashBackward(tensor(call["query"]), tensor(call["key"]));
    case "aten::_scaled_dot_product_efficient_attention_backward":
      return efficientBackward(tensor(call["query"]));
    default:
      throw new Error(`Cannot tell what ${operator} takes for itself`);
  }
}
function reduction({ shape, stride }, written, device) {
  const named = Array.isArray(written) ? written.filter((each) => typeof each === "number") : [];
  const dims = named.length > 0 ? named.map((dim) => (dim + shape.length) % shape.length) : shape.map((_, dim) => dim);
  return reductionScratch(device, shape, dims, stride).map(({ buffer_bytes, semaphore_bytes }) => [
    buffer_bytes,
    semaphore_bytes
  ]);
}
function indexPut(indices) {
  const first = Array.isArray(indices) ? indices.find(isTensor) : void 0;
  return first === void 0 ? [] : [Array.from({ length: 5 }, () => 8 * numel(first.shape))];
}
function embeddingBackward(indices, grad, weights) {
  const count = numel(indices.shape);
  if (count <= 3072 || typeof weights !== "number") return [];
  const segments = Math.floor(count / 10) + Math.min(count, weights);
  return [[8 * count, 8 * count, 8 * count, 4 * segments * (grad.shape.at(-1) ?? 1)]];
}
function flashBackward(query, key) {
  const [batch = 1, heads = 1, length = 1, width = 1] = query.shape;
  const [, keyHeads = 1, keyLength = 1] = key.shape;
  const rows = roundUp(length, 128);
  const expanded = batch * keyLength * heads * width * bytesOf(query);
  return [
    [
      4 * batch * heads * rows,
      4 * batch * heads * rows * roundUp(width, width <= 128 ? 32 : 64),
      ...keyHeads === heads ? [] : [expanded, expanded]
    ]
  ];
}
function efficientBackward(query) {
  const [batch = 1, heads = 1, length = 1, width = 1] = query.shape;
  const sums = 4 * batch * heads * length;
  return [bytesOf(query) < 4 ? [sums, sums * width] : [sums]];
}
function tensor(operand) {
  if (isTensor(operand)) return operand;
  throw new Error("Cannot read a kernel's operands: a tensor is missing");
}
function bytesOf({ dtype }) {
  return dtype === "float16" || dtype === "bfloat16" ? 2 : 4;
}
function numel(shape) {
  return shape.reduce((product, size) => product * size, 1);
}
function roundUp(n, multiple) {
  return Math.ceil(n / multiple) * multiple;
}

// src/predict/traced-engine.ts
var whole2 = pipe(int().check(_nonnegative()), transform(bytes));
var TraceDocument = strictObject({
  schema: literal("vram-budget/trace@1"),
  torch: string(),
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
async function predictTraced(ask, training, device) {
  const answer = await ask(training, device);
  if (answer.kind === "failed") return unknown(training, answer.detail);
  const document = TraceDocument.safeParse(answer.trace);
  if (!document.success) return unknown(training, "the probe's trace is not in its own form");
  const { events, torch, parameters, trainable_parameters, guesses, nominal_bytes } = document.data;
  const trace = withKernels(events, device);
  return {
    kind: "predicted",
    engine: "traced",
    torch,
    device,
    model: { parameters, trainable_parameters, layers: [] },
    nominal_bytes: { ...nominal_bytes, activations: activationsOf(trace) },
    trace,
    profile: profileOf(trace, device),
    notes: [NOT_SEEN, ...guesses.map((guess) => `guessed: ${guess}`)]
  };
}
var NOT_SEEN = "cuDNN's workspaces are left out: cuDNN chooses them on the card; scratch of attention kernels follows their source, not yet a recording";
function unknown({ model, place }, detail) {
  const reason = {
    place: model.kind === "callable" ? model.place : place,
    what: detail,
    advice: "install what the model imports beside torch, or measure it"
  };
  return { kind: "unknown", model: void 0, reasons: [reason] };
}
function activationsOf(trace) {
  const kept = trace.filter((event) => event.op === "alloc" && event.category === "activations" && event.step === 1);
  return bytes(kept.reduce((sum, event) => sum + (event.op === "alloc" ? event.bytes : 0), 0));
}
function cardOf({ name, compute_capability, multiprocessors, usable_bytes }) {
  return { name, compute_capability, multiprocessors, memory_bytes: usable_bytes };
}

export {
  profileOf,
  deviceBytesOf,
  reductionScratch,
  cublasWorkspaceBytes,
  TraceDocument,
  predictTraced,
  cardOf
};
