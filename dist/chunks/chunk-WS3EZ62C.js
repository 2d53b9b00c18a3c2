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
} from "./chunk-ZNJQI6Z4.js";
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
  const allocate2 = (allocation) => {
    trace.push({ op: "alloc", id: born, ...allocation });
    return born++;
  };
  for (const event of events) {
    if (event.op === "alloc") {
      const { op: _, id, ...allocation } = event;
      ids.set(id, allocate2(allocation));
    } else if (event.op === "free") {
      trace.push({ ...event, id: ids.get(event.id) ?? event.id });
    } else {
      const { operator, module, phase, step } = event;
      const at = { operator, module, phase, step };
      if (operator === "cublas") {
        allocate2({ ...at, bytes: cublasWorkspaceBytes(device.compute_capability), category: "workspace" });
        continue;
      }
      for (const together of scratchOf2(event, device)) {
        const scratch = together.map((size) => allocate2({ ...at, bytes: bytes(size), category: "temporary" }));
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
  const count2 = numel(indices.shape);
  if (count2 <= 3072 || typeof weights !== "number") return [];
  const segments = Math.floor(count2 / 10) + Math.min(count2, weights);
  return [[8 * count2, 8 * count2, 8 * count2, 4 * segments * (grad.shape.at(-1) ?? 1)]];
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
  return { apply, next, subject, saved: references };
}
function backward(recorder, loss, root) {
  recorder.keep(root.storage);
  let grad = root;
  for (let node = loss.node; node !== void 0 && grad !== void 0; node = node.next) {
    checkVersions(node);
    const incoming = grad;
    grad = node.apply(incoming);
    recorder.drop(incoming.storage);
    for (const { storage } of node.saved) recorder.drop(storage);
  }
  if (grad !== void 0) recorder.drop(grad.storage);
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

// src/predict/layers/tensor.ts
var FLOAT32_BYTES2 = 4;
var INT64_BYTES = 8;
function parameter(shape) {
  return { shape, storage: void 0, grad: void 0 };
}
function numel2(shape) {
  return shape.reduce((product, size) => product * size, 1);
}
function float32Bytes(shape) {
  return numel2(shape) * FLOAT32_BYTES2;
}

// src/predict/layers/run.ts
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
  recorder.allocate("cublas", cublasWorkspaceBytes(device.compute_capability), "workspace");
}
function reduce({ recorder, device }, operator, shape, dims) {
  if (device.kind !== "cuda") return;
  for (const { buffer_bytes, semaphore_bytes } of reductionScratch(device, shape, dims)) {
    const buffer = recorder.allocate(operator, buffer_bytes);
    const semaphores = recorder.allocate(operator, semaphore_bytes);
    recorder.drop(semaphores);
    recorder.drop(buffer);
  }
}

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
function train({ model, criterion, step }, training, batchSize, run) {
  const { recorder } = run;
  const parameters = allParameters(model);
  const [inputs, targets] = [new Name(recorder), new Name(recorder)];
  const [output, loss] = [new Name(recorder), new Name(recorder)];
  for (let number2 = 1; number2 <= TRAINING_STEPS; number2 += 1) {
    inputs.unbind();
    targets.unbind();
    recorder.enter("setup", number2);
    const batch = loadBatch(training, batchSize, run);
    inputs.bind(batch.inputs.storage);
    targets.bind(batch.targets.storage);
    zeroGrad(parameters, run);
    recorder.enter("forward", number2);
    const result = model.forward(batch.inputs, run);
    output.bind(result.storage);
    const scalar = criterion(result, batch.targets, run);
    loss.bind(scalar.storage);
    recorder.enter("backward", number2);
    runBackward(scalar, run);
    recorder.enter("optimizer", number2);
    step(run);
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
  const sizes = batchBytes(training, batchSize);
  return { inputs: toDevice(inputs, sizes.inputs, run), targets: toDevice(targets, sizes.targets, run) };
}
function batchBytes(training, batchSize) {
  const [inputs, targets] = batchShapes(training, batchSize);
  const targetBytes = training.target.kind === "classes" ? numel2(targets) * INT64_BYTES : float32Bytes(targets);
  return { inputs: float32Bytes(inputs), targets: targetBytes };
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
  backward(run.recorder, loss, { shape: [], storage });
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
  if (form === "fused") recorder.allocate("aten::zeros", FLOAT32_BYTES2, "optimizer");
  else if (device.kind === "cpu") recorder.allocate("aten::lift_fresh", FLOAT32_BYTES2, "optimizer");
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
  if (run.device.kind === "cpu") recorder.drop(recorder.allocate("aten::lift_fresh", FLOAT32_BYTES2));
  const decays = addsWeightDecay(optimizer) && !optimizer.maximize;
  const decayed = decays ? foreachResult(run, "aten::_foreach_add", parameters) : [];
  dropList(recorder, decayed);
  dropList(recorder, negated);
  dropList(recorder, foreachResult(run, "aten::_foreach_sqrt", parameters));
}
function addsWeightDecay({ type, weight_decay }) {
  return type === "Adam" && weight_decay !== 0;
}

// src/predict/layers/sgd.ts
function sgd(optimizer, form, parameters) {
  const buffers = /* @__PURE__ */ new Map();
  const forms = { single_tensor: singleTensor2, foreach: foreach2, fused };
  return (run) => forms[form](optimizer, parameters, buffers, run);
}
function sgdStates({ momentum }) {
  return momentum === 0 ? 0 : 1;
}
function singleTensor2(optimizer, parameters, buffers, run) {
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
function foreach2(optimizer, parameters, buffers, run) {
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
  return known.type === "SGD" ? sgd(known, form, parameters) : adam(known, form, parameters);
}
function statesAParameter(optimizer) {
  const known = checked(optimizer);
  return known.type === "SGD" ? sgdStates(known) : adamStates(known);
}
function formOf({ foreach: foreach3, fused: fused2 }, { kind }) {
  if (foreach3 === null && fused2 === null) return kind === "cuda" ? "foreach" : "single_tensor";
  if (fused2) return "fused";
  return foreach3 ? "foreach" : "single_tensor";
}
function checked(optimizer) {
  if (optimizer.foreach && optimizer.fused) {
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
  const parameters = layers.reduce((sum, layer) => sum + layer.parameters, 0);
  return { parameters, trainable_parameters: parameters, layers };
}
function nominalBytes(model, training, batchSize, trace) {
  const parameters = count(allParameters(model)) * FLOAT32_BYTES2;
  const batch = batchBytes(training, batchSize);
  const buffers = modulesInOrder(model).flatMap((module) => module.buffers);
  return {
    parameters: bytes(parameters),
    buffers: bytes(buffers.reduce((sum, buffer) => sum + buffer.bytes, 0)),
    gradients: bytes(parameters),
    optimizer: bytes(parameters * statesAParameter(training.optimizer)),
    batch: bytes(batch.inputs + batch.targets),
    activations: bytes(activationBytes(trace))
  };
}
function activationBytes(trace) {
  return trace.reduce(
    (sum, event) => event.op === "alloc" && event.category === "activations" && event.step === 1 ? sum + event.bytes : sum,
    0
  );
}
function count(parameters) {
  return parameters.reduce((sum, { shape }) => sum + numel2(shape), 0);
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
  const answer = await ask({ ...training, warmup: 0, steps: TRAINING_STEPS }, device);
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
    nominal_bytes: { ...nominal_bytes, activations: bytes(activationBytes(trace)) },
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
function cardOf({ name, compute_capability, multiprocessors, usable_bytes }) {
  return { name, compute_capability, multiprocessors, memory_bytes: usable_bytes };
}

export {
  profileOf,
  deviceBytesOf,
  Unpredictable,
  subjectOf,
  shapeText,
  makeNode,
  accumulate,
  FLOAT32_BYTES2 as FLOAT32_BYTES,
  INT64_BYTES,
  parameter,
  numel2 as numel,
  float32Bytes,
  allocate,
  allocateIndices,
  useCublas,
  reduce,
  STATELESS,
  allParameters,
  dropList,
  Recorder,
  buildOptimizer,
  moveModel,
  train,
  evaluate,
  summarize,
  nominalBytes,
  TraceDocument,
  predictTraced,
  cardOf
};
