import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  whatIf
} from "./chunk-DTIZBPZC.js";
import {
  isRecord,
  outputShape,
  parseSource,
  valueAt
} from "./chunk-PVOBDLUI.js";
import {
  rankOf
} from "./chunk-GR4LICOH.js";
import {
  formatPath,
  formatProblem,
  readSource,
  require_dist
} from "./chunk-YX2XW4PC.js";
import {
  DEVICES,
  contextOf,
  deviceOf,
  findDevice
} from "./chunk-MOITJ7TZ.js";
import {
  MOST_IMPORTS,
  processRecording
} from "./chunk-7KKLJMQC.js";
import {
  WAS_TRIED
} from "./chunk-L43PWQLL.js";
import {
  verdictOf,
  worstOf
} from "./chunk-BPQOIUYM.js";
import {
  withAcceptance
} from "./chunk-B4N5WTQT.js";
import {
  LARGEST_BATCH,
  batchCurve,
  largestWithin
} from "./chunk-D6I7ENPW.js";
import {
  SHARED_KEYS
} from "./chunk-RR4CAR5Y.js";
import {
  PLAIN_RECIPE,
  described,
  takesBatch,
  withBatchSize
} from "./chunk-XF5CK6HT.js";
import {
  CUDNN,
  asTraced,
  buildOptimizer,
  checkedTraces,
  contextDoubt,
  convolutionWorkspaces,
  intervalAround,
  intervalsOf,
  isDepthwise,
  nominalBytes,
  predictCommand,
  predictTraced,
  profileOf,
  summarize,
  tiersOf,
  withKernels
} from "./chunk-HHCPQFQX.js";
import {
  CUBLAS_HANDLES,
  FLOAT32_BYTES,
  INT64_BYTES,
  Recorder,
  STATELESS,
  TORCH_RELEASE,
  Unpredictable,
  accumulate,
  allParameters,
  allocate,
  allocateIndices,
  contiguous,
  cublasWorkspaceBytes,
  evaluate,
  float32Bytes,
  gradient,
  isKernelOperator,
  isTensor,
  layerNormPartials,
  letGo,
  makeNode,
  moveModel,
  numel,
  parameter,
  reduce,
  releaseOf,
  scratch,
  scratchOf,
  shapeText,
  smOf,
  subjectOf,
  train,
  useCublas
} from "./chunk-5KZKMP4T.js";
import {
  MIN_BLOCK_SIZE,
  roundUp
} from "./chunk-7OKXMFRY.js";
import {
  EXPANDABLE,
  parseAllocConf
} from "./chunk-LVUBKEZX.js";
import {
  CATEGORIES,
  PHASES
} from "./chunk-MPJ5O2UK.js";
import {
  observedContext
} from "./chunk-SABYHMZX.js";
import {
  UserError
} from "./chunk-J3R7NUH7.js";
import {
  MIB,
  bytes,
  sumBytes
} from "./chunk-O56B5XNW.js";
import {
  __toESM
} from "./chunk-LZQXQOPJ.js";

// src/compare/budget.ts
function limitOf({ budget }, device) {
  return budget.kind === "size" ? budget.limit_bytes : bytes(Math.floor(budget.share * device.usable_bytes));
}
function budgetResult(training, device, prediction, measurement, extrapolation) {
  const need = measuredNeed(device, measurement) ?? extrapolatedNeed(extrapolation) ?? predictedNeed(prediction);
  if (need === void 0) return void 0;
  const limit_bytes = limitOf(training, device);
  return {
    device,
    usable_bytes: device.usable_bytes,
    limit_bytes,
    needed_bytes: need.bytes,
    low_bytes: need.low,
    high_bytes: need.high,
    from: need.from,
    headroom_bytes: limit_bytes - need.bytes
  };
}
var TIGHT = 0.05;
function isTight(needed, high, limit) {
  return limit - needed < TIGHT * limit || high > limit;
}
function measuredNeed(device, measurement) {
  if (!isMeasuredOn(device, measurement)) return void 0;
  const { document } = measurement;
  const failed2 = document.out_of_memory;
  const least = failed2 === null ? 0 : failed2.reserved_bytes + failed2.requested_bytes + document.context_bytes;
  const needed = bytes(Math.max(document.device_bytes, least));
  return { bytes: needed, low: needed, high: needed, from: "measurement" };
}
function isMeasuredOn(device, measurement) {
  return measurement.kind === "measured" && measurement.document.device.kind === "cuda" && measurement.document.device.name === device.name;
}
function extrapolatedNeed(extrapolation) {
  if (extrapolation?.card === void 0) return void 0;
  const { device_bytes, interval } = extrapolation.card;
  return { bytes: device_bytes, low: interval.low_bytes, high: interval.high_bytes, from: "extrapolation" };
}
function predictedNeed(prediction) {
  if (prediction.kind === "unknown") return void 0;
  const { profile, intervals } = prediction;
  const { low_bytes: low, high_bytes: high } = intervals.device;
  return { bytes: profile.device_bytes, low, high, from: "prediction" };
}

