import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  FLOAT32_BYTES,
  KERNELS,
  MOST_ACCUMULATED,
  Name,
  Scratch,
  TRAINING_STEPS,
  TracedEvent,
  Unpredictable,
  allParameters,
  allocate,
  batchBytes,
  cublasLtWorkspace,
  cublasWorkspaceBytes,
  isKernelOperator,
  isTensor,
  itemBytes,
  modulesInOrder,
  number,
  numbers,
  numel,
  releaseOf
} from "./chunk-5KZKMP4T.js";
import {
  Allocator
} from "./chunk-7OKXMFRY.js";
import {
  DEFAULT_ALLOC_CONF,
  parseAllocConf
} from "./chunk-LVUBKEZX.js";
import {
  _nonnegative,
  _positive,
  _regex,
  array,
  int,
  literal,
  nullable,
  pipe,
  strictObject,
  string,
  transform
} from "./chunk-E2Y7L7HE.js";
import {
  bytes,
  sumBytes
} from "./chunk-O56B5XNW.js";

// src/memory/convolution-workspaces.ts
var CUDNN = "cudnn";
function convolutionWorkspaces(convolution2, computeCapability) {
  const { input, output, kernel, groups, transposed, element_bytes, channels_last } = convolution2;
  const [, channels = 1] = input;
  const [, filters = 1] = output;
  const needsCopies = hasTensorCores(element_bytes, computeCapability) && !channels_last && !isDepthwise({ channels, filters, groups, transposed });
  const copies = needsCopies ? (numel2(input) + numel2(output)) * element_bytes : 0;
  const backward = bytes(numel2(kernel) > 1 ? 2 * copies : copies);
  return { forward: bytes(copies), input_gradient: backward, weight_gradient: backward };
}
function hasTensorCores(elementBytes, computeCapability) {
  return Number.parseInt(computeCapability, 10) >= (elementBytes === 2 ? 7 : 8);
}
function isDepthwise(convolution2) {
  const { channels, filters, groups, transposed } = convolution2;
  return !transposed && groups > 1 && groups === channels && filters % channels === 0;
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
function numel2(shape) {
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
  return run.profile(outsideOf(device));
}
function tiersOf(trace, device, conf = DEFAULT_ALLOC_CONF) {
  const store = device.kind === "cuda" ? cachingStore(conf) : countingStore();
  const sizes = /* @__PURE__ */ new Map();
  let [held, allocated, reserved] = [0, 0, 0];
  for (const event of trace) {
    if (event.op === "alloc") {
      const size = store.allocate(event);
      sizes.set(event.id, size);
      held += size;
      allocated = Math.max(allocated, held);
    } else {
      store.free(event.id);
      held -= sizes.get(event.id) ?? 0;
    }
    reserved = Math.max(reserved, store.reserved());
  }
  return {
    allocated_bytes: bytes(allocated),
    reserved_bytes: bytes(reserved),
    device_bytes: bytes(reserved + sumBytes(Object.values(outsideOf(device))))
  };
}
function outsideOf(device) {
  const none = bytes(0);
  if (device.kind === "cpu") return { context_bytes: none, communicator_bytes: none };
  return { context_bytes: device.context_bytes, communicator_bytes: device.communicator?.bytes ?? none };
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
  const sizes = /* @__PURE__ */ new Map();
  let held = 0;
  return {
    allocate({ id, bytes: size }) {
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
  free(id, moment) {
    const storage = this.#alive.get(id);
    this.#enter(moment);
    if (storage === void 0) throw new RangeError(`Cannot replay the trace: storage ${id} is freed and not alive`);
    this.#alive.delete(id);
    this.#store.free(id);
    this.#count(storage.category, -storage.size);
    this.#note(moment);
  }
  profile(outside) {
    const { event, counts, allocated } = this.#peak ?? { event: void 0, counts: zeros(), allocated: 0 };
    const { phase = "setup", step = 0, operator = "", module = "" } = event ?? {};
    return {
      allocated_bytes: bytes(allocated),
      overhead_bytes: bytes(this.#reservedPeak - allocated),
      reserved_bytes: bytes(this.#reservedPeak),
      ...outside,
      device_bytes: bytes(this.#reservedPeak + sumBytes(Object.values(outside))),
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
    const sizes = [profile, ...others].map((each) => each[tier]);
    return {
      part: "cuDNN workspaces",
      below_bytes: bytes(profile[tier] - Math.min(...sizes)),
      above_bytes: bytes(Math.max(...sizes) - profile[tier]),
      reason: `none, up to ${WORKSPACE_SHARES[1]} times the rule's`
    };
  };
  return { allocated: doubt("allocated_bytes"), reserved: doubt("reserved_bytes") };
}
function share(part, of, part_of, reason) {
  const size = bytes(Math.round(of * part_of));
  return { part, below_bytes: size, above_bytes: size, reason };
}
function intervalAround(number2, all) {
  const doubts = all.filter(({ below_bytes, above_bytes }) => below_bytes > 0 || above_bytes > 0);
  return {
    low_bytes: bytes(Math.max(0, number2 - sumBytes(doubts.map(({ below_bytes }) => below_bytes)))),
    high_bytes: bytes(number2 + sumBytes(doubts.map(({ above_bytes }) => above_bytes))),
    doubts
  };
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
    groups: number(call, "groups"),
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
  const [first = 1, second = 1, ...kernel] = weight.shape;
  const [batch = 1, , ...sizes] = shape;
  const transposed = call["transposed"] === true;
  const axis = (size, dim) => {
    const span = (dilation[dim] ?? 1) * ((kernel[dim] ?? 1) - 1);
    const [step, pad] = [stride[dim] ?? 1, padding[dim] ?? 0];
    const more = numbers(call, "output_padding")[dim] ?? 0;
    if (transposed) return (size - 1) * step - 2 * pad + span + more + 1;
    return Math.floor((size + 2 * pad - span - 1) / step) + 1;
  };
  return [batch, transposed ? second * number(call, "groups") : first, ...sizes.map(axis)];
}
function present(sizes) {
  return sizes.filter((size) => size > 0);
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
    const scratch = new Scratch((size) => allocate2({ ...at, bytes: bytes(size), category: "temporary" }), free);
    scratch.within(() => KERNELS[operator](call, { device, release }, scratch));
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
    if (!started) for (const parameter of parameters) makeState(optimizer, form, parameter, run);
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
    for (const parameter of parameters) makeState2(optimizer, form, parameter, run);
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
  for (const parameter of parameters) {
    const { shape } = parameter;
    if (optimizer.maximize) grad.bind(allocate(run, "aten::neg", shape));
    else grad.unbind();
    if (optimizer.weight_decay !== 0) grad.bind(allocate(run, "aten::add", shape));
    if (optimizer.momentum === 0) continue;
    momentumBuffer("aten::clone", parameter, buffers, run);
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
    for (const parameter of parameters) momentumBuffer("aten::clone", parameter, buffers, run);
  }
  dropList(run.recorder, grads);
}
function fused(optimizer, parameters, buffers, run) {
  if (optimizer.momentum === 0) return;
  for (const parameter of parameters) momentumBuffer("aten::empty_like", parameter, buffers, run);
}
function momentumBuffer(operator, parameter, buffers, run) {
  if (buffers.has(parameter)) return;
  const buffer = allocate(run, operator, parameter.shape);
  run.recorder.label(buffer, "optimizer");
  buffers.set(parameter, buffer);
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
  throw new Unpredictable(subjectOf(optimizer), problem, "set `foreach: true`");
}
function checked(optimizer) {
  if ("fused" in optimizer && optimizer.foreach && optimizer.fused) {
    throw new Unpredictable(subjectOf(optimizer), "cannot be foreach and fused at once", "keep one of the two");
  }
  if (optimizer.type === "SGD" && optimizer.nesterov && (optimizer.momentum <= 0 || optimizer.dampening !== 0)) {
    throw new Unpredictable(
      subjectOf(optimizer),
      "cannot be nesterov without momentum or with dampening",
      "set a momentum and no dampening"
    );
  }
  return optimizer;
}
function subjectOf(optimizer) {
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
  const parameters = count(allParameters(model)) * FLOAT32_BYTES;
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
  return parameters.reduce((sum, { shape }) => sum + numel(shape), 0);
}

// src/predict/traced-engine.ts
var whole = pipe(int().check(_nonnegative()), transform(bytes));
var TraceDocument = strictObject({
  schema: literal("vram-budget/trace@2"),
  torch: string().check(_regex(/^\d+\.\d+/)),
  /** Null where only the command that was traced knows it. */
  batch_size: nullable(int().check(_positive())),
  events: array(TracedEvent),
  /** What the trace had to guess, each with its line of code. */
  guesses: array(string()),
  nominal_bytes: strictObject({
    parameters: whole,
    buffers: whole,
    gradients: whole,
    optimizer: whole,
    batch: whole
  }),
  parameters: int().check(_nonnegative()),
  trainable_parameters: int().check(_nonnegative())
});
function asTraced(training) {
  const gradient_accumulation = Math.min(training.gradient_accumulation, MOST_ACCUMULATED);
  return { ...training, warmup: 0, steps: TRAINING_STEPS, gradient_accumulation };
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
  if (answer.kind === "failed") {
    const { model, place } = training;
    const advice = "install what the model imports beside torch, or measure it";
    return unknown(model.kind === "callable" ? model.place : place, answer, advice);
  }
  const notes = [
    ...training.distributed === void 0 ? [] : [ofTheFirst(training.distributed)],
    ...device.communicator === void 0 ? [] : [COMMUNICATOR],
    ...training.compile ? [EAGER] : []
  ];
  return replayed(answer.document, device, allocConf, { processes: training.distributed?.processes ?? 1, notes });
}
async function predictCommand(traceAt, { place, batch_size }, device, allocConf = "") {
  const answer = await traceAt(batch_size ?? null);
  if (answer.kind === "failed") return unknown(place, answer, "measure it, or describe its model beside it");
  return replayed(answer.document, device, allocConf, { processes: 1, notes: [COMMAND] });
}
var COMMAND = `the command itself was run under fake tensors, up to its optimizer step ${TRAINING_STEPS}: what comes after, as an evaluation, is not in it`;
function replayed(document, device, allocConf, { processes, notes }) {
  const { events, torch, parameters, trainable_parameters, guesses, nominal_bytes } = document;
  const trace = withKernels(events, device, releaseOf(torch));
  const conf = parseAllocConf(allocConf);
  const profile = profileOf(trace, device, conf);
  return {
    kind: "predicted",
    engine: "traced",
    torch,
    device,
    processes,
    model: { parameters, trainable_parameters, layers: [] },
    nominal_bytes: { ...nominal_bytes, activations: bytes(activationBytes(trace)) },
    trace,
    profile,
    intervals: intervalsOf(trace, profile, device, { conf, guesses: guesses.length }),
    alloc_conf: allocConf,
    guesses: guesses.length,
    notes: [...notes, ...notesOn(trace), ...guesses.map((guess) => `guessed: ${guess}`)]
  };
}
var COMMUNICATOR = "a communicator of NCCL is assumed beside the CUDA context";
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
function unknown(place, { detail, advice }, otherwise) {
  return { kind: "unknown", model: void 0, reasons: [{ place, what: detail, advice: advice ?? otherwise }] };
}
function cardOf({ name, compute_capability, multiprocessors, usable_bytes }) {
  return { name, compute_capability, multiprocessors, memory_bytes: usable_bytes };
}

export {
  CUDNN,
  convolutionWorkspaces,
  isDepthwise,
  profileOf,
  tiersOf,
  intervalsOf,
  contextDoubt,
  intervalAround,
  withKernels,
  buildOptimizer,
  summarize,
  nominalBytes,
  TraceDocument,
  asTraced,
  checkedTraces,
  predictTraced,
  predictCommand,
  cardOf
};