// src/compare/enumerated.ts
var ENUMERATED = ["parameters", "buffers", "gradients", "optimizer", "batch"];
function enumeratedAtPeaks(trace2, device) {
  const walk = new Walk((size) => device.kind === "cuda" ? roundUp(size, MIN_BLOCK_SIZE) : size);
  for (const event of trace2) {
    walk.enter(event);
    if (event.op === "alloc") walk.born(event.id, event.category, event.bytes);
    else walk.died(event.id);
    walk.note(event);
  }
  return Object.fromEntries([...walk.peaks].map(([phase, { alive }]) => [phase, alive]));
}
var Walk = class {
  peaks = /* @__PURE__ */ new Map();
  #sizeOf;
  #storages = /* @__PURE__ */ new Map();
  #alive = /* @__PURE__ */ new Map();
  #total = 0;
  #moment;
  constructor(sizeOf) {
    this.#sizeOf = sizeOf;
  }
  /** What is alive when a phase begins counts for it, as in a profile. */
  enter(moment) {
    if (moment.phase !== this.#moment?.phase || moment.step !== this.#moment.step) this.note(moment);
    this.#moment = moment;
  }
  born(id, category, requested) {
    const size = this.#sizeOf(requested);
    this.#storages.set(id, { category, size });
    this.#count(category, size);
  }
  died(id) {
    const { category, size } = this.#storages.get(id) ?? { category: "temporary", size: 0 };
    this.#storages.delete(id);
    this.#count(category, -size);
  }
  note({ phase }) {
    if (this.#total <= (this.peaks.get(phase)?.total ?? -1)) return;
    const of = (category) => bytes(this.#alive.get(category) ?? 0);
    const alive = {
      parameters: of("parameters"),
      buffers: of("buffers"),
      gradients: of("gradients"),
      optimizer: of("optimizer"),
      batch: of("batch")
    };
    this.peaks.set(phase, { total: this.#total, alive });
  }
  #count(category, size) {
    this.#alive.set(category, (this.#alive.get(category) ?? 0) + size);
    this.#total += size;
  }
};

// src/compare/difference.ts
var DIFFERENCE_PARTS = [
  ...ENUMERATED,
  "data parallel",
  "held between steps",
  "code that the prediction did not see",
  "peak in another phase",
  "library workspace",
  "allocator overhead",
  "CUDA context",
  "other processes"
];
function differenceOf(predicted, document, expected, isOfOneProcess) {
  const tensors = tensorParts(predicted, document, expected, isOfOneProcess ? dataParallelBytes(document) : 0);
  const around = aroundTensors(predicted, document);
  const deltas = { ...tensors.parts, ...around };
  return {
    total_bytes: document.device_bytes - predicted.profile.device_bytes,
    parts: DIFFERENCE_PARTS.map((name) => ({ name, delta_bytes: deltas[name] })).filter(
      ({ delta_bytes }) => delta_bytes !== 0
    ),
    unexplained_bytes: tensors.unexplained
  };
}
function mainReason({ parts, unexplained_bytes, total_bytes }) {
  const reasons = [...parts, { name: "unexplained", delta_bytes: unexplained_bytes }];
  const along = reasons.filter(({ delta_bytes }) => delta_bytes * total_bytes > 0);
  return along.toSorted((a, b) => Math.abs(b.delta_bytes) - Math.abs(a.delta_bytes))[0];
}
function aroundTensors({ profile, device }, document) {
  const { reserved_bytes, allocated_bytes, context_bytes, co_tenants } = document;
  const others = sumBytes(co_tenants.map(({ used_bytes }) => used_bytes));
  const highest = device.kind === "cuda" ? device.context_high_bytes + (device.communicator?.high ?? 0) : 0;
  const ofOthers = Math.min(others, Math.max(context_bytes - highest, 0));
  return {
    "allocator overhead": reserved_bytes - allocated_bytes - profile.overhead_bytes,
    "CUDA context": context_bytes - ofOthers - profile.context_bytes - profile.communicator_bytes,
    "other processes": ofOthers
  };
}
function tensorParts(predicted, document, expected, dataParallel) {
  const { profile } = predicted;
  const { phase, observed_bytes, predicted_bytes } = sharedPhase(predicted, document);
  const found = enumeratedDeltas(predicted, document, expected, phase);
  const unreached = observed_bytes - predicted_bytes - sum(ENUMERATED.map((name) => found[name]));
  const held = upTo(unreached, heldDelta(predicted, document, found));
  const parallel = upTo(held, dataParallel);
  const workspace = withinDoubt(unreached - held, predicted);
  const { seen, unseen } = withoutUnseenModules(predicted, document, found);
  return {
    parts: {
      ...seen,
      "data parallel": parallel,
      "held between steps": held - parallel,
      "code that the prediction did not see": unseen + document.allocated_bytes - observed_bytes,
      "peak in another phase": predicted_bytes - profile.allocated_bytes,
      "library workspace": workspace
    },
    unexplained: unreached - held - workspace
  };
}
function sharedPhase({ profile }, { peak, phases, allocated_bytes }) {
  const own = profile.phases[peak.phase];
  if (own !== void 0)
    return { phase: peak.phase, observed_bytes: allocated_bytes, predicted_bytes: own.allocated_bytes };
  const shared = PHASES.flatMap((phase) => {
    const [observed, expected] = [phases[phase], profile.phases[phase]];
    if (observed === void 0 || expected === void 0) return [];
    return [{ phase, observed_bytes: observed.allocated_bytes, predicted_bytes: expected.allocated_bytes }];
  });
  const [highest] = shared.toSorted((a, b) => b.observed_bytes - a.observed_bytes);
  return highest ?? { phase: profile.peak.phase, observed_bytes: 0, predicted_bytes: profile.allocated_bytes };
}
function enumeratedDeltas(predicted, document, expected, phase) {
  const { device } = predicted;
  const { peak } = document;
  const delta = (name) => peak.categories[name] - (expected[phase]?.[name] ?? 0);
  const same = peak.phase === phase;
  const batch = device.kind === "cpu" ? upTo(delta("batch"), batchDelta(predicted, document)) : delta("batch");
  return {
    parameters: delta("parameters"),
    buffers: delta("buffers"),
    gradients: same ? delta("gradients") : 0,
    optimizer: delta("optimizer"),
    batch: same ? batch : 0
  };
}
function withoutUnseenModules({ model }, { parameters }, found) {
  if (parameters <= model.parameters) return { seen: found, unseen: 0 };
  const own = ["parameters", "buffers", "gradients", "optimizer"];
  const more = Object.fromEntries(own.map((name) => [name, Math.max(found[name], 0)]));
  const seen = { ...found, ...Object.fromEntries(own.map((name) => [name, found[name] - (more[name] ?? 0)])) };
  return { seen, unseen: sum(Object.values(more)) };
}
function heldDelta(predicted, document, found) {
  const { profile, nominal_bytes } = predicted;
  const { step_peaks, peak, nominal_bytes: observed } = document;
  const before = step_peaks.findLast(({ step }) => step < peak.step) ?? step_peaks[0];
  if (before === void 0) return 0;
  const lasting = found.parameters + found.buffers + found.optimizer;
  const gradients = observed.gradients - nominal_bytes.gradients;
  const batch = batchDelta(predicted, document);
  return before.end_allocated_bytes - profile.between_steps_bytes - lasting - gradients - batch;
}
function dataParallelBytes({ distributed }) {
  return distributed === null ? 0 : distributed.gradient_bucket_bytes + distributed.unsharded_bytes;
}
function batchDelta({ nominal_bytes }, document) {
  return document.nominal_bytes.batch - nominal_bytes.batch;
}
function withinDoubt(delta, { intervals }) {
  const doubt = intervals.allocated.doubts.find((each) => each.part === "cuDNN workspaces");
  const [below, above] = [doubt?.below_bytes ?? 0, doubt?.above_bytes ?? 0];
  return upTo(delta, delta < 0 ? 0 - below : above);
}
function upTo(whole, explained) {
  return whole < 0 ? Math.max(whole, Math.min(explained, 0)) : Math.min(whole, Math.max(explained, 0));
}
function sum(numbers) {
  return numbers.reduce((total, each) => total + each, 0);
}

// src/compare/comparison.ts
function comparisonOf(training, predicted, measurement) {
  if (predicted?.kind !== "predicted" || measurement.kind !== "measured") return void 0;
  const { document } = measurement;
  if (document.out_of_memory !== null) return void 0;
  const expected = enumeratedAtPeaks(predicted.trace, predicted.device);
  return {
    device: predicted.device,
    predicted,
    categories: categoryRows(predicted, document, expected),
    tiers: tierRows(predicted, document),
    phases: phaseRows(predicted, document),
    difference: differenceOf(predicted, document, expected, described(training)?.distributed === void 0),
    tolerance: training.tolerance
  };
}
function categoryRows(predicted, document, expected) {
  const rows = document.device.kind === "cpu" ? countedRows(predicted, document) : enumeratedRows(predicted, document, expected[predicted.profile.peak.phase]);
  return rows.filter((each) => each.predicted_bytes > 0 || each.observed_bytes > 0);
}
function countedRows({ profile }, { peak }) {
  return CATEGORIES.map((name) => row(name, profile.peak.categories[name], peak.categories[name]));
}
function enumeratedRows({ profile }, { peak }, expected) {
  const rows = ENUMERATED.map(
    (name) => row(name, expected?.[name] ?? 0, peak.categories[name])
  );
  const reached = sumBytes(rows.map(({ predicted_bytes }) => predicted_bytes));
  const rest = row("activations + workspace + temporary", profile.allocated_bytes - reached, peak.unattributed_bytes);
  return [...rows, rest];
}
function phaseRows({ profile }, { phases }) {
  return PHASES.flatMap((name) => {
    const predicted_bytes = profile.phases[name]?.allocated_bytes;
    const observed_bytes = phases[name]?.allocated_bytes;
    if (predicted_bytes === void 0 && observed_bytes === void 0) return [];
    const both = predicted_bytes !== void 0 && observed_bytes !== void 0;
    return [
      { name, predicted_bytes, observed_bytes, delta_bytes: both ? observed_bytes - predicted_bytes : void 0 }
    ];
  });
}
function tierRows({ profile }, document) {
  const tiers = document.device.kind === "cpu" ? ["allocated"] : ["allocated", "reserved", "device"];
  return tiers.map((name) => row(name, profile[`${name}_bytes`], document[`${name}_bytes`]));
}
function row(name, predicted, observed) {
  return {
    name,
    predicted_bytes: bytes(predicted),
    observed_bytes: bytes(observed),
    delta_bytes: observed - predicted
  };
}

// src/compare/named-files.ts
function filesNamedBy({ run, folder }, files) {
  const words = new Set(run.split(/[\s'"=,;|&<>()]+/).map((word) => word.replace(/^(\.\/)+/, "")));
  const within = folder === "" ? "" : `${folder}/`;
  return files.filter((file) => file.startsWith(within) && words.has(file.slice(within.length)));
}

// src/compare/measured-change.ts
function measuredChange(training, base, measurement, changed) {
  if (base === void 0 || measurement.kind !== "measured") return void 0;
  const { document } = measurement;
  if (document.out_of_memory !== null || document.device.name !== base.device) return void 0;
  const { device_bytes: head_bytes, imports } = document;
  return {
    base_sha: base.sha,
    base_bytes: base.device_bytes,
    head_bytes,
    delta_bytes: head_bytes - base.device_bytes,
    changed_files: changed && imports && ofTraining(training, imports, changed),
    changed_versions: changedVersions(base.versions, versionsOf(document))
  };
}
function ofTraining(training, imports, changed) {
  if (imports.length >= MOST_IMPORTS) return void 0;
  const named = training.kind === "command" ? filesNamedBy(training, changed) : [];
  return changed.filter((file) => imports.includes(file) || named.includes(file));
}
function versionsOf({ device, packages }) {
  const { torch, cuda, driver, python } = device;
  const known = { ...packages, torch, cuda, driver, python };
  return Object.fromEntries(Object.entries(known).filter((entry) => entry[1] !== null));
}
function changedVersions(base, head) {
  return Object.keys(head).toSorted().flatMap((name) => {
    const [was, is] = [Object.hasOwn(base, name) ? base[name] : void 0, head[name]];
    return was === void 0 || is === void 0 || was === is ? [] : [{ name, base: was, head: is }];
  });
}
function growthFindings(change, tolerance) {
  const measured2 = change?.measured;
  const predicted = predictedDelta(change);
  if (measured2 === void 0 || predicted === void 0) return [];
  const { base_bytes, delta_bytes } = measured2;
  const isMoved = (delta) => Math.abs(delta) > tolerance * base_bytes;
  if (isMoved(predicted) || !isMoved(delta_bytes) || !isMoved(delta_bytes - predicted)) return [];
  return [{ kind: delta_bytes > 0 ? "growth" : "shrinkage", tolerance, ...measured2 }];
}
function predictedDelta(change) {
  switch (change?.kind) {
    case "unchanged":
      return 0;
    case "changed":
      return change.delta_bytes;
    case "unknown":
      return change.keys?.length === 0 ? 0 : void 0;
    case "new":
    case void 0:
      return void 0;
  }
}

// src/compare/filling-batch.ts
var MOSTLY_IDLE = 0.5;
function fillingBatch(budget, batches, batchSize) {
  if (budget === void 0 || batches === void 0 || batchSize === void 0) return void 0;
  const { max_batch_size, curve } = batches;
  const isIdle = budget.needed_bytes < MOSTLY_IDLE * budget.limit_bytes;
  if (!isIdle || max_batch_size <= batchSize || max_batch_size >= LARGEST_BATCH) return void 0;
  return curve.find(({ batch_size }) => batch_size === max_batch_size);
}

// src/compare/passed-over.ts
var LEAST_DRIVER = { 11: 450, 12: 525, 13: 580 };
function whyPassedOver({ card: { driver }, device: { torch, cuda } }) {
  if (cuda === null) return { kind: "no-cuda-build", torch };
  const least = LEAST_DRIVER[Number.parseInt(cuda, 10)];
  if (least !== void 0 && Number.parseInt(driver, 10) < least)
    return { kind: "driver-too-old", driver, cuda, least };
  return { kind: "not-used" };
}

// src/compare/batch-shapes.ts
function varyingShapes({ steps, batch_shapes }) {
  return batch_shapes.filter((shape) => shape.steps < steps);
}
function largestShape(shapes) {
  return shapes.toSorted((a, b) => shapeBytes(b) - shapeBytes(a))[0];
}
function timesLarger(shapes) {
  let [largest, times] = [0, -1];
  for (const shape of shapes) {
    const size = shapeBytes(shape);
    if (size <= largest) continue;
    largest = size;
    times += 1;
  }
  return Math.max(times, 0);
}
function shapeBytes({ tensors }) {
  return tensors.reduce((sum2, tensor) => sum2 + tensorBytes(tensor), 0);
}
function tensorBytes(tensor) {
  const [, dtype = "", shape = ""] = /^(\w+)\[([\d, ]*)\]$/.exec(tensor) ?? [];
  const sizes = shape === "" ? [] : shape.split(",").map(Number);
  return sizes.reduce((product2, size) => product2 * size, elementBytes(dtype));
}
function elementBytes(dtype) {
  const [bits = "8"] = /\d+/.exec(dtype) ?? [];
  return Number(bits) / 8;
}

// src/compare/expandable.ts
function isExpandable(alloc_conf) {
  return /\bexpandable_segments:true\b/i.test(alloc_conf);
}
function replayedExpandable({ recording }, comparison) {
  const recorded = recording?.format === "pickle" ? readRecording(recording.content) : void 0;
  if (recorded !== void 0) return ofRecording(recorded);
  return comparison === void 0 ? void 0 : ofPrediction(comparison);
}
function ofRecording(recording) {
  const { alloc_conf } = recording;
  const before = alloc_conf === "" ? "" : `${alloc_conf},`;
  const { reserved_bytes } = whatIf(recording, alloc_conf, void 0, "");
  const expandable = whatIf(recording, `${before}${EXPANDABLE}`, void 0, "");
  return { of: "recorded step", reserved_bytes, expandable_reserved_bytes: expandable.reserved_bytes };
}
function ofPrediction({ predicted, device }) {
  const conf = { ...parseAllocConf(predicted.alloc_conf), expandable_segments: true };
  const { reserved_bytes } = tiersOf(predicted.trace, device, conf);
  return {
    of: "predicted training",
    reserved_bytes: predicted.profile.reserved_bytes,
    expandable_reserved_bytes: reserved_bytes
  };
}
function readRecording(content) {
  try {
    const recording = processRecording(content);
    if (recording !== void 0) parseAllocConf(recording.alloc_conf);
    return recording;
  } catch (error) {
    if (error instanceof RangeError) return void 0;
    throw error;
  }
}

// src/compare/leak.ts
var LEAST_STEPS = 6;
var ALMOST_ALL = 0.9;
var HORIZON_STEPS = 1e3;
var NEGLIGIBLE = 0.01;
function growthOf(document) {
  const ends = withoutFallAtTheEnd(document.step_peaks.map(({ end_allocated_bytes }) => end_allocated_bytes));
  if (ends.length < LEAST_STEPS) return void 0;
  const growths = ends.slice(1).map((end, index) => end - (ends[index] ?? 0));
  const grown2 = growths.filter((growth) => growth > 0).length - timesLarger(varyingShapes(document));
  if (grown2 < ALMOST_ALL * growths.length) return void 0;
  const median = growths.toSorted((a, b) => a - b)[Math.floor(growths.length / 2)] ?? 0;
  if (median * HORIZON_STEPS < NEGLIGIBLE * document.allocated_bytes) return void 0;
  return { bytes_per_step: bytes(median), steps: ends.length };
}
function withoutFallAtTheEnd(ends) {
  const [before = 0, last = 0] = ends.slice(-2);
  return last < before ? ends.slice(0, -1) : ends;
}

// src/compare/observed-findings.ts
function observedFindings(measured2, budget, comparison) {
  const { document, ranks } = measured2;
  return [
    ...leakFindings(document, budget),
    ...retryFindings(document),
    ...fragmentationFindings(measured2, comparison),
    ...shapeFindings(document),
    ...tenantFindings(document),
    ...rankFindings(ranks)
  ];
}
function leakFindings(document, budget) {
  const growth = growthOf(document);
  if (growth === void 0) return [];
  const leak = { on: document.device.kind, ...growth };
  if (budget?.from !== "measurement" || budget.headroom_bytes < 0) return [{ kind: "leak", ...leak }];
  const steps_to_limit = Math.floor(budget.headroom_bytes / growth.bytes_per_step);
  if (steps_to_limit <= HORIZON_STEPS) return [{ kind: "leak-over-budget", ...leak, steps_to_limit }];
  return [{ kind: "leak", ...leak, steps_to_limit }];
}
function retryFindings({ num_alloc_retries, device }) {
  if (num_alloc_retries === 0) return [];
  return [{ kind: "retries", retries: num_alloc_retries, expandable: isExpandable(device.alloc_conf) }];
}
var FRAGMENTED = 0.25;
var LEAST_OVERHEAD = 256 * MIB;
function fragmentationFindings(measured2, comparison) {
  const { allocated_bytes, reserved_bytes, device } = measured2.document;
  const overhead_bytes = bytes(Math.max(reserved_bytes - allocated_bytes, 0));
  if (overhead_bytes < LEAST_OVERHEAD || overhead_bytes < FRAGMENTED * allocated_bytes) return [];
  const expandable = isExpandable(device.alloc_conf);
  const replayed = expandable ? void 0 : replayedExpandable(measured2, comparison);
  return [{ kind: "fragmentation", overhead_bytes, allocated_bytes, expandable, replayed }];
}
function shapeFindings(document) {
  const varying = varyingShapes(document);
  const largest = largestShape(varying);
  if (largest === void 0 || varying.length < 2) return [];
  const { tensors, steps } = largest;
  return [{ kind: "varying-batches", shapes: varying.length, tensors, in_steps: steps, steps: document.steps }];
}
function tenantFindings({ co_tenants, device }) {
  if (co_tenants.length === 0) return [];
  const used_bytes = sumBytes(co_tenants.map((tenant) => tenant.used_bytes));
  return [{ kind: "co-tenant", used_bytes, usable_bytes: device.usable_bytes, processes: co_tenants.length }];
}
var RANKS_APART = 0.1;
function rankFindings(ranks) {
  const ordered = ranks.toSorted((a, b) => a.device_bytes - b.device_bytes);
  const [lowest, highest] = [ordered.at(0), ordered.at(-1)];
  if (lowest === void 0 || highest === void 0) return [];
  if (highest.device_bytes - lowest.device_bytes <= RANKS_APART * highest.device_bytes) return [];
  return [{ kind: "rank-spread", lowest, highest }];
}

// src/compare/way.ts
var COSTS = ["none", "time", "numerics", "hardware", "training"];
var EXPANDABLE_CHANGE = {
  key: "PYTORCH_CUDA_ALLOC_CONF",
  value: EXPANDABLE,
  where: "environment"
};
var NO_WAYS = { ways: [], unknown_ways: [] };
function byCost(a, b) {
  return COSTS.indexOf(a.cost) - COSTS.indexOf(b.cost) || leftOf(b) - leftOf(a);
}
function leftOf({ limit_bytes, device_bytes }) {
  return limit_bytes - device_bytes;
}
function dearest(costs) {
  return COSTS.findLast((cost) => costs.includes(cost)) ?? "none";
}

// src/compare/compare.ts
function compareTraining(compared) {
  const { training, device, prediction, measurement, measuredPrediction, extrapolation, batches, rows } = compared;
  const { verification, passedOver: passedOver2, change, isAccepted: hasLabel = false } = compared;
  const { tolerance } = training;
  const comparison = comparisonOf(training, measuredPrediction, measurement);
  const budget = device === void 0 || prediction === void 0 ? void 0 : budgetResult(training, device, prediction, measurement, extrapolation);
  const findings = [
    ...deviceFindings(device),
    ...unknownFindings(prediction, budget),
    ...measurementFindings(measurement),
    ...passedOverFindings(passedOver2),
    ...budgetFindings(budget),
    ...measurement.kind === "measured" ? observedFindings(measurement, budget, comparison) : [],
    ...driftFindings(comparison),
    ...withAcceptance(growthFindings(change, tolerance), change, { tolerance, hasLabel }),
    ...verificationFindings(verification)
  ];
  return {
    name: training.name,
    place: training.place,
    batch_size: training.batch_size,
    verdict: verdictOf(findings),
    prediction,
    measurement,
    extrapolation,
    verification,
    comparison,
    budget,
    batches,
    tolerance: training.tolerance,
    filling: fillingBatch(budget, batches, training.batch_size),
    at_batch_sizes: device === void 0 ? [] : budgeted(rows, limitOf(training, device)),
    change,
    findings,
    ...NO_WAYS
  };
}
function verificationFindings(verification) {
  return verification === void 0 || verification.kind === "survived" ? [] : [verification];
}
function resultsOf(config, trainings, against = { base: void 0, removed: [] }) {
  return { config, verdict: worstOf(trainings.map(({ verdict }) => verdict)), trainings, ...against };
}
function budgeted(rows, limit) {
  return rows.map((row2) => row2.kind === "unknown" ? row2 : { ...row2, headroom_bytes: limit - row2.device_bytes });
}
function deviceFindings(device) {
  if (device !== void 0) return [];
  return [
    { kind: "no-device", detail: "this machine has no NVIDIA GPU and the config names no device, as `device: l4`" }
  ];
}
function unknownFindings(prediction, budget) {
  if (prediction?.kind !== "unknown" || budget !== void 0) return [];
  return prediction.reasons.map((reason) => ({ kind: "unknown", ...reason }));
}
function measurementFindings(measurement) {
  if (measurement.kind === "not-measured") {
    const { kind: _, ...why } = measurement;
    return [{ kind: WAS_TRIED[why.reason] ? "measurement-failed" : "not-measured", ...why }];
  }
  const { out_of_memory, device } = measurement.document;
  const findings = [];
  if (out_of_memory !== null && device.kind === "cpu") {
    const detail = `the machine's own memory ran out in ${out_of_memory.phase}, which says nothing of a GPU`;
    findings.push({ kind: "measurement-failed", reason: "failed", detail });
  }
  if (out_of_memory !== null && device.kind === "cuda") {
    const { message: _, ...where } = out_of_memory;
    findings.push({ kind: "out-of-memory", ...where });
  }
  return findings;
}
function passedOverFindings(passedOver2) {
  if (passedOver2 === void 0) return [];
  return [{ kind: "not-on-the-card", card: passedOver2.card.name, why: whyPassedOver(passedOver2) }];
}
function budgetFindings(budget) {
  if (budget === void 0) return [];
  const { needed_bytes, low_bytes, high_bytes, limit_bytes, from, headroom_bytes } = budget;
  const fitsAtOneEnd = low_bytes <= limit_bytes && high_bytes > limit_bytes;
  if (from === "extrapolation" && fitsAtOneEnd)
    return [{ kind: "extrapolation-open", low_bytes, high_bytes, limit_bytes }];
  if (headroom_bytes < 0) return [{ kind: "over-budget", needed_bytes, limit_bytes, from }];
  return isTight(needed_bytes, high_bytes, limit_bytes) ? [{ kind: "tight", needed_bytes, high_bytes, limit_bytes }] : [];
}
function driftFindings(comparison) {
  if (comparison === void 0) return [];
  const tier = comparison.device.kind === "cpu" ? "allocated" : "device";
  const row2 = comparison.tiers.find(({ name }) => name === tier);
  if (row2 === void 0 || Math.abs(row2.delta_bytes) <= comparison.tolerance * row2.predicted_bytes) return [];
  const { predicted_bytes, observed_bytes, delta_bytes } = row2;
  const { tolerance, difference } = comparison;
  const mostly = mainReason(difference);
  return [{ kind: "drift", tier, predicted_bytes, observed_bytes, delta_bytes, tolerance, mostly }];
}

// src/compare/verification.ts
function limitOfPrediction(prediction, measurement) {
  if (measurement.kind === "not-measured" || measurement.document.out_of_memory !== null)
    return { kind: "none", verification: void 0 };
  if (prediction?.kind === "predicted") {
    const { reserved, allocated } = prediction.intervals;
    return { kind: "limit", limit_bytes: (prediction.device.kind === "cpu" ? allocated : reserved).high_bytes };
  }
  const detail = "nothing is predicted for the device that was measured";
  return { kind: "none", verification: { kind: "not-verified", detail } };
}
function verificationOf(limit_bytes, measurement) {
  if (measurement.kind === "not-measured") return { kind: "not-verified", detail: measurement.detail };
  const { out_of_memory, num_alloc_retries } = measurement.document;
  if (out_of_memory === null) return { kind: "survived", limit_bytes, num_alloc_retries };
  const { phase, step, requested_bytes, reserved_bytes: held_bytes } = out_of_memory;
  return { kind: "limit-failed", limit_bytes, phase, step, requested_bytes, held_bytes };
}

// src/config/training-source.ts
function trainingSources(file, text, folder) {
  const source = readSource(file, text);
  if (!("value" in source)) return { kind: "problems", problems: source };
  const trainings = valueAt(source.value, "trainings");
  if (isRecord(trainings)) {
    const sources = Object.entries(trainings).map(([name, own]) => sourceOf(file, source, folder, name, own));
    return { kind: "sources", sources };
  }
  const parsed = parseSource(file, source, folder);
  if (parsed.kind === "config") throw new RangeError("A config has a map of trainings");
  return parsed;
}
function sourceOf(file, source, folder, name, own) {
  return {
    name,
    values: isRecord(own) ? { ...sharedValues(source.value), ...own } : {},
    keyPlace: keyPlaceIn(source, name),
    parse: (values) => {
      const alone = isRecord(own) ? values : own;
      const value = { version: valueAt(source.value, "version"), trainings: { [name]: alone } };
      const parsed = parseSource(file, { ...source, value }, folder);
      if (parsed.kind === "problems") return parsed;
      const [training] = parsed.config.trainings;
      if (training === void 0) throw new RangeError(`A config of ${name} has that training`);
      return { kind: "training", training };
    }
  };
}
function sharedValues(config) {
  const found = Object.keys(SHARED_KEYS).map((key) => [key, valueAt(config, key)]);
  return Object.fromEntries(found.filter(([, value]) => value !== void 0));
}
function keyPlaceIn(source, name) {
  const own = ["trainings", name];
  return (path) => {
    const key = path[0] ?? "";
    const isInherited = Object.hasOwn(SHARED_KEYS, key) && valueAt(valueIn(source.value, own), key) === void 0;
    const whole = isInherited && valueAt(source.value, key) !== void 0 ? path : [...own, ...path];
    return source.keyPlace(nearest(source.value, whole));
  };
}
function nearest(value, path) {
  return valueIn(value, path) === void 0 ? nearest(value, path.slice(0, -1)) : path;
}
function valueIn(value, path) {
  return path.reduce(valueAt, value);
}

// src/commands/base-configs.ts
async function bothSides(port, configs) {
  const { found, text } = port;
  const head = headSources(configs);
  const headOf = (name) => head.get(name);
  if (found.kind === "unknown")
    return {
      base: void 0,
      headOf,
      baseOf: () => found,
      measuredChange: () => Promise.resolve(void 0),
      removed: []
    };
  const before = [];
  const open = [];
  for (const config of configs) {
    const was = await text(config.path);
    if (was.kind === "unknown") open.push(was.why);
    if (was.kind === "text") before.push(...sourcesIn(config, was.text, open));
  }
  const base = byName(before);
  const [why] = open;
  return {
    base: found.base,
    headOf,
    measuredChange: async (training, measurement) => {
      if (measurement.kind !== "measured") return void 0;
      const there = await port.measured?.(training.name, measurement.document.device.name);
      return measuredChange(training, there, measurement, found.changed_files);
    },
    baseOf: (name) => {
      const source = base.get(name);
      if (source !== void 0) return { kind: "there", source };
      return why === void 0 ? { kind: "absent" } : { kind: "unknown", why };
    },
    removed: [...base.values()].filter(({ name }) => !head.has(name))
  };
}
function headSources(configs) {
  return byName(configs.flatMap((config) => sourcesIn(config, config.text)));
}
function sourcesIn({ file, folder }, text, open = []) {
  const read = trainingSources(file, text, folder);
  if (read.kind === "sources") return read.sources;
  open.push(...read.problems.slice(0, 1).map((problem) => `the base's ${formatProblem(problem)}`));
  return [];
}
function byName(sources) {
  return new Map(sources.map((source) => [source.name, source]));
}

// src/compare/change-rows.ts
function changeRows(base, head) {
  return PARTS.map(([name, bytesOf]) => {
    const [base_bytes, head_bytes] = [bytesOf(base), bytesOf(head)];
    return { name, base_bytes, head_bytes, delta_bytes: head_bytes - base_bytes };
  }).filter(({ base_bytes, head_bytes }) => base_bytes > 0 || head_bytes > 0);
}
var PARTS = [
  ...CATEGORIES.map((name) => [name, ({ peak }) => peak.categories[name]]),
  ["allocator overhead", ({ overhead_bytes }) => overhead_bytes],
  ["CUDA context", ({ context_bytes }) => context_bytes],
  ["NCCL communicator", ({ communicator_bytes }) => communicator_bytes]
];

// src/config/changed-keys.ts
var import_yaml = __toESM(require_dist(), 1);
function changedKeys(base, head) {
  return changedIn([], base, head);
}
function takenBack(values, keys) {
  return keys.reduce((all, { path, base }) => {
    const changed = withValue(all, path, base);
    return isRecord(changed) ? changed : {};
  }, values);
}
function changedIn(path, base, head) {
  const steps = stepsInto(path, base, head);
  if (steps !== void 0)
    return steps.flatMap((step) => changedIn([...path, step], valueAt(base, step), valueAt(head, step)));
  return isSame(base, head) ? [] : [{ path, base, head }];
}
function stepsInto(path, base, head) {
  if (isRecord(base) && isRecord(head)) {
    const [before, after] = [Object.keys(base), Object.keys(head)];
    const shared = after.some((key) => before.includes(key));
    return shared || path.length === 0 ? [.../* @__PURE__ */ new Set([...after, ...before])] : void 0;
  }
  if (!Array.isArray(base) || !Array.isArray(head) || base.length !== head.length) return void 0;
  const isSameList = head.every((entry, index) => {
    const name = entryName(entry);
    return name !== void 0 && name === entryName(base[index]);
  });
  return isSameList ? head.map((_, index) => index) : void 0;
}
function entryName(entry) {
  if (typeof entry === "string") return entry;
  if (!isRecord(entry)) return void 0;
  const [name, ...others] = Object.keys(entry);
  return others.length === 0 ? name : void 0;
}
function isSame(a, b) {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((entry, index) => isSame(entry, b[index]));
  if (!isRecord(a) || !isRecord(b)) return Object.is(a, b);
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => isSame(a[key], valueAt(b, key)));
}
function withValue(value, path, wanted) {
  const [step, ...rest] = path;
  if (step === void 0) return wanted;
  const inner = withValue(valueAt(value, step), rest, wanted);
  if (Array.isArray(value)) return value.map((entry, index) => index === step ? inner : entry);
  const { [step]: _, ...others } = isRecord(value) ? value : {};
  return inner === void 0 ? others : { ...others, [step]: inner };
}
function flowText(value) {
  return (0, import_yaml.stringify)(value, { collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 }).trimEnd();
}

// src/commands/key-shares.ts
var MOST_TAKEN_BACK = 12;
async function keyShares(changed, head, whole, memo) {
  const keys = [];
  const tied = [];
  let left = MOST_TAKEN_BACK;
  for (const key of inOrder(changed, head)) {
    const without = head.parse(takenBack(head.values, [key]));
    if (without.kind === "problems") tied.push(key);
    else if (await memo.knows(without.training) || left-- > 0)
      keys.push(keyChange(head, [key], shareOf(whole, await memo.profile(without))));
    else keys.push(keyChange(head, [key], "too-many"));
  }
  return inPlaces([...keys, ...await tiedShares(tied, head, whole, memo)]);
}
function keysWithoutShare(changed, head) {
  return inOrder(changed, head).map((key) => keyChange(head, [key], "not-predicted"));
}
async function tiedShares(tied, head, whole, memo) {
  if (tied.length === 0) return [];
  const share = shareOf(whole, await memo.profile(head.parse(takenBack(head.values, tied))));
  return share === "needs-others" ? tied.map((key) => keyChange(head, [key], share)) : [keyChange(head, tied, share)];
}
function shareOf(whole, without) {
  switch (without.kind) {
    case "profile": {
      const { device_bytes, allocated_bytes } = without.profile;
      return { device: whole.device_bytes - device_bytes, allocated: whole.allocated_bytes - allocated_bytes };
    }
    case "problems":
      return "needs-others";
    case "unpredicted":
      return "not-predicted";
  }
}
function keyChange({ keyPlace }, keys, share) {
  const [place, ...also] = keys.map(({ path }) => keyPlace(path));
  if (place === void 0) throw new RangeError("A change has a key");
  return {
    path: keys.map(({ path }) => formatPath(path)).join(", "),
    place,
    ...also.length === 0 ? {} : { also },
    base: textOf(keys.map(({ base }) => base)),
    head: textOf(keys.map(({ head }) => head)),
    ...typeof share === "string" ? { delta_bytes: void 0, allocated_delta_bytes: void 0, no_share: share } : { delta_bytes: share.device, allocated_delta_bytes: share.allocated, no_share: void 0 }
  };
}
var LONGEST_TEXT = 1e3;
function textOf(values) {
  const there = values.filter((value) => value !== void 0);
  if (there.length === 0) return void 0;
  const text = there.map(flowText).join(", ");
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}\u2026`;
}
function inOrder(changed, { keyPlace }) {
  return inPlaces(changed.map((key) => ({ key, place: keyPlace(key.path) }))).map(({ key }) => key);
}
function inPlaces(all) {
  return all.toSorted(({ place: a }, { place: b }) => a.line - b.line || a.column - b.column);
}

// src/commands/training-key.ts
function trainingKey(training, device) {
  const subject = described(training) ?? training;
  const optimizer = subject.kind === "described" ? { optimizer: withoutRates(subject.optimizer) } : {};
  const read = { ...subject, ...optimizer, ...NOT_READ };
  return JSON.stringify([read, device], (_key, value) => isPlace(value) ? void 0 : value);
}
var NOT_READ = {
  device: void 0,
  budget: void 0,
  tolerance: void 0,
  timeout_s: void 0,
  explain: void 0,
  warmup: void 0,
  steps: void 0,
  measure_at: void 0
};
function withoutRates(optimizer) {
  if (optimizer.type === "other" || optimizer.type === "callable") return optimizer;
  return { ...optimizer, lr: void 0, eps: void 0, betas: void 0 };
}
function isPlace(value) {
  return typeof value === "object" && value !== null && Object.keys(value).join() === "file,line,column";
}

// src/commands/prediction-memo.ts
function whyNoProfile(found) {
  return found.kind === "unpredicted" ? found.why : found.problems.slice(0, 1).map(formatProblem).join("");
}
var PredictionMemo = class {
  #deviceOf;
  #predict;
  #devices = /* @__PURE__ */ new Map();
  #predictions = /* @__PURE__ */ new Map();
  constructor(deviceOf2, predict2) {
    this.#deviceOf = deviceOf2;
    this.#predict = predict2;
  }
  /** Keeps what is predicted already. */
  async keep(training, prediction) {
    const device = await this.#device(training);
    if (device !== void 0) this.#predictions.set(trainingKey(training, device), prediction);
  }
  /** Whether it costs nothing. */
  async knows(training) {
    const device = await this.#device(training);
    return device !== void 0 && this.#predictions.has(trainingKey(training, device));
  }
  /** On the card of the training's own config; undefined where none is known. */
  async prediction(training) {
    const device = await this.#device(training);
    if (device === void 0) return void 0;
    const key = trainingKey(training, device);
    const prediction = this.#predictions.get(key) ?? await this.#predict(training, device);
    this.#predictions.set(key, prediction);
    return prediction;
  }
  async profile(parsed) {
    if (parsed.kind === "problems") return parsed;
    const prediction = await this.prediction(parsed.training);
    if (prediction === void 0) return { kind: "unpredicted", why: "there is no card to predict it for" };
    if (prediction.kind === "predicted") return { kind: "profile", profile: prediction.profile };
    return { kind: "unpredicted", why: prediction.reasons.map(({ what }) => what).join("; ") };
  }
  #device(training) {
    const key = JSON.stringify(training.device);
    const found = this.#devices.get(key) ?? this.#deviceOf(training);
    this.#devices.set(key, found);
    return found;
  }
};

// src/commands/training-change.ts
async function changeSince(sides, training, { prediction, measurement, deviceOf: deviceOf2, predictOn }) {
  const measured2 = await sides.measuredChange(training, measurement);
  const head = sides.headOf(training.name);
  const base = sides.baseOf(training.name);
  if (base.kind === "absent") return { kind: "new", measured: measured2 };
  if (base.kind === "unknown" || head === void 0) {
    const why = base.kind === "unknown" ? base.why : "its config was not read from a text";
    return { kind: "unknown", why, keys: void 0, measured: measured2 };
  }
  const memo = new PredictionMemo(deviceOf2, predictOn);
  if (prediction !== void 0) await memo.keep(training, prediction);
  return { ...await predictedChange(base.source, head, memo), measured: measured2 };
}
async function predictedChange(base, head, memo) {
  const changed = changedKeys(base.values, head.values);
  const unknown = (why) => ({ kind: "unknown", why, keys: keysWithoutShare(changed, head) });
  const after = await memo.profile(head.parse(head.values));
  if (after.kind !== "profile") return unknown(whyNoProfile(after));
  const before = await memo.profile(base.parse(base.values));
  if (before.kind !== "profile") return unknown(`the base: ${whyNoProfile(before)}`);
  const { device_bytes: base_bytes } = before.profile;
  const { device_bytes: head_bytes } = after.profile;
  const delta_bytes = head_bytes - base_bytes;
  const categories = changeRows(before.profile, after.profile);
  const keys = await keyShares(changed, head, after.profile, memo);
  const isMoved = categories.some((row2) => row2.delta_bytes !== 0) || keys.some((key) => (key.delta_bytes ?? 0) !== 0 || (key.allocated_delta_bytes ?? 0) !== 0);
  if (!isMoved) return { kind: "unchanged", base_bytes, keys };
  const together_bytes = delta_bytes - keys.reduce((sum2, key) => sum2 + (key.delta_bytes ?? 0), 0);
  return { kind: "changed", base_bytes, head_bytes, delta_bytes, categories, keys, together_bytes };
}

// src/measure/calibrated-device.ts
var KERNELS_SHARE = 0.02;
var OTHER_SOFTWARE_SHARE = 0.2;
function calibrated(device, records, software) {
  const ofCard = records.filter(({ card }) => isSameCard(card, device.name));
  const same = ofCard.filter((record) => isSameSoftware(record, software));
  const chosen = same.length > 0 ? same : ofCard;
  const newest = chosen.toSorted((a, b) => b.measured_on.localeCompare(a.measured_on))[0];
  if (newest === void 0) return device;
  const share = same.length > 0 ? KERNELS_SHARE : OTHER_SOFTWARE_SHARE;
  const [low, high] = [
    Math.min(...chosen.map(({ context_low_bytes }) => context_low_bytes)),
    Math.max(...chosen.map(({ context_high_bytes }) => context_high_bytes))
  ];
  return {
    ...device,
    context_bytes: newest.context_high_bytes,
    context_low_bytes: bytes(Math.floor(low * (1 - share))),
    context_high_bytes: bytes(Math.ceil(high * (1 + share))),
    context_kind: "measured",
    context_source: sourceOf2(newest, same.length > 0, software)
  };
}
function isSameCard(one, other) {
  if (one === other) return true;
  const [first, second] = [findDevice(one), findDevice(other)];
  return first.kind === "device" && second.kind === "device" && first.device.id === second.device.id;
}
function isSameSoftware(record, { driver, torch }) {
  return (driver ?? record.driver) === record.driver && (torch ?? record.torch) === record.torch;
}
function sourceOf2({ driver, torch, measured_on, measurements }, same, now) {
  const times = measurements === 1 ? "" : `, the last of ${measurements}`;
  const measured2 = `measured on ${measured_on} with driver ${driver} and torch ${torch}${times}`;
  const named = [now.driver && `driver ${now.driver}`, now.torch && `torch ${now.torch}`].filter(Boolean).join(" and ");
  return same ? measured2 : `${measured2}, which may be otherwise with ${named}`;
}

// src/commands/runner-device.ts
var DRIVER_RESERVE = 600 * MIB;
function deviceOfGpu(gpu) {
  const found = findDevice(gpu.name);
  if (found.kind !== "device") return void 0;
  const { multiprocessors } = found.device;
  const usable = Math.min(found.device.usable_bytes, gpu.memory_mib * MIB - DRIVER_RESERVE);
  return cudaDevice(gpu.name, usable, gpu.compute_capability, multiprocessors);
}
function deviceOfMeasurement(device) {
  const { kind, name, usable_bytes, compute_capability, multiprocessors } = device;
  if (kind === "cpu" || compute_capability === null || multiprocessors === null) return { kind: "cpu", name: "CPU" };
  return cudaDevice(name, usable_bytes, compute_capability, multiprocessors);
}
function cudaDevice(name, usable, compute_capability, multiprocessors) {
  const context = contextOf({ compute_capability, multiprocessors });
  return {
    kind: "cuda",
    name,
    usable_bytes: bytes(usable),
    compute_capability,
    multiprocessors,
    context_bytes: context.bytes,
    context_low_bytes: context.low,
    context_high_bytes: context.high,
    source: "runner",
    context_kind: "assumed",
    context_source: context.source
  };
}

// src/commands/devices.ts
var NOT_KNOWN = { driver: void 0, torch: void 0 };
async function devicesOf(runnerGpu, { device: choice }, document, known) {
  const software = document === void 0 ? NOT_KNOWN : softwareOf(document);
  const plain = document === void 0 ? void 0 : deviceOfMeasurement(document.device);
  const measured2 = plain?.kind === "cuda" ? calibrated(plain, known, software) : plain;
  if (choice.kind !== "runner") {
    const named = deviceOf(choice);
    return { budget: calibrated(named, known, named.name === measured2?.name ? software : NOT_KNOWN), measured: measured2 };
  }
  if (measured2?.kind === "cuda") return { budget: measured2, measured: measured2 };
  const gpu = await runnerGpu();
  const there = gpu === void 0 ? void 0 : deviceOfGpu(gpu);
  const ofGpu = { driver: gpu?.driver, torch: void 0 };
  return { budget: there === void 0 ? void 0 : calibrated(there, known, ofGpu), measured: measured2 };
}
function softwareOf({ device: { driver, torch } }) {
  return { driver: driver ?? void 0, torch };
}

// src/commands/lent-traces.ts
var LentTraces = class {
  #start;
  #open = /* @__PURE__ */ new Map();
  constructor(start) {
    this.#start = start;
  }
  /** What is started is lent until it is ended. */
  start = (training, device) => {
    const key = keyOf(training, device);
    const session = this.#start(training, device);
    this.#open.set(key, session);
    const end = () => {
      this.#open.delete(key);
      return session.end();
    };
    return { at: session.at, end };
  };
  /** What is open for the training, whatever its batch size; else what is started for it, and ended by who asks. */
  borrow = (training, device) => {
    const session = this.#open.get(keyOf(training, device));
    return session === void 0 ? this.#start(training, device) : { at: session.at, end: () => Promise.resolve() };
  };
};
function keyOf(training, device) {
  return trainingKey(withBatchSize(training, 1), device);
}

// src/compare/line.ts
function lineAt([[first, before], [second, after]], batch) {
  const slope = Math.max(0, (after - before) / (second - first));
  return Math.ceil(after + slope * (batch - second));
}
var GROWTH_SHARE = 0.2;

// src/compare/extrapolation.ts
function extrapolate(documents, measured_at, batch_size, device) {
  const [, large] = documents;
  const allocated_bytes = bytes(allocatedAt(documents, measured_at, batch_size));
  const beyond = distanceDoubt(large.allocated_bytes, allocated_bytes);
  return {
    batch_size,
    measured_at,
    factor: batch_size / measured_at[1],
    measured_on: large.device.name,
    allocated_bytes,
    allocated: intervalAround(allocated_bytes, [beyond]),
    card: device === void 0 || large.device.kind === "cpu" ? void 0 : onCard(documents, reservedAt(documents, measured_at, batch_size, allocated_bytes), device)
  };
}
function allocatedAt(documents, batches, batch) {
  const peaks = PHASES.flatMap((phase) => {
    const [before, after] = documents.map(({ phases }) => phases[phase]?.allocated_bytes);
    return before === void 0 || after === void 0 ? [] : [lineAt(pointsOf(batches, before, after), batch)];
  });
  return Math.max(documents[1].allocated_bytes, ...peaks);
}
function reservedAt([small, large], batches, batch, allocated) {
  const line = lineAt(pointsOf(batches, small.reserved_bytes, large.reserved_bytes), batch);
  return bytes(Math.max(line, allocated + (large.reserved_bytes - large.allocated_bytes)));
}
function pointsOf([first, second], before, after) {
  return [
    [first, before],
    [second, after]
  ];
}
function onCard(documents, reserved_bytes, budget) {
  const [, large] = documents;
  const device = large.device.name === budget.name ? withMeasuredContext(budget, documents) : budget;
  const doubts = [distanceDoubt(large.reserved_bytes, reserved_bytes), SEGMENTS, workspaceDoubt(large, device)];
  const device_bytes = bytes(reserved_bytes + device.context_bytes);
  return {
    device,
    reserved_bytes,
    context_bytes: device.context_bytes,
    device_bytes,
    reserved: intervalAround(reserved_bytes, doubts),
    interval: intervalAround(device_bytes, [...doubts, contextDoubt(device)])
  };
}
function withMeasuredContext(device, documents) {
  const sizes = documents.map(({ context_bytes }) => context_bytes);
  return {
    ...device,
    context_bytes: bytes(Math.max(...sizes)),
    context_low_bytes: bytes(Math.floor(Math.min(...sizes) * (1 - KERNELS_SHARE))),
    context_high_bytes: bytes(Math.ceil(Math.max(...sizes) * (1 + KERNELS_SHARE))),
    context_kind: "measured",
    context_source: "measured with the smaller batches"
  };
}
function distanceDoubt(measured2, told2) {
  const size = bytes(Math.round(GROWTH_SHARE * Math.max(0, told2 - measured2)));
  const reason = `${GROWTH_SHARE * 100} % of what the batch adds, as published lines were off`;
  return { part: "beyond what was measured", below_bytes: size, above_bytes: size, reason };
}
var SEGMENTS = {
  part: "whole segments",
  below_bytes: bytes(20 * MIB),
  above_bytes: bytes(20 * MIB),
  reason: "one more or less of the allocator's 20 MiB"
};
function workspaceDoubt({ device: { compute_capability, torch } }, device) {
  const release = releaseOf(torch);
  const there = cublasWorkspaceBytes(compute_capability ?? device.compute_capability, release);
  const here = cublasWorkspaceBytes(device.compute_capability, release);
  const more = CUBLAS_HANDLES.training * (here - there);
  return {
    part: "library workspaces",
    below_bytes: bytes(Math.max(0, 0 - more)),
    above_bytes: bytes(Math.max(0, more)),
    reason: `cuBLAS's of compute capability ${device.compute_capability} after ${compute_capability}`
  };
}

// src/measure/measure-at.ts
async function measureAt(measure, training, batches) {
  const documents = [];
  for (const batch of batches) {
    const measured2 = await measure(withBatchSize(training, batch));
    if (measured2.kind === "not-measured" || measured2.document.out_of_memory !== null) return measured2;
    documents.push(measured2.document);
  }
  const [small, large] = documents;
  if (small === void 0 || large === void 0) throw new RangeError("Two batch sizes are measured");
  const detail = whyNoLine(small, large, batches);
  if (detail !== void 0) return failed(detail);
  return { kind: "measured-at", documents: [small, large] };
}
function failed(detail) {
  return { kind: "not-measured", reason: "failed", detail };
}
function whyNoLine(small, large, [first, second]) {
  if (small.device.name !== large.device.name) {
    return `Cannot put a line through what ${small.device.name} and ${large.device.name} measured`;
  }
  if (!/^\d+\.\d+/.test(large.device.torch)) return `Cannot read a release of PyTorch in ${large.device.torch}`;
  const retried = [small, large].find(({ num_alloc_retries }) => num_alloc_retries > 0);
  if (retried !== void 0) {
    const batch = retried === small ? first : second;
    return `The card was full at batch ${batch}, and cached memory was given back: name smaller batch sizes in measure_at`;
  }
  const grows = ["forward", "backward"].some((phase) => {
    const [before, after] = [small.phases[phase], large.phases[phase]];
    return before !== void 0 && after !== void 0 && after.allocated_bytes > before.allocated_bytes;
  });
  if (grows) return void 0;
  return `The memory of forward and backward does not grow from batch ${first} to ${second}: does the training use its batch size?`;
}

// src/commands/measured.ts
async function measured(training, measure) {
  const { measure_at: batches, batch_size } = training;
  if (batches === void 0) return { kind: "itself", measurement: await measure(training) };
  if (batch_size === void 0) throw new RangeError("A training with measure_at has a batch_size");
  const found = await measureAt(measure, training, batches);
  if (found.kind !== "measured-at") return { kind: "no-pair", measurement: found };
  return { kind: "pair", documents: found.documents, batches, batch_size };
}
function documentsOf(found) {
  if (found.kind === "pair") return found.documents;
  return found.measurement.kind === "measured" ? [found.measurement.document] : [];
}
function extrapolationOf(found, device) {
  return found.kind === "pair" ? extrapolate(found.documents, found.batches, found.batch_size, device) : void 0;
}
function measurementFor(found, device) {
  switch (found.kind) {
    case "itself":
      return found.measurement;
    case "pair": {
      const detail = `batches ${found.batches.join(" and ")} were, as measure_at asks`;
      return { kind: "not-measured", reason: "other-batches", detail };
    }
    case "no-pair": {
      const { measurement } = found;
      if (measurement.kind === "not-measured" || measurement.document.device.name === device?.name) return measurement;
      const { device: there, batch_size } = measurement.document;
      const detail = `${there.name} ran out of memory at batch ${batch_size}: name smaller batch sizes in measure_at`;
      return { kind: "not-measured", reason: "failed", detail };
    }
  }
}

// src/memory/communicator.ts
var COMMUNICATOR = {
  bytes: bytes(616 * MIB),
  low: bytes(544 * MIB),
  high: bytes(688 * MIB),
  source: "assumed: one communicator of NCCL, of which 544 to 688 MiB were seen"
};
function amongProcesses(device) {
  return { ...device, communicator: COMMUNICATOR };
}

// src/predict/layers/composite-activation.ts
function softsign(layer, input, run) {
  const { recorder } = run;
  const { shape } = input;
  const absolute = allocate(run, "aten::abs", shape);
  const sum2 = allocate(run, "aten::add", shape);
  recorder.drop(absolute);
  const storage = allocate(run, "aten::div", shape);
  const node = input.node && softsignNode(layer, input, input.node, sum2, run);
  recorder.drop(sum2);
  return { shape, storage, node, view: void 0 };
}
function softsignNode(layer, input, before, sum2, run) {
  const { recorder } = run;
  const { shape } = input;
  const gradient2 = (operator) => ({ shape, storage: allocate(run, operator, shape) });
  const absolute = makeNode(recorder, subjectOf(layer), before, [input.storage], () => {
    const sign = gradient2("aten::sgn");
    const result = gradient2("aten::mul");
    recorder.drop(sign.storage);
    return result;
  });
  return makeNode(recorder, subjectOf(layer), absolute, [sum2, input.storage], () => {
    const [once, twice] = [gradient2("aten::div"), gradient2("aten::div")];
    const negative = gradient2("aten::neg");
    const result = gradient2("aten::mul");
    for (const { storage } of [negative, twice, once]) recorder.drop(storage);
    before.pending = gradient2("aten::div");
    return result;
  });
}
function tanhshrink(layer, input, run) {
  const { recorder } = run;
  const { shape } = input;
  const tanh = allocate(run, "aten::tanh", shape);
  const storage = allocate(run, "aten::sub", shape);
  const node = input.node && tanhshrinkNode(layer, input, input.node, tanh, run);
  recorder.drop(tanh);
  return { shape, storage, node, view: void 0 };
}
function tanhshrinkNode(layer, { shape }, before, tanh, run) {
  const { recorder } = run;
  const inner = makeNode(recorder, subjectOf(layer), before, [tanh], () => ({
    shape,
    storage: allocate(run, "aten::tanh_backward", shape)
  }));
  return makeNode(recorder, subjectOf(layer), inner, [], (grad) => {
    before.pending = { ...grad, storage: recorder.keep(grad.storage) };
    return { shape, storage: allocate(run, "aten::neg", shape) };
  });
}

// src/predict/layers/elementwise.ts
function overwrite({ storage }, { recorder }) {
  storage.version += 1;
  return recorder.keep(storage);
}
function elementwise(operation, run) {
  const { input, shape, storage } = operation;
  return { shape, storage, node: input.node && nodeOf(operation, input.node, run), view: void 0 };
}
function elementwiseInPlace(operation, run) {
  const { input } = operation;
  if (input.view === void 0) return elementwise(operation, run);
  if (!input.node) return input;
  const slices = copySlices(operation, input.view.base, run);
  return { ...input, node: asStrided(operation, slices, run), view: { base: slices } };
}
function nodeOf({ subject, input, saved, backward }, next, run) {
  const { shape } = input;
  return makeNode(run.recorder, subject, next, saved, () => {
    const storage = allocate(run, backward, shape);
    if (isKernelOperator(backward)) scratchOf(run, backward, { output: contiguous(shape, "float32") });
    return { shape, storage };
  });
}
function copySlices(operation, base, run) {
  const { recorder } = run;
  const inner = nodeOf(operation, base, run);
  function apply({ shape }) {
    const result = allocate(run, "aten::new_empty_strided", shape);
    const slice = allocate(run, "aten::clone", shape);
    const changed = inner.apply({ shape, storage: slice });
    recorder.drop(slice);
    if (changed) recorder.drop(changed.storage);
    return { shape, storage: result };
  }
  return { ...inner, apply };
}
function asStrided({ subject }, slices, run) {
  return makeNode(run.recorder, subject, slices, [], ({ shape }) => ({
    shape,
    storage: allocate(run, "aten::new_zeros", shape),
    view: true
  }));
}

// src/predict/layers/shape-after.ts
function shapeAfter(layer, input) {
  const result = outputShape(layer, input);
  if (result.kind === "shape") return result.shape;
  throw new Unpredictable(subjectOf(layer), `does not fit: ${result.message}`, "make it fit what comes before it");
}

// src/predict/layers/prelu.ts
var BACKWARD = "aten::_prelu_kernel_backward";
function prelu(layer) {
  const weight = parameter([layer.num_parameters]);
  return {
    children: [],
    parameters: [weight],
    buffers: [],
    outputShape: (input) => shapeAfter(layer, input),
    forward(input, run) {
      const shape = shapeAfter(layer, input.shape);
      const storage = allocate(run, "aten::_prelu_kernel", shape);
      const node = run.training ? makeNode(run.recorder, subjectOf(layer), input.node, [input.storage], () => preluBackward(weight, input, run)) : void 0;
      return { shape, storage, node, view: void 0 };
    }
  };
}
function preluBackward(weight, { node, shape }, run) {
  const { recorder } = run;
  const inputGrad = allocate(run, BACKWARD, shape);
  const slopes = allocate(run, BACKWARD, shape);
  if (!node) recorder.drop(inputGrad);
  accumulate(run, weight, sumToWeight(weight, slopes, shape, run));
  return node && { shape, storage: inputGrad };
}
function sumToWeight(weight, slopes, shape, run) {
  const [slopesOfWeight = 1] = weight.shape;
  const dims = shape.flatMap((size, dim) => size !== 1 && (dim !== 1 || slopesOfWeight === 1) ? [dim] : []);
  if (dims.length === 0) return slopes;
  const sum2 = allocate(run, "aten::sum", weight.shape);
  reduce(run, "aten::sum", shape, dims);
  run.recorder.drop(slopes);
  return sum2;
}

// src/predict/layers/activation.ts
var OPERATORS = {
  ReLU: { forward: "aten::relu", backward: "aten::threshold_backward", keeps: "output" },
  ReLU6: keepingInput("hardtanh"),
  SiLU: keepingInput("silu"),
  Mish: keepingInput("mish"),
  SELU: { ...keepingInput("elu"), keepsInPlace: "output" },
  Hardswish: keepingInput("hardswish"),
  Hardsigmoid: keepingInput("hardsigmoid"),
  Sigmoid: { ...keepingInput("sigmoid"), keeps: "output" },
  Tanh: { ...keepingInput("tanh"), keeps: "output" },
  LogSigmoid: { ...keepingInput("log_sigmoid"), forward: "aten::log_sigmoid_forward" },
  GELU: keepingInput("gelu"),
  LeakyReLU: { ...keepingInput("leaky_relu"), keepsInPlace: "output" },
  ELU: { ...keepingInput("elu"), keepsInPlace: "output" },
  CELU: { forward: "aten::celu", backward: "aten::elu_backward", keeps: "input", keepsInPlace: "output" },
  Hardtanh: keepingInput("hardtanh"),
  Threshold: keepingInput("threshold"),
  Softplus: keepingInput("softplus"),
  Softshrink: keepingInput("softshrink"),
  Hardshrink: keepingInput("hardshrink"),
  GLU: keepingInput("glu"),
  Softmax: { forward: "aten::_softmax", backward: "aten::_softmax_backward_data", keeps: "output" },
  LogSoftmax: { forward: "aten::_log_softmax", backward: "aten::_log_softmax_backward_data", keeps: "output" }
};
function keepingInput(name) {
  return { forward: `aten::${name}`, backward: `aten::${name}_backward`, keeps: "input" };
}
function activation(layer) {
  if (layer.type === "PReLU") return prelu(layer);
  if (layer.type === "Softsign") return { ...SHAPELESS, forward: (input, run) => softsign(layer, input, run) };
  if (layer.type === "Tanhshrink") return { ...SHAPELESS, forward: (input, run) => tanhshrink(layer, input, run) };
  return {
    ...STATELESS,
    outputShape: (input) => shapeAfter(layer, input),
    forward: (input, run) => "inplace" in layer && layer.inplace ? inPlaceForward(layer, OPERATORS[layer.type], input, run) : forward(layer, OPERATORS[layer.type], input, run)
  };
}
var SHAPELESS = { ...STATELESS, outputShape: (input) => input };
function forward(layer, { forward: name, backward, keeps }, input, run) {
  const shape = shapeAfter(layer, input.shape);
  const storage = allocate(run, name, shape);
  const exponential = layer.type === "LogSigmoid" && run.device.kind === "cpu" ? [allocate(run, name, shape)] : [];
  const saved = [keeps === "input" ? input.storage : storage, ...exponential];
  const output = elementwise({ subject: subjectOf(layer), input, shape, storage, saved, backward }, run);
  for (const each of exponential) run.recorder.drop(each);
  return output;
}
function inPlaceForward(layer, operator, input, run) {
  const { shape } = input;
  const keepsOutput = (operator.keepsInPlace ?? operator.keeps) === "output";
  const copy = input.node && !keepsOutput ? allocate(run, "aten::clone", shape) : void 0;
  const storage = overwrite(input, run);
  const saved = [copy ?? storage];
  const { backward } = operator;
  const output = elementwiseInPlace({ subject: subjectOf(layer), input, shape, storage, saved, backward }, run);
  if (copy) run.recorder.drop(copy);
  return output;
}

// src/predict/layers/norm-base.ts
function normBase(layer, forward3) {
  const channels = layer.num_features;
  const affine = layer.affine ? [parameter([channels]), parameter([channels])] : [];
  const statistics = [
    { name: "running_mean", bytes: channels * FLOAT32_BYTES },
    { name: "running_var", bytes: channels * FLOAT32_BYTES },
    { name: "num_batches_tracked", bytes: INT64_BYTES }
  ];
  return {
    children: [],
    parameters: affine,
    buffers: layer.track_running_stats ? statistics : [],
    outputShape: (input) => shapeAfter(layer, input),
    forward: (input, run) => forward3(affine, input, run)
  };
}

// src/predict/layers/batch-norm.ts
function batchNorm(layer) {
  return normBase(layer, (affine, input, run) => batchNormForward(layer, affine, input, run));
}
function batchNormForward(layer, affine, input, run) {
  const { recorder } = run;
  const { shape } = input;
  const cudnn = usesCudnn(layer, shape, run);
  checkKernel(layer, cudnn, input, run);
  const operator = cudnn ? "aten::cudnn_batch_norm" : "aten::native_batch_norm";
  const storage = allocate(run, operator, shape);
  const statistics = savedStatistics(layer, cudnn, run) ? perChannel(layer, operator, run) : [];
  if (!cudnn) scratchOf(run, "aten::native_batch_norm", { input: float32(shape), training: ownStatistics(layer, run) });
  const recorded = run.training && (input.node !== void 0 || affine.length > 0);
  const node = recorded ? makeNode(
    recorder,
    subjectOf(layer),
    input.node,
    [input.storage, ...statistics],
    () => batchNormBackward(affine, input, run, cudnn)
  ) : void 0;
  for (const statistic of statistics) recorder.drop(statistic);
  return { shape, storage, node, view: void 0 };
}
function batchNormBackward(affine, input, run, cudnn) {
  const { recorder } = run;
  const operator = cudnn ? "aten::cudnn_batch_norm_backward" : "aten::native_batch_norm_backward";
  const storage = input.node || cudnn ? allocate(run, operator, input.shape) : void 0;
  for (const each of affine) accumulate(run, each, allocate(run, operator, each.shape));
  if (!cudnn) scratchOf(run, "aten::native_batch_norm_backward", { input: float32(input.shape) });
  if (storage === void 0) return void 0;
  if (input.node) return { shape: input.shape, storage };
  recorder.drop(storage);
  return void 0;
}
function float32(shape) {
  return contiguous(shape, "float32");
}
function perChannel(layer, operator, run) {
  return [allocate(run, operator, [layer.num_features]), allocate(run, operator, [layer.num_features])];
}
function ownStatistics({ track_running_stats }, { training }) {
  return training || !track_running_stats;
}
function savedStatistics(layer, cudnn, run) {
  return ownStatistics(layer, run) || run.device.kind === "cuda" && !cudnn;
}
function usesCudnn(layer, shape, run) {
  const own = ownStatistics(layer, run);
  const batch = shape[0] ?? 0;
  const images = shape.length >= 3;
  return run.device.kind === "cuda" && images && layer.affine && layer.eps >= 1e-5 && batch <= (own ? 880801 : 65535);
}
function checkKernel(layer, cudnn, input, run) {
  const perChannelValues = numel(input.shape) / layer.num_features;
  if (ownStatistics(layer, run) && perChannelValues === 1) {
    throw new Unpredictable(
      subjectOf(layer),
      "has one value a channel, which PyTorch refuses to normalize",
      "use a batch of at least 2"
    );
  }
  if (run.device.kind !== "cuda" || cudnn || numel(input.shape) < 2 ** 31) return;
  throw new Unpredictable(
    subjectOf(layer),
    "has more than 2^31 elements, where PyTorch takes another path",
    "measure it, or use a smaller batch"
  );
}

// src/predict/layers/convolution.ts
function convolution(layer) {
  const weight = parameter(weightShape(layer));
  const bias = layer.bias ? parameter([layer.out_channels]) : void 0;
  function forward3(input, run) {
    const { recorder } = run;
    const shape = shapeAfter(layer, input.shape);
    checkIndexing(layer, run, [input.shape, shape]);
    checkResized(layer, input.shape, shape, run);
    const storage = allocate(run, "aten::convolution", shape);
    const workspaces = workspacesOf(layer, input.shape, shape, run);
    useCudnn(run, workspaces?.forward);
    if (!run.training) return { shape, storage, node: void 0, view: void 0 };
    const node = makeNode(recorder, subjectOf(layer), input.node, [input.storage], (grad) => {
      const operator = "aten::convolution_backward";
      const inputGrad = input.node ? { shape: input.shape, storage: allocate(run, operator, input.shape) } : void 0;
      accumulate(run, weight, allocate(run, operator, weight.shape));
      if (bias) accumulate(run, bias, allocate(run, operator, bias.shape));
      if (inputGrad) useCudnn(run, workspaces?.input_gradient);
      useCudnn(run, workspaces?.weight_gradient);
      if (bias) {
        const allButChannels = grad.shape.map((_, dim) => dim).filter((dim) => dim !== 1);
        reduce(run, operator, grad.shape, allButChannels);
      }
      return inputGrad;
    });
    return { shape, storage, node, view: void 0 };
  }
  return {
    parameters: bias ? [weight, bias] : [weight],
    children: [],
    buffers: [],
    outputShape: (input) => shapeAfter(layer, input),
    forward: forward3
  };
}
function checkResized(layer, input, output, { device }) {
  if (layer.type !== "ConvTranspose3d" || device.kind !== "cpu" || numel(output) >= numel(input)) return;
  throw new Unpredictable(
    subjectOf(layer),
    "makes less than it gets, in a tensor whose size on the CPU is not known",
    "predict it for a CUDA device, or pad less"
  );
}
function isConvolution(layer) {
  return layer.type.startsWith("Conv");
}
function usesCudnn2(layer) {
  const { groups, in_channels, out_channels } = layer;
  return !isDepthwise({ groups, channels: in_channels, filters: out_channels, transposed: isTransposed(layer) });
}
function workspacesOf(layer, input, output, { device }) {
  if (device.kind === "cpu") return void 0;
  const call = {
    input,
    output,
    kernel: layer.kernel_size,
    groups: layer.groups,
    transposed: isTransposed(layer),
    element_bytes: FLOAT32_BYTES,
    channels_last: false
  };
  return convolutionWorkspaces(call, device.compute_capability);
}
function useCudnn({ recorder }, size) {
  if (size !== void 0 && size > 0) recorder.drop(recorder.allocate(CUDNN, size, "workspace"));
}
function weightShape(layer) {
  const { in_channels, out_channels, groups, kernel_size } = layer;
  const channels = isTransposed(layer) ? [in_channels, out_channels / groups] : [out_channels, in_channels / groups];
  return [...channels, ...kernel_size];
}
function isTransposed(layer) {
  return "output_padding" in layer;
}
function checkIndexing(layer, { device }, shapes) {
  if (device.kind !== "cuda" || shapes.every((shape) => numel(shape) < 2 ** 31)) return;
  throw new Unpredictable(
    subjectOf(layer),
    "has more than 2^31 elements, where PyTorch takes another path",
    "measure it, or use a smaller batch"
  );
}

// src/predict/layers/dropout.ts
function dropout(layer) {
  return {
    ...STATELESS,
    outputShape: (input) => shapeAfter(layer, input),
    forward(input, run) {
      if (!run.training || layer.p === 0) return { ...input, storage: run.recorder.keep(input.storage) };
      const fused = run.device.kind === "cuda" && layer.type === "Dropout" && !layer.inplace && layer.p < 1;
      return fused ? fusedForward(layer, input, run) : multiplyForward(layer, input, run);
    }
  };
}
function fusedForward(layer, input, run) {
  const { shape } = input;
  const mask = run.recorder.allocate("aten::native_dropout", numel(shape));
  const storage = allocate(run, "aten::native_dropout", shape);
  const operation = { subject: subjectOf(layer), input, shape, storage, saved: [mask] };
  const output = elementwise({ ...operation, backward: "aten::native_dropout_backward" }, run);
  run.recorder.drop(mask);
  return output;
}
function multiplyForward(layer, input, run) {
  const { shape } = input;
  const noise = noiseOf(layer, input, run);
  const shift = layer.type === "AlphaDropout" && layer.p < 1 ? [allocate(run, "aten::add", shape)] : [];
  const inplace = layer.inplace && layer.type !== "AlphaDropout";
  const storage = inplace ? overwrite(input, run) : allocate(run, "aten::mul", shape);
  const operation = { subject: subjectOf(layer), input, shape, storage, saved: [noise], backward: "aten::mul" };
  const output = inplace ? elementwiseInPlace(operation, run) : elementwise(operation, run);
  run.recorder.drop(noise);
  for (const each of shift) run.recorder.drop(each);
  return output;
}
function noiseOf({ type, p }, { shape }, run) {
  if (p === 1) return allocate(run, "aten::zeros", []);
  if (type === "Dropout" || type === "AlphaDropout") return allocate(run, "aten::empty_like", shape);
  return allocate(run, "aten::new_empty", shape.slice(0, 2));
}

// src/predict/layers/embedding.ts
var BACKWARD2 = "aten::embedding_dense_backward";
function embedding(layer) {
  const { num_embeddings, embedding_dim } = layer;
  const weight = parameter([num_embeddings, embedding_dim]);
  function forward3(input, run) {
    const { recorder } = run;
    const shape = [...input.shape, embedding_dim];
    const storage = allocate(run, "aten::embedding", shape);
    if (!run.training) return { shape, storage, node: void 0, view: void 0 };
    const node = makeNode(recorder, subjectOf(layer), void 0, [input.storage], () => {
      const grad = allocate(run, BACKWARD2, weight.shape);
      scratchOf(run, BACKWARD2, {
        grad_output: contiguous(shape, "float32"),
        indices: contiguous(input.shape, "int64"),
        num_weights: num_embeddings
      });
      accumulate(run, weight, grad);
      return void 0;
    });
    return { shape, storage, node, view: void 0 };
  }
  return {
    children: [],
    parameters: [weight],
    buffers: [],
    outputShape: (input) => [...input, embedding_dim],
    forward: forward3
  };
}

// src/predict/layers/group-norm.ts
var FORWARD = "aten::native_group_norm";
var BACKWARD3 = "aten::native_group_norm_backward";
function groupNorm(layer) {
  const channels = [layer.num_channels];
  const affine = layer.affine ? [parameter(channels), parameter(channels)] : [];
  return {
    children: [],
    parameters: affine,
    buffers: [],
    outputShape: (input) => shapeAfter(layer, input),
    forward: (input, run) => groupNormForward(layer, affine, input, run)
  };
}
function groupNormForward(layer, affine, input, run) {
  const { recorder } = run;
  const shape = shapeAfter(layer, input.shape);
  checkValues(layer, shape);
  const groups = [shape[0] ?? 1, layer.num_groups];
  const storage = allocate(run, FORWARD, shape);
  const statistics = [allocate(run, FORWARD, groups), allocate(run, FORWARD, groups)];
  scratchOf(run, FORWARD, callOf(layer, shape));
  const recorded = run.training && (input.node !== void 0 || affine.length > 0);
  const node = recorded ? makeNode(
    recorder,
    subjectOf(layer),
    input.node,
    [input.storage, ...statistics],
    () => groupNormBackward(layer, affine, input, run)
  ) : void 0;
  for (const statistic of statistics) recorder.drop(statistic);
  return { shape, storage, node, view: void 0 };
}
function checkValues(layer, shape) {
  if (numel(shape) > layer.num_groups) return;
  throw new Unpredictable(
    subjectOf(layer),
    "has one value a group, which PyTorch refuses to normalize",
    "use a batch of at least 2"
  );
}
function groupNormBackward(layer, affine, { node, shape }, run) {
  const inputGrad = node && { shape, storage: allocate(run, BACKWARD3, shape) };
  for (const each of affine) accumulate(run, each, allocate(run, BACKWARD3, each.shape));
  scratchOf(run, BACKWARD3, { ...callOf(layer, shape), output_mask: [node !== void 0, layer.affine, layer.affine] });
  return inputGrad;
}
function callOf({ num_groups, affine }, shape) {
  const [batch = 1, channels = 1, ...sides] = shape;
  const weight = affine ? contiguous([channels], "float32") : null;
  return { input: contiguous(shape, "float32"), weight, N: batch, C: channels, HxW: numel(sides), group: num_groups };
}

// src/predict/layers/instance-norm.ts
function instanceNorm(layer) {
  return normBase(layer, (affine, input, run) => instanceNormForward(layer, affine, input, run));
}
function instanceNormForward(layer, affine, input, run) {
  const { recorder } = run;
  const shape = shapeAfter(layer, input.shape);
  checkKernel2(layer, input, run);
  const repeated = affine.map(() => allocate(run, "aten::repeat", shape.slice(0, 2)));
  const running = layer.track_running_stats ? [allocate(run, "aten::repeat", shape.slice(0, 2)), allocate(run, "aten::repeat", shape.slice(0, 2))] : [];
  const cudnn = run.device.kind === "cuda" && layer.affine && layer.eps >= 1e-5;
  const operator = cudnn ? "aten::cudnn_batch_norm" : "aten::native_batch_norm";
  const storage = allocate(run, operator, shape);
  const own = ownStatistics2(layer, run);
  const kept = own || run.device.kind === "cuda" && !cudnn;
  const statistics = kept ? [perInstance(operator, input, run), perInstance(operator, input, run)] : [];
  const recorded = run.training && (input.node !== void 0 || affine.length > 0);
  const saved = [input.storage, ...running, ...repeated.slice(0, 1), ...statistics];
  const node = recorded ? instanceNormNode(layer, affine, input, saved, cudnn, run) : void 0;
  for (const statistic of statistics) recorder.drop(statistic);
  if (own) for (const _ of running) averageOverBatch(input, run);
  for (const each of [...repeated, ...running].toReversed()) recorder.drop(each);
  return { shape, storage, node, view: { base: node } };
}
function ownStatistics2({ track_running_stats }, { training }) {
  return training || !track_running_stats;
}
function perInstance(operator, { shape }, run) {
  return allocate(run, operator, shape.slice(0, 2));
}
function averageOverBatch({ shape }, run) {
  const mean = allocate(run, "aten::mean", shape.slice(1, 2));
  reduce(run, "aten::mean", shape.slice(0, 2), [0]);
  run.recorder.drop(mean);
}
function instanceNormNode(layer, affine, { node: before, shape }, saved, cudnn, run) {
  const { recorder } = run;
  const operator = cudnn ? "aten::cudnn_batch_norm_backward" : "aten::native_batch_norm_backward";
  let repeatedGrads = [];
  const node = makeNode(recorder, subjectOf(layer), before, saved, () => {
    const storage = before || cudnn ? allocate(run, operator, shape) : void 0;
    repeatedGrads = affine.map(() => allocate(run, operator, shape.slice(0, 2)));
    if (storage && !before) recorder.drop(storage);
    return storage && before && { shape, storage, view: true };
  });
  node.leaves = () => {
    for (const [index, each] of [...affine.entries()].toReversed()) {
      const grad = repeatedGrads[index];
      if (grad) accumulate(run, each, sumOverBatch(grad, each, shape[0] ?? 1, run));
      letGo(run);
    }
  };
  return node;
}
function sumOverBatch(grad, { shape }, batch, run) {
  if (batch === 1) return grad;
  const sum2 = allocate(run, "aten::sum", shape);
  reduce(run, "aten::sum", [batch, ...shape], [0]);
  run.recorder.drop(grad);
  return sum2;
}
function checkKernel2(layer, { shape }, run) {
  if (numel(shape.slice(2)) === 1) {
    throw new Unpredictable(
      subjectOf(layer),
      "has one pixel a channel, which PyTorch refuses to normalize",
      "put it before the pool"
    );
  }
  if (run.device.kind !== "cuda" || numel(shape) < 2 ** 31) return;
  throw new Unpredictable(
    subjectOf(layer),
    "has more than 2^31 elements, where PyTorch takes another path",
    "measure it, or use a smaller batch"
  );
}

// src/predict/layers/layer-norm.ts
var FORWARD2 = "aten::native_layer_norm";
var BACKWARD4 = "aten::native_layer_norm_backward";
function layerNorm(layer) {
  const weight = layer.elementwise_affine ? [parameter(layer.normalized_shape)] : [];
  const bias = layer.elementwise_affine && layer.bias ? [parameter(layer.normalized_shape)] : [];
  const affine = [...weight, ...bias];
  return {
    children: [],
    parameters: affine,
    buffers: [],
    outputShape: (input) => shapeAfter(layer, input),
    forward: (input, run) => layerNormForward(layer, affine, input, run)
  };
}
function layerNormForward(layer, affine, input, run) {
  const { recorder } = run;
  const shape = shapeAfter(layer, input.shape);
  const rows = numel(shape) / numel(layer.normalized_shape);
  const storage = allocate(run, FORWARD2, shape);
  const statistics = [allocate(run, FORWARD2, [rows]), allocate(run, FORWARD2, [rows])];
  const recorded = run.training && (input.node !== void 0 || affine.length > 0);
  const node = recorded ? makeNode(recorder, subjectOf(layer), input.node, [input.storage, ...statistics], () => {
    const inputGrad = input.node && { shape, storage: allocate(run, BACKWARD4, shape) };
    accumulateAffine(layer, BACKWARD4, affine, rows, run);
    return inputGrad;
  }) : void 0;
  for (const statistic of statistics) recorder.drop(statistic);
  return { shape, storage, node, view: void 0 };
}
function accumulateAffine(layer, operator, affine, rows, run) {
  const grads = affine.map(({ shape }) => allocate(run, operator, shape));
  const weight = contiguous(layer.normalized_shape, "float32");
  if (affine.length > 0) {
    scratch(run, operator, (platform, taken) => {
      layerNormPartials({ rows, weight, gradients: affine.length }, platform, taken);
    });
  }
  for (const [index, grad] of grads.entries()) {
    const each = affine[index];
    if (each !== void 0) accumulate(run, each, grad);
  }
}

// src/predict/layers/linear.ts
function linear(layer) {
  const { in_features, out_features } = layer;
  const weight = parameter([out_features, in_features]);
  const bias = layer.bias ? parameter([out_features]) : void 0;
  function forward3(input, run) {
    const { recorder } = run;
    const shape = shapeAfter(layer, input.shape);
    const storage = allocate(run, bias ? "aten::addmm" : "aten::mm", shape);
    useCublas(run);
    const folded = bias !== void 0 && input.shape.length > 2;
    if (!run.training) return { shape, storage, node: void 0, view: folded ? { base: void 0 } : void 0 };
    const node = makeNode(recorder, subjectOf(layer), input.node, [input.storage], (grad) => {
      const inputGrad = input.node && bias ? unfolded(product(run, input.shape)) : void 0;
      const weightGrad = product(run, weight.shape).storage;
      if (bias) accumulate(run, bias, sumOverRows(run, grad.shape));
      accumulate(run, weight, weightGrad);
      return input.node && !bias ? unfolded(product(run, input.shape)) : inputGrad;
    });
    return { shape, storage, node, view: folded ? { base: node } : void 0 };
  }
  return {
    parameters: bias ? [weight, bias] : [weight],
    children: [],
    buffers: [],
    outputShape: (input) => shapeAfter(layer, input),
    forward: forward3
  };
}
function unfolded(grad) {
  return grad.shape.length > 2 ? { ...grad, view: true } : grad;
}
function product(run, shape) {
  const storage = allocate(run, "aten::mm", shape);
  useCublas(run);
  return { shape, storage };
}
function sumOverRows(run, grad) {
  const columns = grad.at(-1) ?? 1;
  const storage = allocate(run, "aten::sum", [columns]);
  reduce(run, "aten::sum", [numel(grad) / columns, columns], [0]);
  return storage;
}

// src/predict/layers/pooling.ts
function pooling(layer) {
  return {
    ...STATELESS,
    outputShape: (input) => shapeAfter(layer, input),
    forward(input, run) {
      const shape = shapeAfter(layer, input.shape);
      if (isMean(layer, shape)) return meanForward(layer, input, shape, run);
      return poolForward(layer, input, shape, run);
    }
  };
}
function operatorOf({ type }) {
  const rank = Math.max(2, rankOf(type));
  if (type.startsWith("MaxPool")) return `aten::max_pool${rank}d_with_indices`;
  if (type.startsWith("AvgPool")) return `aten::avg_pool${rank}d`;
  return type.startsWith("AdaptiveMax") ? `aten::adaptive_max_pool${rank}d` : `aten::_adaptive_avg_pool${rank}d`;
}
function poolForward(layer, input, shape, run) {
  const { recorder } = run;
  const operator = operatorOf(layer);
  const storage = allocate(run, operator, shape);
  const indices = layer.type.includes("Max") ? [allocateIndices(run, operator, shape)] : [];
  const node = input.node && makeNode(
    recorder,
    subjectOf(layer),
    input.node,
    [input.storage, ...indices],
    () => unsqueezed(layer, gradient(run, `${operator}_backward`, input.shape))
  );
  for (const each of indices) recorder.drop(each);
  return { shape, storage, node, view: viewOf(layer, node) };
}
function isMean({ type }, shape) {
  return type.startsWith("AdaptiveAvg") && shape.slice(-rankOf(type)).every((side) => side === 1);
}
function meanForward(layer, input, shape, run) {
  const storage = allocate(run, "aten::mean", shape);
  const dims = input.shape.map((_, dim) => dim).slice(-rankOf(layer.type));
  reduce(run, "aten::mean", input.shape, dims);
  const node = input.node && makeNode(
    run.recorder,
    subjectOf(layer),
    input.node,
    [],
    () => unsqueezed(layer, gradient(run, "aten::div", input.shape))
  );
  return { shape, storage, node, view: viewOf(layer, node) };
}
function unsqueezed({ type }, grad) {
  return rankOf(type) === 1 ? { ...grad, view: true } : grad;
}
function viewOf({ type }, node) {
  return rankOf(type) === 1 ? { base: node } : void 0;
}

// src/predict/layers/reshape.ts
function identity() {
  return {
    ...STATELESS,
    outputShape: (input) => input,
    forward: (input, run) => ({ ...input, storage: run.recorder.keep(input.storage) })
  };
}
function flatten(layer) {
  return {
    ...STATELESS,
    outputShape: (input) => shapeAfter(layer, input),
    forward(input, run) {
      const shape = shapeAfter(layer, input.shape);
      return shape.length === input.shape.length ? identity().forward(input, run) : viewed(layer, input, shape, run);
    }
  };
}
function unflatten(layer) {
  return {
    ...STATELESS,
    outputShape: (input) => shapeAfter(layer, input),
    forward: (input, run) => viewed(layer, input, shapeAfter(layer, input.shape), run)
  };
}
function viewed(layer, input, shape, { recorder }) {
  const storage = recorder.keep(input.storage);
  const view = input.view ?? { base: input.node };
  if (!input.node) return { shape, storage, node: void 0, view };
  const node = makeNode(recorder, subjectOf(layer), input.node, [], (grad) => ({
    shape: input.shape,
    storage: recorder.keep(grad.storage),
    view: true
  }));
  return { shape, storage, node, view };
}

// src/predict/layers/rearrangement.ts
function rearrangement(layer) {
  if (layer.type === "Identity") return identity();
  if (layer.type === "Flatten") return flatten(layer);
  if (layer.type === "Unflatten") return unflatten(layer);
  return {
    ...STATELESS,
    outputShape: (input) => shapeAfter(layer, input),
    forward(input, run) {
      const shape = shapeAfter(layer, input.shape);
      const { forward: forward3, backward, keepsInput } = copyOf(layer, shape.length - 2);
      const storage = allocate(run, forward3, shape);
      const saved = keepsInput ? [input.storage] : [];
      return elementwise({ subject: subjectOf(layer), input, shape, storage, saved, backward }, run);
    }
  };
}
function copyOf(layer, axes) {
  switch (layer.type) {
    case "PixelShuffle":
      return { forward: "aten::pixel_shuffle", backward: "aten::pixel_unshuffle", keepsInput: false };
    case "PixelUnshuffle":
      return { forward: "aten::pixel_unshuffle", backward: "aten::pixel_shuffle", keepsInput: false };
    case "Upsample":
      return withBackward(`${UPSAMPLERS[layer.mode]}${axes}d`, false);
    case "ZeroPad1d":
    case "ZeroPad2d":
    case "ZeroPad3d":
      return { forward: "aten::constant_pad_nd", backward: "aten::constant_pad_nd", keepsInput: false };
    case "ReflectionPad1d":
    case "ReflectionPad2d":
    case "ReflectionPad3d":
    case "ReplicationPad1d":
    case "ReplicationPad2d":
    case "ReplicationPad3d":
      return withBackward(`aten::${layer.type.toLowerCase().replace("pad", "_pad")}`, true);
  }
}
var UPSAMPLERS = {
  nearest: "aten::upsample_nearest",
  "nearest-exact": "aten::_upsample_nearest_exact",
  linear: "aten::upsample_linear",
  bilinear: "aten::upsample_bilinear",
  bicubic: "aten::upsample_bicubic",
  trilinear: "aten::upsample_trilinear"
};
function withBackward(forward3, keepsInput) {
  return { forward: forward3, backward: `${forward3}_backward`, keepsInput };
}

// src/predict/layers/rms-norm.ts
var FUSED = "aten::_fused_rms_norm";
var FUSED_BACKWARD = "aten::_fused_rms_norm_backward";
function rmsNorm(layer) {
  const weight = layer.elementwise_affine ? parameter(layer.normalized_shape) : void 0;
  return {
    children: [],
    parameters: weight ? [weight] : [],
    buffers: [],
    outputShape: (input) => shapeAfter(layer, input),
    forward: (input, run) => run.device.kind === "cuda" ? fusedForward2(layer, weight, input, run) : forward2(layer, weight, input, run)
  };
}
function fusedForward2(layer, weight, input, run) {
  const { recorder } = run;
  const shape = shapeAfter(layer, input.shape);
  const rows = numel(shape) / numel(layer.normalized_shape);
  const storage = allocate(run, FUSED, shape);
  const root = allocate(run, FUSED, [rows]);
  const recorded = run.training && (input.node !== void 0 || weight !== void 0);
  const node = recorded ? makeNode(recorder, subjectOf(layer), input.node, [input.storage, root], () => {
    const inputGrad = input.node && { shape, storage: allocate(run, FUSED_BACKWARD, shape) };
    accumulateAffine(layer, FUSED_BACKWARD, weight ? [weight] : [], rows, run);
    return inputGrad;
  }) : void 0;
  recorder.drop(root);
  return { shape, storage, node, view: void 0 };
}
function forward2(layer, weight, input, run) {
  const { recorder } = run;
  const shape = shapeAfter(layer, input.shape);
  const rows = shape.slice(0, -layer.normalized_shape.length);
  const square = allocate(run, "aten::pow", shape);
  const mean = allocate(run, "aten::mean", rows);
  const root = allocate(run, "aten::rsqrt", rows);
  recorder.drop(mean);
  recorder.drop(square);
  const normal = allocate(run, "aten::mul", shape);
  const node = input.node && normalNode(layer, input, input.node, root, run);
  const output = weight ? weighted(layer, weight, { shape, storage: normal, node, view: void 0 }, run) : void 0;
  if (output) recorder.drop(normal);
  recorder.drop(root);
  return output ?? { shape, storage: normal, node, view: void 0 };
}
function weighted(layer, weight, normal, run) {
  const { recorder } = run;
  const { shape } = normal;
  const storage = allocate(run, "aten::mul", shape);
  if (!run.training) return { shape, storage, node: void 0, view: void 0 };
  const node = makeNode(recorder, subjectOf(layer), normal.node, [normal.storage], () => {
    const full = allocate(run, "aten::mul", shape);
    const inputGrad = normal.node && gradient(run, "aten::mul", shape);
    accumulate(run, weight, allocate(run, "aten::sum", weight.shape));
    recorder.drop(full);
    return inputGrad;
  });
  return { shape, storage, node, view: void 0 };
}
function normalNode(layer, input, before, root, run) {
  const { recorder } = run;
  const { shape } = input;
  const rows = shape.slice(0, -layer.normalized_shape.length);
  const subject = subjectOf(layer);
  const square = makeNode(recorder, subject, before, [input.storage], () => {
    const power = gradient(run, "aten::pow", shape);
    const twice = gradient(run, "aten::mul", shape);
    return freeing(gradient(run, "aten::mul", shape), [twice, power], run);
  });
  const mean = makeNode(recorder, subject, square, [], () => gradient(run, "aten::div", shape));
  const reciprocal = makeNode(recorder, subject, mean, [root], () => {
    const cube = gradient(run, "aten::pow", rows);
    const half = gradient(run, "aten::mul", rows);
    return freeing(gradient(run, "aten::mul", rows), [half, cube], run);
  });
  return makeNode(recorder, subject, reciprocal, [input.storage, root], () => {
    const full = gradient(run, "aten::mul", shape);
    before.pending = gradient(run, "aten::mul", shape);
    if (numel(rows) === numel(shape)) return full;
    return freeing(gradient(run, "aten::sum", rows), [full], run);
  });
}
function freeing(result, temporaries, { recorder }) {
  for (const { storage } of temporaries) recorder.drop(storage);
  return result;
}

// src/predict/layers/sequential.ts
function sequential(children) {
  return {
    ...STATELESS,
    children: children.map(([, child]) => child),
    outputShape: (input) => children.reduce((shape, [, child]) => child.outputShape(shape), input),
    forward(input, run) {
      let output = { ...input, storage: run.recorder.keep(input.storage) };
      for (const [name, child] of children) output = rebind(output, forwardIn(name, child, output, run), run);
      return output;
    }
  };
}
function forwardIn(name, child, input, run) {
  return run.recorder.inModule(name, () => child.forward(input, run));
}
function rebind(old, output, { recorder }) {
  recorder.drop(old.storage);
  return output;
}

// src/predict/layers/build.ts
function buildModel(layers) {
  const children = layers.map((layer) => ({ name: layer.name, ...buildLayer(layer) }));
  return {
    module: sequential(children.map(({ name, module }) => [name, module])),
    leaves: children.flatMap(({ leaves }) => leaves),
    reasons: children.flatMap(({ reasons }) => reasons)
  };
}
function buildLayer(layer) {
  if (layer.type === "Sequential") return buildModel(layer.layers);
  if (layer.type === "other") return { module: identity(), leaves: [], reasons: [unknownLayer(layer)] };
  const module = buildLeaf(layer);
  return { module, leaves: [{ layer, module }], reasons: [] };
}
function buildLeaf(layer) {
  switch (layer.type) {
    case "Linear":
      return linear(layer);
    case "Embedding":
      return embedding(layer);
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
    case "PReLU":
    case "GLU":
    case "Softmax":
    case "LogSoftmax":
      return activation(layer);
    case "Dropout":
    case "Dropout1d":
    case "Dropout2d":
    case "Dropout3d":
    case "AlphaDropout":
      return dropout(layer);
    case "Conv1d":
    case "Conv2d":
    case "Conv3d":
    case "ConvTranspose1d":
    case "ConvTranspose2d":
    case "ConvTranspose3d":
      return convolution(layer);
    case "BatchNorm1d":
    case "BatchNorm2d":
    case "BatchNorm3d":
      return batchNorm(layer);
    case "InstanceNorm1d":
    case "InstanceNorm2d":
    case "InstanceNorm3d":
      return instanceNorm(layer);
    case "GroupNorm":
      return groupNorm(layer);
    case "LayerNorm":
      return layerNorm(layer);
    case "RMSNorm":
      return rmsNorm(layer);
    case "MaxPool1d":
    case "MaxPool2d":
    case "MaxPool3d":
    case "AvgPool1d":
    case "AvgPool2d":
    case "AvgPool3d":
    case "AdaptiveAvgPool1d":
    case "AdaptiveAvgPool2d":
    case "AdaptiveAvgPool3d":
    case "AdaptiveMaxPool1d":
    case "AdaptiveMaxPool2d":
      return pooling(layer);
    case "Identity":
    case "Flatten":
    case "Unflatten":
    case "PixelShuffle":
    case "PixelUnshuffle":
    case "Upsample":
    case "ZeroPad1d":
    case "ZeroPad2d":
    case "ZeroPad3d":
    case "ReflectionPad1d":
    case "ReflectionPad2d":
    case "ReflectionPad3d":
    case "ReplicationPad1d":
    case "ReplicationPad2d":
    case "ReplicationPad3d":
      return rearrangement(layer);
  }
}
function unknownLayer(layer) {
  return new Unpredictable(
    subjectOf(layer),
    "is not known to the layers engine",
    "predict it for a CUDA device, where its code may be run; the traced engine knows it; or measure this training"
  ).reason;
}

// src/predict/layers/loss-checks.ts
function checkSame(subject, output, target) {
  if (output.length === target.length && output.every((size, i) => size === target[i])) return;
  refuse(subject, `takes a target of its input's shape, here ${shapeText(target)}`, output);
}
function refuse(subject, wanted, shape) {
  throw new Unpredictable(
    subject,
    `${wanted}, and gets ${shapeText(shape)} from the model`,
    "make the last layer and the target agree"
  );
}

// src/predict/layers/cross-entropy.ts
function crossEntropy(subject, loss, output, targets, run) {
  const { shape } = output;
  if (shape.length !== 2) refuse(subject, "takes [batch, classes] with class targets", shape);
  const storage = allocate(run, "aten::_log_softmax", shape);
  const node = output.node && logSoftmaxNode(subject, output, storage, run);
  const probabilities = { shape, storage, node, view: void 0 };
  const likelihood = negativeLogLikelihood(subject, probabilities, targets, run);
  const result = loss.label_smoothing > 0 ? smoothed(subject, loss, probabilities, likelihood, run) : likelihood;
  run.recorder.drop(storage);
  return result;
}
function negativeLogLikelihood(subject, output, targets, run) {
  const { shape } = output;
  if (shape.length !== 2) refuse(subject, "takes [batch, classes] with class targets", shape);
  const storage = allocate(run, "aten::nll_loss_forward", []);
  const totalWeight = allocate(run, "aten::nll_loss_forward", []);
  const saved = [output.storage, targets.storage, totalWeight];
  const node = output.node && makeNode(run.recorder, subject, output.node, saved, () => gradient(run, "aten::nll_loss_backward", shape));
  run.recorder.drop(totalWeight);
  return { shape: [], storage, node, view: void 0 };
}
function smoothed(subject, { reduction }, probabilities, likelihood, run) {
  const { recorder } = run;
  const [batch = 1] = probabilities.shape;
  const sum2 = allocate(run, "aten::sum", [batch]);
  reduce(run, "aten::sum", probabilities.shape, [1]);
  const negative = allocate(run, "aten::neg", [batch]);
  recorder.drop(sum2);
  const ignored = recorder.allocate("aten::eq", batch);
  const recorded = probabilities.node !== void 0;
  const { kept, smooth } = reduction === "mean" ? meanOf(batch, recorded, run) : { kept: [], smooth: sumOf(batch, run) };
  const parts = [allocate(run, "aten::mul", []), allocate(run, "aten::mul", [])];
  const storage = allocate(run, "aten::add", []);
  const node = probabilities.node && likelihood.node && smoothedNode(subject, { probabilities, likelihood: likelihood.node, ignored, kept, batch }, run);
  for (const each of parts.toReversed()) recorder.drop(each);
  recorder.drop(smooth);
  for (const each of [ignored, negative, likelihood.storage, ...kept]) recorder.drop(each);
  return { shape: [], storage, node, view: void 0 };
}
function sumOf(batch, run) {
  const sum2 = allocate(run, "aten::sum", []);
  reduce(run, "aten::sum", [batch], [0]);
  return sum2;
}
function meanOf(batch, recorded, run) {
  const { recorder } = run;
  const counted = recorder.allocate("aten::bitwise_not", batch);
  const count = allocateIndices(run, "aten::sum", []);
  scratchOf(run, "aten::sum", { self: contiguous([batch], "bool") });
  const sum2 = sumOf(batch, run);
  const smooth = allocate(run, "aten::div", []);
  recorder.drop(sum2);
  if (!recorded) recorder.drop(count);
  recorder.drop(counted);
  return { kept: recorded ? [count] : [], smooth };
}
function smoothedNode(subject, parts, run) {
  const { recorder } = run;
  const { probabilities, likelihood, ignored, kept, batch } = parts;
  let ofLikelihood;
  const negative = makeNode(recorder, subject, likelihood, [], () => {
    const { storage } = gradient(run, "aten::neg", [batch]);
    if (probabilities.node) probabilities.node.pending = { shape: probabilities.shape, storage, view: true };
    return ofLikelihood;
  });
  const filled = makeNode(recorder, subject, negative, [ignored], () => gradient(run, "aten::masked_fill", [batch]));
  const mean = kept.length > 0 ? makeNode(recorder, subject, filled, kept, () => gradient(run, "aten::div", [])) : filled;
  return makeNode(recorder, subject, mean, [], () => {
    ofLikelihood = gradient(run, "aten::mul", []);
    return gradient(run, "aten::mul", []);
  });
}
function softCrossEntropy(subject, loss, output, targets, run) {
  const { recorder } = run;
  const { shape } = output;
  if (shape.length !== 2) refuse(subject, "takes [batch, classes] with probabilities", shape);
  checkSame(subject, shape, targets.shape);
  const probabilities = allocate(run, "aten::_log_softmax", shape);
  const wanted = loss.label_smoothing > 0 ? smoothTargets(targets, run) : recorder.keep(targets.storage);
  const product2 = allocate(run, "aten::mul", shape);
  const sum2 = allocate(run, "aten::sum", []);
  reduce(run, "aten::sum", shape, [0, 1]);
  const negative = allocate(run, "aten::neg", []);
  const mean = loss.reduction === "mean";
  const result = mean ? allocate(run, "aten::div", []) : recorder.keep(negative);
  const node = output.node && softNode(subject, output, wanted, probabilities, mean, run);
  for (const temporary of [negative, sum2, product2, wanted, probabilities]) recorder.drop(temporary);
  return { shape: [], storage: result, node, view: void 0 };
}
function smoothTargets({ shape }, run) {
  const scaled = allocate(run, "aten::mul", shape);
  const sum2 = allocate(run, "aten::add", shape);
  run.recorder.drop(scaled);
  return sum2;
}
function softNode(subject, output, targets, probabilities, mean, run) {
  const { recorder } = run;
  const softmax = logSoftmaxNode(subject, output, probabilities, run);
  const product2 = makeNode(recorder, subject, softmax, [targets], () => gradient(run, "aten::mul", output.shape));
  const negative = makeNode(recorder, subject, product2, [], () => gradient(run, "aten::neg", []));
  return mean ? makeNode(recorder, subject, negative, [], () => gradient(run, "aten::div", [])) : negative;
}
function logSoftmaxNode(subject, output, probabilities, run) {
  return makeNode(
    run.recorder,
    subject,
    output.node,
    [probabilities],
    () => gradient(run, "aten::_log_softmax_backward_data", output.shape)
  );
}

// src/predict/layers/regression-losses.ts
function fullStorageLoss(operator, subject, output, targets, run) {
  const { recorder, device } = run;
  const { shape } = output;
  checkSame(subject, shape, targets.shape);
  const storage = allocate(run, operator, shape);
  if (device.kind === "cuda") {
    const second = recorder.allocate(operator, float32Bytes(operator === "aten::binary_cross_entropy" ? [] : shape));
    scratchOf(run, operator, { self: contiguous(shape, "float32") });
    recorder.drop(second);
  }
  const node = differenceNode(`${operator}_backward`, subject, output, targets, run);
  return { shape: [], storage, node, view: void 0 };
}
function huber(subject, output, targets, run) {
  const { recorder, device } = run;
  const { shape } = output;
  checkSame(subject, shape, targets.shape);
  const unreduced = device.kind === "cuda" ? [allocate(run, "aten::huber_loss", shape)] : [];
  const storage = allocate(run, "aten::huber_loss", []);
  scratchOf(run, "aten::huber_loss", { self: contiguous(shape, "float32") });
  for (const each of unreduced) recorder.drop(each);
  const node = differenceNode("aten::huber_loss_backward", subject, output, targets, run);
  return { shape: [], storage, node, view: void 0 };
}
function differenceNode(backward, subject, output, targets, run) {
  const { node, shape } = output;
  const saved = [output.storage, targets.storage];
  return node && makeNode(run.recorder, subject, node, saved, () => gradient(run, backward, shape));
}
function binaryCrossEntropyWithLogits(subject, output, targets, run) {
  const { recorder, device } = run;
  const { shape } = output;
  checkSame(subject, shape, targets.shape);
  const operator = "aten::binary_cross_entropy_with_logits";
  const storage = allocate(run, operator, []);
  scratchOf(run, operator, { self: contiguous(shape, "float32") });
  const saved = [output.storage, targets.storage];
  const node = output.node && makeNode(recorder, subject, output.node, saved, () => {
    const sigmoid = gradient(run, "aten::sigmoid", shape);
    if (device.kind === "cuda") return sigmoid;
    const difference = gradient(run, "aten::sub", shape);
    recorder.drop(sigmoid.storage);
    const product2 = gradient(run, "aten::mul", shape);
    recorder.drop(difference.storage);
    return product2;
  });
  return { shape: [], storage, node, view: void 0 };
}
function l1(subject, { reduction }, output, targets, run) {
  const { recorder } = run;
  const { shape } = output;
  checkSame(subject, shape, targets.shape);
  const difference = allocate(run, "aten::sub", shape);
  const absolute = allocate(run, "aten::abs", shape);
  const storage = reducedTo(reduction === "mean" ? "aten::mean" : "aten::sum", shape, run);
  const node = output.node && reducedNode(subject, reduction, shape, l1Node(subject, output, difference, run), run);
  recorder.drop(absolute);
  recorder.drop(difference);
  return { shape: [], storage, node, view: void 0 };
}
function l1Node(subject, { node, shape }, difference, run) {
  return makeNode(run.recorder, subject, node, [difference], () => {
    const sign = gradient(run, "aten::sgn", shape);
    const product2 = gradient(run, "aten::mul", shape);
    run.recorder.drop(sign.storage);
    return product2;
  });
}
function klDivergence(subject, { reduction, log_target }, output, targets, run) {
  const { recorder } = run;
  const { node: before, shape } = output;
  checkSame(subject, shape, targets.shape);
  const first = allocate(run, log_target ? "aten::sub" : "aten::mul", shape);
  const second = allocate(run, log_target ? "aten::exp" : "aten::xlogy", shape);
  const pointwise = allocate(run, log_target ? "aten::mul" : "aten::sub", shape);
  const inner = before && klNode(subject, output, targets, log_target ? second : void 0, run);
  for (const each of [second, first]) recorder.drop(each);
  const sum2 = reducedTo(reduction === "mean" ? "aten::mean" : "aten::sum", shape, run);
  const storage = reduction === "batchmean" ? divided(sum2, pointwise, run) : sum2;
  if (reduction !== "batchmean") recorder.drop(pointwise);
  const node = inner && reducedNode(subject, reduction, shape, inner, run);
  return { shape: [], storage, node, view: void 0 };
}
function divided(sum2, pointwise, run) {
  run.recorder.drop(pointwise);
  const mean = allocate(run, "aten::div", []);
  run.recorder.drop(sum2);
  return mean;
}
function klNode(subject, { node, shape }, targets, exponential, run) {
  const { recorder } = run;
  const product2 = (next, saved) => makeNode(recorder, subject, next, [saved], () => gradient(run, "aten::mul", shape));
  const minus = (next) => makeNode(recorder, subject, next, [], () => gradient(run, "aten::neg", shape));
  return exponential ? product2(minus(node), exponential) : minus(product2(node, targets.storage));
}
function reducedTo(operator, shape, run) {
  const storage = allocate(run, operator, []);
  reduce(
    run,
    operator,
    shape,
    shape.map((_, dim) => dim)
  );
  return storage;
}
function reducedNode(subject, reduction, shape, next, run) {
  const { recorder } = run;
  const expanded = ({ storage }) => ({ shape, storage: recorder.keep(storage), view: true });
  if (reduction === "mean") return makeNode(recorder, subject, next, [], () => gradient(run, "aten::div", shape));
  const sum2 = makeNode(recorder, subject, next, [], expanded);
  return reduction === "sum" ? sum2 : makeNode(recorder, subject, sum2, [], () => gradient(run, "aten::div", []));
}

// src/predict/layers/losses.ts
function buildLoss(loss, target) {
  const subject = { label: `loss ${loss.type}`, place: loss.place };
  const ofClasses = loss.type === "CrossEntropyLoss" || loss.type === "NLLLoss";
  if (target === "classes" && !ofClasses)
    throw new Unpredictable(subject, "takes no classes", "name the target's shape");
  switch (loss.type) {
    case "CrossEntropyLoss":
      if (target === "classes") return (output, targets, run) => crossEntropy(subject, loss, output, targets, run);
      return (output, targets, run) => softCrossEntropy(subject, loss, output, targets, run);
    case "NLLLoss":
      return (output, targets, run) => negativeLogLikelihood(subject, output, targets, run);
    case "MSELoss":
      return (output, targets, run) => fullStorageLoss("aten::mse_loss", subject, output, targets, run);
    case "SmoothL1Loss":
      if (loss.beta === 0) return (output, targets, run) => l1(subject, loss, output, targets, run);
      return (output, targets, run) => fullStorageLoss("aten::smooth_l1_loss", subject, output, targets, run);
    case "BCELoss":
      return (output, targets, run) => fullStorageLoss("aten::binary_cross_entropy", subject, output, targets, run);
    case "BCEWithLogitsLoss":
      return (output, targets, run) => binaryCrossEntropyWithLogits(subject, output, targets, run);
    case "HuberLoss":
      return (output, targets, run) => huber(subject, output, targets, run);
    case "L1Loss":
      return (output, targets, run) => l1(subject, loss, output, targets, run);
    case "KLDivLoss":
      return (output, targets, run) => klDivergence(subject, loss, output, targets, run);
  }
}

// src/predict/layers/notes.ts
function notesOn(layers, device) {
  if (device.kind === "cpu") return ["tensors are counted; scratch inside an operator is not"];
  const convolutions = layers.filter((layer) => isConvolution(layer) && usesCudnn2(layer)).length;
  const batchNorms = layers.filter(({ type }) => type.startsWith("BatchNorm")).length;
  return [
    ...convolutions > 0 ? [`cuDNN's workspace for ${plural(convolutions, "convolution")} is assumed`] : [],
    ...batchNorms > 0 ? [`cuDNN is taken to need no workspace for ${plural(batchNorms, "batch norm")}`] : []
  ];
}
function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

// src/predict/layers/plain.ts
function plainOf(training) {
  const { model, input, target, loss, optimizer, place } = training;
  const reasons = [];
  const beyond = (what, at = place) => reasons.push({ place: at, what, advice: ADVICE });
  if (model.kind === "callable")
    beyond(`${model.target} was not traced: only its code says what it needs`, model.place);
  for (const key of beyondPlain(training)) beyond(`${key} is not known to the layers engine`);
  if ("tensors" in input) beyond("a model that takes tensors by name is not known to the layers engine");
  if (target?.kind === "classes" && target.shape.length > 0)
    beyond("classes of a shape are not known to the layers engine");
  const known = isKnown(loss);
  if (!known) beyond(`loss ${nameOf(loss)} is not known to the layers engine`, loss.place);
  const stepped = isKnown(optimizer);
  if (!stepped) beyond(`optimizer ${nameOf(optimizer)} is not known to the layers engine`, optimizer.place);
  const plain = model.kind === "layers" && !("tensors" in input) && target !== void 0 && known && stepped;
  return plain && reasons.length === 0 ? { ...training, model, input, target, loss, optimizer } : { reasons };
}
var ADVICE = "predict it for a CUDA device, where its code may be run; the traced engine knows it";
function beyondPlain(training) {
  const given = new Map(Object.entries(training));
  const { gradient_accumulation: _, ...others } = PLAIN_RECIPE;
  const plain = Object.entries(others);
  return plain.filter(([key, value]) => JSON.stringify(given.get(key)) !== JSON.stringify(value)).map(([key]) => key);
}
function isKnown(spec) {
  return spec.type !== "other" && spec.type !== "callable" && spec.type !== "model";
}
function nameOf(spec) {
  if (spec.type === "other") return spec.torch_type;
  return spec.type === "callable" ? spec.target : spec.type;
}

// src/predict/layers-engine.ts
function predictLayers(training, device, batchSize = training.batch_size) {
  const { model, leaves, reasons } = modelOf(training, batchSize);
  const plain = plainOf(training);
  if ("reasons" in plain) return { kind: "unknown", model, reasons: [...reasons, ...plain.reasons] };
  const module = buildModel(plain.model.layers).module;
  const criterion = attempt(() => buildLoss(plain.loss, plain.target.kind));
  const step = attempt(() => buildOptimizer(plain.optimizer, checkedParameters(module, plain), device));
  if (model === void 0 || criterion.value === void 0 || step.value === void 0) {
    return { kind: "unknown", model, reasons: [...reasons, ...criterion.reasons, ...step.reasons] };
  }
  const parts = { model: module, criterion: criterion.value, optimizer: step.value };
  const traced = attempt(() => trace(parts, plain, device, batchSize));
  if (traced.value === void 0) return { kind: "unknown", model, reasons: traced.reasons };
  return {
    kind: "traced",
    trace: traced.value,
    model,
    nominal_bytes: nominalBytes(module, plain, batchSize, traced.value),
    notes: notesOn(
      leaves.map(({ layer }) => layer),
      device
    )
  };
}
function modelOf({ model, input }, batchSize) {
  if (model.kind === "callable" || "tensors" in input) return { model: void 0, leaves: [], reasons: [] };
  const { leaves, reasons } = buildModel(model.layers);
  if (reasons.length > 0) return { model: void 0, leaves, reasons };
  const summary = attempt(() => summarize(leaves, [batchSize, ...input.shape]));
  return { model: summary.value, leaves, reasons: summary.reasons };
}
function trace(parts, training, device, batchSize) {
  const run = { recorder: new Recorder(), device, training: true, cublasThreads: /* @__PURE__ */ new Set(), added: [] };
  moveModel(parts.model, run);
  parts.optimizer.begin(run);
  train(parts, training, batchSize, run);
  if (training.evaluation) evaluate(parts, training, training.evaluation.batch_size, run);
  return run.recorder.trace();
}
function checkedParameters(module, training) {
  const parameters = allParameters(module);
  if (parameters.length > 0) return parameters;
  const subject = { label: `training ${training.name}`, place: training.place };
  throw new Unpredictable(subject, "has no parameters to train", "add a layer with parameters, as Linear");
}
function attempt(body) {
  try {
    return { value: body(), reasons: [] };
  } catch (thrown) {
    if (!(thrown instanceof Unpredictable)) throw thrown;
    return { value: void 0, reasons: [thrown.reason] };
  }
}

// src/predict/predict.ts
function predict(training, device, allocConf = "") {
  const traced = predictLayers(training, device);
  if (traced.kind === "unknown") return traced;
  const { trace: trace2, model, nominal_bytes, notes } = traced;
  const conf = parseAllocConf(allocConf);
  const profile = profileOf(trace2, device, conf);
  return {
    kind: "predicted",
    engine: "layers",
    torch: TORCH_RELEASE,
    device,
    processes: 1,
    model,
    nominal_bytes,
    trace: trace2,
    profile,
    intervals: intervalsOf(trace2, profile, device, { conf, guesses: 0 }),
    alloc_conf: allocConf,
    guesses: 0,
    notes
  };
}
function traceOf(training, device, batchSize) {
  const traced = predictLayers(training, device, batchSize);
  return traced.kind === "traced" ? traced.trace : void 0;
}
function batchAdvice(training, device, limit, allocConf = "") {
  const conf = parseAllocConf(allocConf);
  const sizeAt = (batch) => {
    const trace2 = traceOf(training, device, batch);
    return trace2 === void 0 ? Infinity : tiersOf(trace2, device, conf).device_bytes;
  };
  const curve = batchCurve(sizeAt, limit, training.batch_size);
  return curve === void 0 ? void 0 : { ...curve, evidence: { kind: "computed" } };
}
function batchRows(training, device, batches, allocConf = "") {
  const conf = parseAllocConf(allocConf);
  return batches.map((batch_size) => {
    const traced = predictLayers(training, device, batch_size);
    if (traced.kind === "traced") return { batch_size, kind: "predicted", ...tiersOf(traced.trace, device, conf) };
    return { batch_size, kind: "unknown", what: traced.reasons.map(({ what }) => what).join("; ") };
  });
}

// src/predict/traced-batches.ts
var MOST_TRACES = 6;
var MOST_EVENTS = 2e5;
var FEW = 3;
async function tracedRows(traces, batches) {
  const [low, high, ...more] = batches.filter((batch) => batch > 1);
  const last = more.at(-1);
  if (batches.length > FEW && low !== void 0 && high !== void 0 && last !== void 0) {
    const line = await traces.draw(low, high);
    if (line !== void 0) await traces.agrees(line, last);
  }
  const rows = [];
  for (const batch_size of batches) {
    const told2 = traces.line?.holds === true ? traces.tiers(batch_size) : void 0;
    const known = told2 === void 0 ? await traces.trace(batch_size) : { tiers: told2 };
    rows.push(
      "failed" in known ? { batch_size, kind: "unknown", what: known.failed } : { batch_size, kind: "predicted", ...known.tiers }
    );
  }
  return rows;
}
async function tracedAdvice(traces, limit, batch) {
  if ("failed" in await traces.trace(batch)) return void 0;
  if (batch === 1) await traces.trace(2);
  if (isOpen(traces, limit)) {
    const affine = await affineAdvice(traces, limit, batch);
    if (affine !== void 0) return affine;
    await search(traces, limit, batch);
  }
  const [low, high] = bracket(traces, limit);
  return {
    max_batch_size: low,
    idle_below_batch_size: void 0,
    curve: pointsOf2(traces),
    evidence: { kind: "traced", traced: batchesOf(traces), unknown_below: high - low > 1 ? high : void 0 }
  };
}
async function affineAdvice(traces, limit, batch) {
  const second = secondTo(batch);
  const line = await traces.draw(Math.max(batch, 2), second);
  if (line === void 0 || !isOpen(traces, limit)) return void 0;
  const curve = () => batchCurve((size) => traces.tiers(size)?.device_bytes ?? Infinity, limit, batch);
  const found = curve()?.max_batch_size ?? 0;
  if (found < 2) await traces.trace(1);
  for (const third of [found, found + 1, 2 * second + 1]) {
    if (third < 2 || third >= LARGEST_BATCH || line.through.includes(third)) continue;
    const agrees = await traces.agrees(line, third);
    if (agrees === false) return void 0;
    if (agrees === true) break;
  }
  const best = line.holds ? curve() : void 0;
  if (best === void 0) return void 0;
  const points = new Map([...best.curve, ...pointsOf2(traces)].map((point) => [point.batch_size, point]));
  return {
    ...best,
    curve: [...points.values()].toSorted((a, b) => a.batch_size - b.batch_size),
    evidence: { kind: "affine", traced: batchesOf(traces).filter((traced) => traced > 1) }
  };
}
async function search(traces, limit, batch) {
  const batches = largestWithin(limit, batch, secondTo(batch));
  let asked = batches.next();
  for (let left = MOST_TRACES; asked.done !== true && isOpen(traces, limit); ) {
    if (!traces.has(asked.value)) {
      if (left === 0 || eventsAt(traces, asked.value) > MOST_EVENTS) return;
      left -= 1;
    }
    const trace2 = await traces.trace(asked.value);
    asked = batches.next("failed" in trace2 ? Infinity : trace2.tiers.device_bytes);
  }
}
function secondTo(batch) {
  return batch === 1 ? 3 : 2 * batch + 1;
}
function batchesOf(traces) {
  return traces.all().map(({ batch_size }) => batch_size);
}
function pointsOf2(traces) {
  return traces.all().map(({ batch_size, tiers }) => ({ batch_size, device_bytes: tiers.device_bytes }));
}
function bracket(traces, limit) {
  const points = pointsOf2(traces);
  const fits = points.findLast(({ device_bytes }) => device_bytes <= limit);
  const over = points.find(({ device_bytes }) => device_bytes > limit);
  return [fits?.batch_size ?? 0, over?.batch_size ?? LARGEST_BATCH + 1];
}
function isOpen(traces, limit) {
  const [low, high] = bracket(traces, limit);
  return high - low > 1;
}
function eventsAt(traces, batch) {
  const [other, one = other] = traces.all().slice(-2);
  if (one === void 0 || other === void 0) return 0;
  const slope = one === other ? 0 : (one.events.length - other.events.length) / (one.batch_size - other.batch_size);
  return one.events.length + slope * (batch - one.batch_size);
}

// src/predict/growing-traces.ts
function growingTraces(traceAt, configured) {
  return async (batchSize) => {
    const answer = await traceAt(batchSize);
    if (answer.kind === "failed" || configured === void 0 || batchSize === null) return answer;
    const own = await traceAt(configured);
    if (own.kind === "failed") return own;
    const [found, before] = [answer.document.nominal_bytes.batch, own.document.nominal_bytes.batch];
    if (found * configured === before * batchSize) return answer;
    const detail = `the batch does not follow {batch_size}: it has ${before} bytes at ${configured}, ${found} at ${batchSize}`;
    return { kind: "failed", detail };
  };
}

// src/predict/symbolic.ts
function symbolicEvents(low, high) {
  const span = high.batch_size - low.batch_size;
  const affine = (a, b) => a === b || Number.isInteger((b - a) / span) && Number.isInteger(a);
  if (!alike(low.events, high.events, affine)) return void 0;
  return (batchSize) => {
    const grow = (a, b) => a === b ? a : a + (b - a) / span * (batchSize - low.batch_size);
    const events = [];
    for (const [index, event] of low.events.entries()) {
      const other = high.events[index];
      const sized = other === void 0 ? void 0 : grownEvent(event, other, grow);
      if (sized === void 0) return void 0;
      events.push(sized);
    }
    return events;
  };
}
function sameEvents(a, b) {
  return alike(a, b, (one, other) => one === other);
}
function freesInOrder(events) {
  const ordered = [];
  let frees = [];
  const settle = () => {
    ordered.push(...frees.toSorted((a, b) => a.id - b.id));
    frees = [];
  };
  for (const event of events) {
    if (event.op !== "free" || event.phase !== frees[0]?.phase || event.step !== frees[0].step) settle();
    if (event.op === "free") frees.push(event);
    else ordered.push(event);
  }
  settle();
  return ordered;
}
function alike(a, b, numbers) {
  return a.length === b.length && a.every((event, index) => alikeEvent(event, b[index], numbers));
}
function alikeEvent(a, b, numbers) {
  if (b === void 0 || a.phase !== b.phase || a.step !== b.step) return false;
  if (a.op === "free") return b.op === "free" && a.id === b.id;
  if (b.op === "free" || a.operator !== b.operator || a.module !== b.module) return false;
  if (a.op === "alloc") {
    if (b.op !== "alloc" || a.stream !== b.stream) return false;
    return a.id === b.id && a.category === b.category && numbers(a.bytes, b.bytes);
  }
  if (b.op !== "kernel") return false;
  const names = Object.keys(a.call);
  return names.length === Object.keys(b.call).length && names.every((name) => name in b.call && alikeOperand(a.call[name], b.call[name], numbers));
}
function alikeOperand(a, b, numbers) {
  if (typeof a === "number" && typeof b === "number") return numbers(a, b);
  if (isTensor(a) && isTensor(b)) {
    return a.dtype === b.dtype && alikeList(a.shape, b.shape, numbers) && alikeList(a.stride, b.stride, numbers);
  }
  return isList(a) && isList(b) ? alikeList(a, b, numbers) : a === b;
}
function alikeList(a, b, numbers) {
  return a.length === b.length && a.every((part, index) => alikeOperand(part, b[index], numbers));
}
function grownEvent(a, b, grow) {
  if (a.op === "alloc" && b.op === "alloc") {
    if (a.bytes === b.bytes) return a;
    const size = grow(a.bytes, b.bytes);
    return size >= 0 && Number.isSafeInteger(size) ? { ...a, bytes: bytes(size) } : void 0;
  }
  if (a.op === "kernel" && b.op === "kernel") {
    const call = Object.entries(a.call).map(([name, operand]) => [name, grown(operand, b.call[name], grow)]);
    return { ...a, call: Object.fromEntries(call) };
  }
  return a;
}
function grown(a, b, grow) {
  if (typeof a === "number" && typeof b === "number") return grow(a, b);
  if (isTensor(a) && isTensor(b)) {
    const sizes = (one, other) => one.map((size, index) => grow(size, other[index] ?? size));
    return { ...a, shape: sizes(a.shape, b.shape), stride: sizes(a.stride, b.stride) };
  }
  return isList(a) && isList(b) ? a.map((part, index) => grown(part, b[index], grow)) : a;
}
function isList(operand) {
  return Array.isArray(operand);
}

// src/predict/batch-traces.ts
var BatchTraces = class {
  #traceAt;
  #device;
  #conf;
  #traces = /* @__PURE__ */ new Map();
  #onTheLine = /* @__PURE__ */ new Map();
  #line;
  constructor(traceAt, device, allocConf = "") {
    this.#traceAt = traceAt;
    this.#device = device;
    this.#conf = parseAllocConf(allocConf);
  }
  /** The one line that is not given up. */
  get line() {
    return this.#line === "none" ? void 0 : this.#line;
  }
  async trace(batch) {
    const before = this.#traces.get(batch);
    if (before !== void 0) return before;
    const answer = await this.#traceAt(batch);
    const trace2 = answer.kind === "failed" ? { failed: answer.detail } : this.#replayed(batch, answer.document);
    this.#traces.set(batch, trace2);
    return trace2;
  }
  has(batch) {
    return this.#traces.has(batch);
  }
  /** What was traced and did not fail, by batch size, ascending. */
  all() {
    return [...this.#traces.values()].flatMap((trace2) => "failed" in trace2 ? [] : [trace2]).toSorted((a, b) => a.batch_size - b.batch_size);
  }
  /** The line through two batches, unless one was drawn before; undefined where there is none. */
  async draw(low, high) {
    this.#line ??= lineThrough(await this.trace(low), await this.trace(high));
    return this.line;
  }
  /**
   * Traces `batch` and holds the line against it and all other traces, to the byte; undefined where it cannot be traced.
   * A line that fails is given up.
   */
  async agrees(line, batch) {
    if ("failed" in await this.trace(batch)) return void 0;
    const others = this.all().filter(({ batch_size }) => batch_size > 1 && !line.through.includes(batch_size));
    line.holds = others.every(({ batch_size, events }) => {
      const told2 = line.at(batch_size);
      return told2 !== void 0 && sameEvents(told2, events);
    });
    if (!line.holds) this.#line = "none";
    return line.holds;
  }
  /** By a trace of its own, else on the line, whether it holds or not. */
  tiers(batch) {
    const trace2 = this.#traces.get(batch);
    if (trace2 !== void 0) return "failed" in trace2 ? void 0 : trace2.tiers;
    const { line } = this;
    if (batch < 2 || line === void 0) return void 0;
    if (!this.#onTheLine.has(batch)) {
      const events = line.at(batch);
      this.#onTheLine.set(batch, events === void 0 ? void 0 : this.#replay(events, line.release));
    }
    return this.#onTheLine.get(batch);
  }
  #replayed(batch_size, { events, torch }) {
    const [ordered, release] = [freesInOrder(events), releaseOf(torch)];
    return { batch_size, events: ordered, release, tiers: this.#replay(ordered, release) };
  }
  #replay(events, release) {
    return tiersOf(withKernels(events, this.#device, release), this.#device, this.#conf);
  }
};
function lineThrough(low, high) {
  if ("failed" in low || "failed" in high) return "none";
  const at = symbolicEvents(low, high);
  const through = [low.batch_size, high.batch_size];
  return at === void 0 ? "none" : { through, release: low.release, at, holds: false };
}

// src/commands/traced-cards.ts
var TracedCards = class {
  #ways;
  #sessions = [];
  #cards = /* @__PURE__ */ new Map();
  constructor(ways) {
    this.#ways = ways;
  }
  on(card) {
    const key = JSON.stringify(card);
    const before = this.#cards.get(key);
    if (before !== void 0) return before;
    const { start, allocConf, forOne, believed } = this.#ways;
    const session = start(card);
    this.#sessions.push(session);
    const device = forOne?.(card) ?? card;
    const checked = checkedTraces(session.at);
    const traceAt = believed?.(checked) ?? checked;
    const traced = { device, traceAt, batches: new BatchTraces(traceAt, device, allocConf) };
    this.#cards.set(key, traced);
    return traced;
  }
  async end() {
    await Promise.all(this.#sessions.map((session) => session.end()));
  }
};

// src/commands/command-predictor.ts
var CommandPredictor = class {
  #training;
  #allocConf;
  #cards;
  constructor(training, allocConf, trace2) {
    this.#training = training;
    this.#allocConf = allocConf;
    const believed = (traceAt) => growingTraces(traceAt, training.batch_size);
    this.#cards = new TracedCards({ start: trace2, allocConf, believed });
  }
  async prediction(device) {
    if (device.kind === "cuda") {
      return predictCommand(this.#cards.on(device).traceAt, this.#training, device, this.#allocConf);
    }
    const what = "run: a command is predicted for a card, not for the CPU";
    const advice = "name a card, as `device: l4`, or describe its model beside it";
    return { kind: "unknown", model: void 0, reasons: [{ place: this.#training.place, what, advice }] };
  }
  /** The largest batch within `limit`, where the command is told its batch. */
  async advice(prediction, device, limit) {
    const { batch_size } = this.#training;
    if (prediction.kind === "unknown" || batch_size === void 0 || !takesBatch(this.#training.run)) return void 0;
    return tracedAdvice(this.#cards.on(device).batches, limit, batch_size);
  }
  /** What the training needs at each of `batches`, ascending. */
  async rows(_, device, batches) {
    if (takesBatch(this.#training.run)) return tracedRows(this.#cards.on(device).batches, batches);
    const what = "the command has no {batch_size} by which it is told its batch";
    return batches.map((batch_size) => ({ batch_size, kind: "unknown", what }));
  }
  end() {
    return this.#cards.end();
  }
};

// src/commands/predictor.ts
function predictorOf(training, allocConf, trace2) {
  if (training.kind === "described") return new Predictor(training, allocConf, trace2);
  if (training.described !== void 0) return new Predictor(training.described, allocConf, trace2);
  return new CommandPredictor(training, allocConf, (device) => trace2(training, device));
}
async function predictedOnce(training, device, allocConf, trace2) {
  const predictor = predictorOf(training, allocConf, trace2);
  try {
    return await predictor.prediction(device);
  } finally {
    await predictor.end();
  }
}
var Predictor = class {
  #training;
  #allocConf;
  #cards;
  constructor(training, allocConf, trace2) {
    this.#training = training;
    this.#allocConf = allocConf;
    this.#cards = new TracedCards({
      start: (device) => trace2(asTraced(training), device),
      allocConf,
      ...training.distributed === void 0 ? {} : { forOne: amongProcesses }
    });
  }
  async prediction(device) {
    const plain = predict(this.#training, device, this.#allocConf);
    if (plain.kind === "predicted" || device.kind === "cpu") return plain;
    const card = this.#cards.on(device);
    const traced = await predictTraced(card.traceAt, this.#training, card.device, this.#allocConf);
    if (traced.kind === "predicted" || this.#training.model.kind === "callable") return traced;
    return { ...plain, reasons: [...plain.reasons, ...traced.reasons] };
  }
  /** The largest batch within `limit`, by the engine that made `prediction`. */
  async advice(prediction, device, limit) {
    if (prediction.kind === "unknown") return void 0;
    if (prediction.engine === "layers") return batchAdvice(this.#training, device, limit, this.#allocConf);
    return tracedAdvice(this.#cards.on(device).batches, limit, this.#training.batch_size);
  }
  /** What the training needs at each of `batches`, ascending, by the engine that made `prediction`. */
  async rows(prediction, device, batches) {
    if (prediction.kind === "predicted" && prediction.engine === "layers") {
      return batchRows(this.#training, device, batches, this.#allocConf);
    }
    return tracedRows(this.#cards.on(device).batches, batches);
  }
  end() {
    return this.#cards.end();
  }
};

// src/commands/removed-trainings.ts
async function removedTrainings({ runnerGpu, calibration }, sides, allocConf) {
  const removed = [];
  for (const { name, parse, values } of sides?.removed ?? []) {
    const parsed = parse(values);
    const base_bytes = parsed.kind === "problems" ? void 0 : await neededBytes(parsed.training);
    removed.push({ name, base_bytes });
  }
  return removed;
  async function neededBytes(training) {
    const [model, known] = [described(training), await calibration.known(training)];
    const { budget: device } = await devicesOf(() => runnerGpu(training), training, void 0, known);
    if (model === void 0 || device === void 0) return void 0;
    const prediction = predict(model, device, allocConf);
    return prediction.kind === "predicted" ? prediction.profile.device_bytes : void 0;
  }
}

// src/config/written-call.ts
function withArguments(written, args) {
  if (typeof written === "string") return { [written]: args };
  const [entry] = isRecord(written) ? Object.entries(written) : [];
  if (entry === void 0) return written;
  const [name, given] = entry;
  return { [name]: argumentsWith(given, args) };
}
function argumentsWith(given, args) {
  if (given === void 0 || given === null) return args;
  if (isRecord(given)) return { ...given, ...args };
  if (!Array.isArray(given)) return [given, args];
  const values = given;
  const last = values.at(-1);
  return isRecord(last) ? [...values.slice(0, -1), { ...last, ...args }] : [...values, args];
}

// src/compare/possible-ways.ts
function softWays(present) {
  const model = described(present.training);
  const replayed = present.knowsExpandable ? [] : [EXPANDABLE_SEGMENTS];
  return model === void 0 ? replayed : [...replayed, ...softWaysOf(model, present)];
}
var EXPANDABLE_SEGMENTS = { steps: [{ cost: "none", values: {}, expandable: true }], wanted: 1 };
function softWaysOf(model, present) {
  return [
    optimizerForm(model, present.values),
    smallerEvaluation(model, present),
    microBatches(model, present),
    checkpointing(model),
    lowerPrecision(model, present.device),
    ...model.distributed === void 0 ? [] : [sharding(model, [model.distributed.processes])]
  ].filter(({ steps }) => steps.length > 0);
}
function hardWays(present) {
  const model = described(present.training);
  return [largerCards(present), ...model === void 0 ? [] : [sharding(model, moreProcesses(model))]].filter(
    ({ steps }) => steps.length > 0
  );
}
function otherTrainings(present) {
  const model = described(present.training);
  return [...model === void 0 ? [] : [leanerOptimizer(model)], smallerBatches(present)].filter(
    ({ steps }) => steps.length > 0
  );
}
function ladder(steps, wanted = 1) {
  return { steps, wanted };
}
function possible(cost, values) {
  return { cost, values, expandable: false };
}
function optimizerForm({ optimizer }, values) {
  if (!isKnown2(optimizer)) return ladder([]);
  const written = (args) => ({ optimizer: withArguments(values["optimizer"], args) });
  if ("fused" in optimizer && optimizer.type !== "Adagrad") {
    const { foreach, fused } = optimizer;
    const alone = foreach === true ? { foreach: false } : {};
    return ladder(fused === true ? [] : [possible("none", written({ ...alone, fused: true }))]);
  }
  return ladder(optimizer.foreach === false ? [] : [possible("time", written({ foreach: false }))]);
}
function smallerEvaluation({ evaluation }, { prediction }) {
  if (evaluation === void 0 || prediction.profile.peak.phase !== "evaluation") return ladder([]);
  const sizes = halvesOf(evaluation.batch_size);
  return ladder(sizes.map((batch_size) => possible("time", { evaluation: { batch_size } })));
}
function halvesOf(size) {
  const half = Math.floor(size / 2);
  return half < 1 ? [] : [half, ...halvesOf(half)];
}
var MOST_BATCHES = 3;
function microBatches(model, { batches, prediction }) {
  const { batch_size, gradient_accumulation, optimizer_in_backward } = model;
  if (optimizer_in_backward) return ladder([]);
  const samples = batch_size * gradient_accumulation;
  const smaller = divisorsBelow(samples, batch_size);
  const likely = smaller.filter((size) => size <= (batches?.max_batch_size ?? batch_size));
  const steps = likely.length > 0 ? likely.slice(0, MOST_BATCHES) : smaller.slice(-1);
  const cost = normalizesBatches(model, prediction.trace) ? "numerics" : "time";
  return ladder(steps.map((size) => possible(cost, { batch_size: size, gradient_accumulation: samples / size })));
}
function divisorsBelow(whole, end) {
  const sizes = [];
  for (let size = Math.min(end - 1, MOST_DIVISORS); size >= 1; size -= 1) if (whole % size === 0) sizes.push(size);
  return sizes;
}
var MOST_DIVISORS = 2 ** 20;
function normalizesBatches({ model }, trace2) {
  if (model.kind === "layers") return hasBatchNorm(model.layers);
  return trace2.some((event) => event.op === "alloc" && event.operator.includes("batch_norm"));
}
function hasBatchNorm(layers) {
  return layers.some((layer) => {
    if (layer.type === "Sequential") return hasBatchNorm(layer.layers);
    return (layer.type === "other" ? layer.torch_type : layer.type).includes("BatchNorm");
  });
}
function checkpointing({ model, activation_checkpointing }) {
  if (model.kind !== "callable" || activation_checkpointing !== false) return ladder([]);
  return ladder([possible("time", { activation_checkpointing: true })]);
}
function lowerPrecision({ precision }, device) {
  if (precision !== "32-true" && precision !== "tf32") return ladder([]);
  return ladder([possible("numerics", { precision: smOf(device) >= 80 ? "bf16-mixed" : "16-mixed" })]);
}
function sharding(model, counts) {
  if (model.model.kind !== "callable") return ladder([]);
  const { distributed } = model;
  const now = distributed?.processes ?? 1;
  const steps = counts.flatMap((processes) => {
    if (processes === now && distributed?.strategy === "fsdp2") return [];
    const shared = samplesEach(model, processes / now);
    if (shared === void 0) return [];
    const cost = processes === now ? "time" : "hardware";
    return [possible(cost, { ...shared, distributed: sharded(distributed, processes, wrapOf(model)) })];
  });
  return ladder(steps);
}
function moreProcesses({ distributed }) {
  return [2, 4, 8].map((times) => times * (distributed?.processes ?? 1));
}
function samplesEach({ batch_size, gradient_accumulation }, times) {
  if (times === 1) return {};
  if (batch_size % times === 0) return { batch_size: batch_size / times };
  if (gradient_accumulation % times !== 0) return void 0;
  return { gradient_accumulation: gradient_accumulation / times };
}
function sharded(distributed, processes, wrap) {
  if (distributed?.strategy !== "fsdp2") return { strategy: "fsdp2", processes, wrap };
  const { reshard_after_forward } = distributed;
  const reshard = reshard_after_forward === void 0 ? {} : { reshard_after_forward };
  return { strategy: "fsdp2", processes, wrap: distributed.wrap, ...reshard };
}
function wrapOf({ activation_checkpointing }) {
  return typeof activation_checkpointing === "boolean" ? [] : activation_checkpointing;
}
var MOMENTUM = 0.9;
function leanerOptimizer({ optimizer }) {
  if (!isKnown2(optimizer) || !LEAVES_MORE.has(optimizer.type)) return ladder([]);
  return ladder([possible("training", { optimizer: { SGD: { lr: optimizer.lr, momentum: MOMENTUM } } })]);
}
var LEAVES_MORE = /* @__PURE__ */ new Set([
  "Adam",
  "AdamW",
  "RMSprop",
  "Adadelta",
  "Adamax",
  "NAdam",
  "RAdam"
]);
function smallerBatches({ training, batches }) {
  const model = described(training);
  const alone = model === void 0 ? training.kind === "command" && takesBatch(training.run) : model.optimizer_in_backward;
  const batch_size = batches?.max_batch_size ?? 0;
  if (!alone || batch_size < 1 || batch_size >= (training.batch_size ?? 0)) return ladder([]);
  return ladder([possible("training", { batch_size })]);
}
var CARDS = 2;
function largerCards({ training, device, prediction }) {
  if (training.budget.kind === "size") return ladder([]);
  const needed = prediction.profile.device_bytes - device.context_bytes;
  const cards = DEVICES.map(({ id }) => ({ id, card: deviceOf({ kind: "catalogue", id }) })).filter(({ card }) => card.usable_bytes > device.usable_bytes).filter(({ card }) => limitOf(training, card) - card.context_bytes >= needed).toSorted((a, b) => a.card.usable_bytes - b.card.usable_bytes);
  return ladder(
    cards.map(({ id }) => possible("hardware", { device: id })),
    CARDS
  );
}
function isKnown2(optimizer) {
  return optimizer.type !== "other" && optimizer.type !== "callable";
}

// src/compare/recorded-way.ts
function recordedWay(measurement, budget) {
  const { device } = budget;
  if (!isMeasuredOn(device, measurement) || isExpandable(measurement.document.device.alloc_conf)) return void 0;
  const replayed = replayedExpandable(measurement, void 0);
  return replayed && wayOfReplay(replayed, budget);
}
function wayOfReplay({ reserved_bytes, expandable_reserved_bytes }, { needed_bytes, limit_bytes }) {
  const saves_bytes = reserved_bytes - expandable_reserved_bytes;
  const device_bytes = bytes(Math.max(0, needed_bytes - saves_bytes));
  return {
    changes: [EXPANDABLE_CHANGE],
    cost: "none",
    device_bytes,
    high_bytes: device_bytes,
    limit_bytes,
    saves_bytes,
    fits: device_bytes <= limit_bytes,
    tight: isTight(device_bytes, device_bytes, limit_bytes),
    max_batch_size: void 0
  };
}

// src/commands/limited-traces.ts
function limitedTraces(start, most, detail) {
  let left = most;
  return (training, device) => {
    const session = start(training, device);
    return {
      at: async (batchSize) => left-- > 0 ? session.at(batchSize) : { kind: "failed", detail },
      end: () => session.end()
    };
  };
}

// src/predict/under-alloc-conf.ts
function underAllocConf(prediction, allocConf) {
  const { trace: trace2, device, guesses } = prediction;
  const conf = parseAllocConf(allocConf);
  const profile = profileOf(trace2, device, conf);
  return {
    ...prediction,
    profile,
    intervals: intervalsOf(trace2, profile, device, { conf, guesses }),
    alloc_conf: allocConf
  };
}
function withExpandable(allocConf) {
  if (parseAllocConf(allocConf).expandable_segments) return void 0;
  return allocConf === "" ? EXPANDABLE : `${allocConf},${EXPANDABLE}`;
}

// src/commands/ask-way.ts
async function askWay(possible2, wanting) {
  const { source, memo, allocConf } = wanting;
  const values = withPairBelow(possible2.values, wanting.training);
  const parsed = source.parse({ ...source.values, ...values });
  const conf = possible2.expandable ? withExpandable(allocConf) : allocConf;
  if (parsed.kind === "problems" || conf === void 0) return { kind: "none" };
  const changes = changesOf({ ...possible2, values }, wanting.training);
  const prediction = await memo.prediction(parsed.training);
  if (prediction?.kind !== "predicted" || prediction.device.kind === "cpu") {
    const [last] = prediction?.kind === "unknown" ? prediction.reasons.slice(-1) : [];
    return { kind: "unknown", unknown: { changes, why: last?.what ?? "there is no card to predict it for" } };
  }
  const replayed = conf === allocConf ? prediction : underAllocConf(prediction, conf);
  return { kind: "way", way: wayOf({ possible: possible2, changes }, parsed.training, replayed, prediction.device, wanting) };
}
function wayOf({ possible: possible2, changes }, training, { profile, intervals, engine, alloc_conf }, device, { needed_bytes, beyond_bytes }) {
  const limit_bytes = limitOf(training, device);
  const device_bytes = bytes(profile.device_bytes + beyond_bytes);
  const high_bytes = bytes(intervals.device.high_bytes + beyond_bytes);
  const model = engine === "layers" ? described(training) : void 0;
  const limit = bytes(Math.max(0, limit_bytes - beyond_bytes));
  return {
    changes,
    cost: possible2.cost,
    device_bytes,
    high_bytes,
    limit_bytes,
    saves_bytes: needed_bytes - device_bytes,
    fits: device_bytes <= limit_bytes,
    tight: isTight(device_bytes, high_bytes, limit_bytes),
    max_batch_size: model && batchAdvice(model, device, limit, alloc_conf)?.max_batch_size
  };
}
function withPairBelow(values, { batch_size: whole, measure_at }) {
  const { batch_size } = values;
  if (typeof batch_size !== "number" || whole === void 0 || measure_at === void 0) return values;
  if (measure_at[1] < batch_size) return values;
  return { ...values, measure_at: measure_at.map((each) => Math.max(1, Math.floor(each * batch_size / whole))) };
}
function changesOf({ values, expandable }, training) {
  const keys = Object.entries(values).map(([key, value]) => {
    return { key, value: flowText(value), where: isOfCommand(key, training) ? "command" : "config" };
  });
  return [...keys, ...expandable ? [EXPANDABLE_CHANGE] : []];
}
function isOfCommand(key, training) {
  if (training.kind === "described" || key === "device") return false;
  return key !== "batch_size" || !takesBatch(training.run);
}

// src/commands/climb-ways.ts
var LIKELY_PAIRS = 3;
var UNLIKELY_PAIRS = 1;
var NOTHING = { steps: [], unknown: [] };
function waysOf({ steps }) {
  return steps.map(({ way }) => way);
}
async function climbAll(ladders, wanting, isEnough) {
  const all = [];
  for (const ladder2 of ladders) all.push(await climb(ladder2, wanting, isEnough));
  return { steps: all.flatMap(({ steps }) => steps), unknown: all.flatMap(({ unknown }) => unknown) };
}
async function climb({ steps, wanted }, wanting, isEnough) {
  const tried = [];
  const unknown = [];
  for (const possible2 of steps) {
    const asked = await askWay(possible2, wanting);
    if (asked.kind === "unknown") unknown.push(asked.unknown);
    if (asked.kind === "way") tried.push({ possible: possible2, way: asked.way });
    if (unknown.length > 0 || tried.filter(({ way }) => isEnough(way)).length === wanted) break;
  }
  const enough = tried.filter(({ way }) => isEnough(way));
  return { steps: enough.length > 0 ? enough : tried.slice(-1), unknown: enough.length > 0 ? [] : unknown };
}
async function askPairs(steps, wanting, isEnough) {
  const pairs = steps.flatMap((a, index) => steps.slice(index + 1).flatMap((b) => pairOf(a, b) ?? []));
  const best = pairs.toSorted((a, b) => b.saves - a.saves);
  const likely = best.filter(({ saves }) => wanting.needed_bytes - saves <= wanting.limit_bytes);
  const chosen = likely.length > 0 ? likely.slice(0, LIKELY_PAIRS) : best.slice(0, UNLIKELY_PAIRS);
  const found = [];
  const unknown = [];
  for (const { possible: possible2 } of chosen) {
    const asked = await askWay(possible2, wanting);
    if (asked.kind === "unknown") unknown.push(asked.unknown);
    if (asked.kind === "way") found.push({ possible: possible2, way: asked.way });
  }
  return { steps: found, unknown: found.some(({ way }) => isEnough(way)) ? [] : unknown };
}
function pairOf(a, b) {
  const [one, other] = [a.possible, b.possible];
  const isOneKey = Object.keys(one.values).some((key) => Object.hasOwn(other.values, key));
  if (isOneKey || a.way.saves_bytes <= 0 || b.way.saves_bytes <= 0) return void 0;
  return {
    saves: a.way.saves_bytes + b.way.saves_bytes,
    possible: {
      cost: dearest([one.cost, other.cost]),
      values: { ...one.values, ...other.values },
      expandable: one.expandable || other.expandable
    }
  };
}

// src/commands/ways.ts
var MOST_TRACES2 = 8;
var TOO_MANY = `no more than ${MOST_TRACES2} traces are made to look for a way`;
var MOST_NEAR = 3;
var WANTING = /* @__PURE__ */ new Set(["over-budget", "out-of-memory", "tight"]);
async function waysBack(result, training, source, { deviceOf: deviceOf2, startTraces, allocConf }) {
  const { budget, prediction, measurement, findings, batches } = result;
  if (source === void 0 || budget === void 0 || !findings.some(({ kind }) => WANTING.has(kind))) return NO_WAYS;
  const byRecording = recordedWay(measurement, budget);
  const recorded = byRecording === void 0 ? [] : [byRecording];
  const isEnough = (way) => way.fits && (budget.headroom_bytes < 0 || !way.tight);
  if (prediction?.kind !== "predicted") return told(recorded, [], isEnough);
  const { needed_bytes, limit_bytes, device } = budget;
  const traces = limitedTraces(startTraces, MOST_TRACES2, TOO_MANY);
  const memo = new PredictionMemo(deviceOf2, (each, card) => predictedOnce(each, card, allocConf, traces));
  await memo.keep(training, prediction);
  const beyond_bytes = bytes(Math.max(0, needed_bytes - prediction.profile.device_bytes));
  const wanting = { training, source, needed_bytes, limit_bytes, beyond_bytes, allocConf, memo };
  const knowsExpandable = recorded.length > 0 || hasExpandable(measurement);
  const present = { training, values: source.values, device, prediction, batches, knowsExpandable };
  const climb2 = (ladders) => climbAll(ladders, wanting, isEnough);
  const soft = await climb2(softWays(present));
  const isSolved = (found) => [...recorded, ...waysOf(found)].some(isEnough);
  const pairs = isSolved(soft) ? NOTHING : await askPairs(soft.steps, wanting, isEnough);
  const hard = await climb2(hardWays(present));
  const other = isSolved(soft) || isSolved(pairs) ? NOTHING : await climb2(otherTrainings(present));
  const all = [soft, pairs, hard, other];
  return told(
    [...recorded, ...all.flatMap(waysOf)],
    all.flatMap(({ unknown }) => unknown),
    isEnough
  );
}
function told(ways, unknown_ways, isEnough) {
  const saving = ways.filter((way) => isOtherCard(way) || way.saves_bytes > 0);
  const enough = saving.filter(isEnough).toSorted(byCost);
  if (enough.length > 0) return { ways: enough, unknown_ways };
  const near = saving.filter(({ fits }) => !fits).toSorted((a, b) => a.device_bytes - b.device_bytes);
  return { ways: near.slice(0, MOST_NEAR), unknown_ways };
}
function isOtherCard({ changes }) {
  return changes.some(({ key }) => key === "device");
}
function hasExpandable(measurement) {
  return measurement.kind === "measured" && isExpandable(measurement.document.device.alloc_conf);
}

// src/commands/check.ts
var AS_CONFIGURED = { allocConf: "", batchSizes: [], verify: false };
async function check(ports, configs, options = AS_CONFIGURED) {
  refuseSameNames(configs);
  const all = configs.flatMap(({ config, workspace }) => config.trainings.map((training) => ({ training, workspace })));
  const texts = configs.flatMap(({ source }) => source ?? []);
  const sources = headSources(texts);
  const sides = ports.base === void 0 ? void 0 : await bothSides(ports.base, texts);
  const results = await inLanes(
    ports.lanes,
    all,
    ({ training, workspace }) => checkTraining(ports, training, workspace, options, { sides, source: sources.get(training.name) })
  );
  const removed = await removedTrainings(ports, sides, options.allocConf);
  return resultsOf(configs.map(({ config }) => config.file).join(", "), results, { base: sides?.base, removed });
}
async function inLanes(lanes, items, work) {
  const results = [];
  const queue = items.entries();
  const lane = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  return results;
}
function refuseSameNames(configs) {
  const seen = /* @__PURE__ */ new Map();
  for (const { config } of configs) {
    for (const { name } of config.trainings) {
      const other = seen.get(name);
      if (other !== void 0)
        throw new UserError(`Cannot check ${config.file}: ${other} has a training called ${name} too`);
      seen.set(name, config.file);
    }
  }
}
async function checkTraining(ports, training, workspace, { allocConf, batchSizes, verify, isAccepted = false }, { sides, source }) {
  const known = await ports.calibration.known(training);
  const found = await measured(training, (each) => ports.measure(each, workspace));
  const documents = documentsOf(found);
  const gpu = () => ports.runnerGpu(training);
  const { budget: device, measured: there } = await devicesOf(gpu, training, documents.at(-1), known);
  for (const observed of documents.flatMap((each) => observedContext(each) ?? []))
    await ports.calibration.keep(observed);
  const traces = new LentTraces((traced, card) => ports.trace(traced, card, workspace));
  const predictor = predictorOf(training, allocConf, traces.start);
  try {
    const forCard = device === void 0 ? void 0 : await predictedFor(predictor, training, device, batchSizes);
    const measurement = measurementFor(found, device);
    const measuredPrediction = there === void 0 || found.kind === "pair" ? void 0 : await predictor.prediction(there);
    const rerun = (limit) => ports.measure({ ...training, explain: false }, workspace, limit);
    const deviceFor = async (each) => (await devicesOf(gpu, each, documents.at(-1), known)).budget;
    const result = compareTraining({
      training,
      device,
      measurement,
      isAccepted,
      passedOver: await passedOver(gpu, documents.at(-1)),
      measuredPrediction,
      verification: verify ? await verified(measuredPrediction, measurement, rerun) : void 0,
      extrapolation: extrapolationOf(found, device),
      prediction: forCard?.prediction,
      batches: forCard?.batches,
      rows: forCard?.rows ?? [],
      change: sides === void 0 ? void 0 : await changeSince(sides, training, {
        prediction: forCard?.prediction,
        measurement,
        deviceOf: deviceFor,
        predictOn: (each, card) => predictedOnce(each, card, allocConf, traces.borrow)
      })
    });
    return {
      ...result,
      ...await waysBack(result, training, source, { deviceOf: deviceFor, startTraces: traces.borrow, allocConf })
    };
  } finally {
    await predictor.end();
  }
}
async function passedOver(runnerGpu, document) {
  if (document?.device.kind !== "cpu") return void 0;
  const card = await runnerGpu();
  return card === void 0 ? void 0 : { card, device: document.device };
}
async function verified(prediction, measurement, rerun) {
  const limit = limitOfPrediction(prediction, measurement);
  return limit.kind === "none" ? limit.verification : verificationOf(limit.limit_bytes, await rerun(limit.limit_bytes));
}
async function predictedFor(predictor, training, device, batchSizes) {
  const prediction = await predictor.prediction(device);
  const rows = await predictor.rows(prediction, device, batchSizes);
  return { prediction, rows, batches: await predictor.advice(prediction, device, limitOf(training, device)) };
}

export {
  versionsOf,
  AS_CONFIGURED,
  check
};
