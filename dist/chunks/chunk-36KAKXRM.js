import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  verdictOf,
  worstOf
} from "./chunk-XLRKUPB3.js";
import {
  FLOAT32_BYTES,
  INT64_BYTES,
  Recorder,
  STATELESS,
  Unpredictable,
  accumulate,
  allParameters,
  allocate,
  allocateIndices,
  buildOptimizer,
  deviceBytesOf,
  dropList,
  evaluate,
  float32Bytes,
  makeNode,
  moveModel,
  nominalBytes,
  numel,
  parameter,
  predictTraced,
  profileOf,
  reduce,
  shapeText,
  subjectOf,
  summarize,
  train,
  useCublas
} from "./chunk-WS3EZ62C.js";
import {
  CATEGORIES,
  PHASES
} from "./chunk-MPJ5O2UK.js";
import {
  PLAIN_RECIPE,
  contextOf,
  deviceOf,
  findDevice
} from "./chunk-IALENBO7.js";
import {
  UserError
} from "./chunk-J3R7NUH7.js";
import {
  MIB,
  bytes,
  sumBytes
} from "./chunk-O56B5XNW.js";

// src/compare/budget.ts
function limitOf({ budget }, device) {
  return budget.kind === "size" ? budget.limit_bytes : bytes(Math.floor(budget.share * device.usable_bytes));
}
function budgetResult(training, device, prediction, measurement) {
  const need = measuredNeed(device, measurement) ?? predictedNeed(prediction);
  if (need === void 0) return void 0;
  const limit_bytes = limitOf(training, device);
  return {
    device,
    usable_bytes: device.usable_bytes,
    limit_bytes,
    needed_bytes: need.bytes,
    from: need.from,
    headroom_bytes: limit_bytes - need.bytes
  };
}
function measuredNeed(device, measurement) {
  if (!isMeasuredOn(device, measurement)) return void 0;
  const { document } = measurement;
  const failed = document.out_of_memory;
  const least = failed === null ? 0 : failed.reserved_bytes + failed.requested_bytes + document.context_bytes;
  return { bytes: bytes(Math.max(document.device_bytes, least)), from: "measurement" };
}
function isMeasuredOn(device, measurement) {
  return measurement.kind === "measured" && measurement.document.device.kind === "cuda" && measurement.document.device.name === device.name;
}
function predictedNeed(prediction) {
  return prediction.kind === "predicted" ? { bytes: prediction.profile.device_bytes, from: "prediction" } : void 0;
}

// src/compare/comparison.ts
function comparisonOf(training, predicted, measurement) {
  if (predicted?.kind !== "predicted" || measurement.kind !== "measured") return void 0;
  const { document } = measurement;
  if (document.out_of_memory !== null) return void 0;
  return {
    device: predicted.device,
    predicted,
    categories: categoryRows(predicted, document),
    tiers: tierRows(predicted, document),
    phases: PHASES.flatMap((name) => {
      const expected = predicted.profile.phases[name];
      const observed = document.phases[name];
      return expected === void 0 || observed === void 0 ? [] : [row(name, expected.allocated_bytes, observed.allocated_bytes)];
    }),
    tolerance: training.tolerance
  };
}
var TOGETHER = ["activations", "workspace", "temporary"];
function categoryRows({ profile }, { device, peak }) {
  const rows = CATEGORIES.filter((name) => device.kind === "cpu" || !TOGETHER.some((other) => other === name)).map(
    (name) => row(name, profile.peak.categories[name], peak.categories[name])
  );
  if (device.kind === "cuda") {
    const predicted = sumBytes(TOGETHER.map((name) => profile.peak.categories[name]));
    rows.push(row("activations + workspace + temporary", predicted, peak.unattributed_bytes));
  }
  return rows.filter((each) => each.predicted_bytes > 0 || each.observed_bytes > 0);
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

// src/compare/compare.ts
var TIGHT = 0.05;
function compareTraining(compared) {
  const { training, device, prediction, measurement, measuredPrediction, batches } = compared;
  const comparison = comparisonOf(training, measuredPrediction, measurement);
  const budget = device === void 0 || prediction === void 0 ? void 0 : budgetResult(training, device, prediction, measurement);
  const findings = [
    ...deviceFindings(device),
    ...unknownFindings(compared),
    ...measurementFindings(measurement),
    ...budgetFindings(budget),
    ...driftFindings(comparison)
  ];
  return {
    name: training.name,
    place: training.place,
    batch_size: training.batch_size,
    verdict: verdictOf(findings),
    prediction,
    measurement,
    comparison,
    budget,
    batches,
    findings
  };
}
function resultsOf(config, trainings) {
  return { config, verdict: worstOf(trainings.map(({ verdict }) => verdict)), trainings };
}
function deviceFindings(device) {
  if (device !== void 0) return [];
  return [
    { kind: "no-device", detail: "this machine has no NVIDIA GPU and the config names no device, as `device: l4`" }
  ];
}
function unknownFindings({ device, prediction, measurement }) {
  if (prediction?.kind !== "unknown") return [];
  if (device !== void 0 && isMeasuredOn(device, measurement)) return [];
  return prediction.reasons.map((reason) => ({ kind: "unknown", ...reason }));
}
function measurementFindings(measurement) {
  if (measurement.kind === "not-measured") {
    const { reason, detail } = measurement;
    const tried = reason === "failed" || reason === "timed-out";
    return [{ kind: tried ? "measurement-failed" : "not-measured", reason, detail }];
  }
  const { out_of_memory, co_tenants, device } = measurement.document;
  const findings = [];
  if (out_of_memory !== null && device.kind === "cpu") {
    const detail = `the machine's own memory ran out in ${out_of_memory.phase}, which says nothing of a GPU`;
    findings.push({ kind: "measurement-failed", reason: "failed", detail });
  }
  if (out_of_memory !== null && device.kind === "cuda") {
    const { message: _, ...where } = out_of_memory;
    findings.push({ kind: "out-of-memory", ...where });
  }
  if (co_tenants.length > 0) {
    const used_bytes = sumBytes(co_tenants.map((tenant) => tenant.used_bytes));
    findings.push({ kind: "co-tenant", used_bytes, processes: co_tenants.length });
  }
  return findings;
}
function budgetFindings(budget) {
  if (budget === void 0) return [];
  const { needed_bytes, limit_bytes, from, headroom_bytes } = budget;
  if (headroom_bytes < 0) return [{ kind: "over-budget", needed_bytes, limit_bytes, from }];
  return headroom_bytes < TIGHT * limit_bytes ? [{ kind: "tight", needed_bytes, limit_bytes }] : [];
}
function driftFindings(comparison) {
  if (comparison === void 0) return [];
  const tier = comparison.device.kind === "cpu" ? "allocated" : "device";
  const row2 = comparison.tiers.find(({ name }) => name === tier);
  if (row2 === void 0 || Math.abs(row2.delta_bytes) <= comparison.tolerance * row2.predicted_bytes) return [];
  const { predicted_bytes, observed_bytes, delta_bytes } = row2;
  return [{ kind: "drift", tier, predicted_bytes, observed_bytes, delta_bytes, tolerance: comparison.tolerance }];
}

// src/memory/affine.ts
function affineTrace(traceAt, [first, second, third]) {
  const low = traceAt(first);
  const high = traceAt(second);
  if (low === void 0 || high === void 0 || !alike(low, high)) return void 0;
  const check2 = traceAt(third);
  if (check2 === void 0) return void 0;
  const at = (batch) => scale(low, high, (batch - first) / (second - first));
  const predicted = at(third);
  return predicted !== void 0 && alike(predicted, check2) && sameSizes(predicted, check2) ? at : void 0;
}
function alike(a, b) {
  return a.length === b.length && a.every((event, i) => {
    const other = b[i];
    return event.op === other?.op && event.id === other.id && event.phase === other.phase && event.step === other.step;
  });
}
function sameSizes(a, b) {
  return a.every((event, i) => event.op === "free" || event.bytes === sizeAt(b, i));
}
function scale(low, high, share) {
  const sizes = low.map(
    (event, i) => event.op === "free" ? 0 : event.bytes + (sizeAt(high, i) - event.bytes) * share
  );
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 0)) return void 0;
  return low.map((event, i) => event.op === "free" ? event : { ...event, bytes: bytes(sizes[i] ?? 0) });
}
function sizeAt(trace2, index) {
  const event = trace2[index];
  return event?.op === "alloc" ? event.bytes : bytes(0);
}

// src/memory/batches.ts
var LARGEST = 2 ** 24;
function batchCurve(traceAt, device, limit, batch) {
  const exact = sizesOf(traceAt, device);
  if (!Number.isFinite(exact(batch))) return void 0;
  const symbolic = affineTrace(traceAt, [batch, 2 * batch, 3 * batch]);
  const quick = symbolic === void 0 ? exact : sizesOf(symbolic, device);
  const search = (size, tolerance) => {
    const found = largestWithin(quick, size, batch, tolerance);
    const next = Math.ceil(found * (1 + tolerance)) + 1;
    const holds = (found === 0 || exact(found) <= size) && (found >= LARGEST || exact(next) > size);
    return holds ? found : largestWithin(exact, size, batch, tolerance);
  };
  const largest = search(limit, 0);
  const idle = search(limit / 2, 0.01);
  const end = Math.max(largest, batch);
  const wanted = [batch, ...[1, 2, 3, 4, 5].map((quarter) => Math.max(1, Math.round(end * quarter / 4)))];
  const points = [...new Set(wanted)].toSorted((a, b) => a - b);
  return {
    max_batch_size: largest,
    idle_below_batch_size: idle === 0 || idle >= LARGEST ? void 0 : idle + 1,
    curve: points.filter((point) => Number.isFinite(exact(point))).map((batch_size) => ({ batch_size, device_bytes: bytes(exact(batch_size)) }))
  };
}
function sizesOf(traceAt, device) {
  const known = /* @__PURE__ */ new Map();
  return (batch) => {
    const before = known.get(batch);
    if (before !== void 0) return before;
    const trace2 = traceAt(batch);
    const size = trace2 === void 0 ? Infinity : deviceBytesOf(trace2, device);
    known.set(batch, size);
    return size;
  };
}
var GUESSES = 6;
function largestWithin(sizeAt2, limit, start, tolerance) {
  let low = 0;
  let high = LARGEST + 1;
  let [before, candidate] = [2 * start, start];
  for (let tries = 0; high - low > Math.max(1, tolerance * low); tries++) {
    if (sizeAt2(candidate) <= limit) low = candidate;
    else high = candidate;
    const guess = tries < GUESSES ? alongTheLine(sizeAt2, limit, before, candidate) : Math.floor((low + high) / 2);
    before = candidate;
    const past = tries > 1 && tries < GUESSES ? Math.ceil(guess / 2048) * (low === candidate ? 1 : -1) : 0;
    candidate = Math.min(Math.max(guess + past, low + 1), high - 1);
  }
  return low;
}
function alongTheLine(sizeAt2, limit, one, other) {
  const slope = (sizeAt2(other) - sizeAt2(one)) / (other - one);
  if (!Number.isFinite(slope) || slope <= 0) return Math.min(4 * Math.max(one, other), LARGEST);
  return Math.min(Math.max(Math.floor(other + (limit - sizeAt2(other)) / slope), 1), LARGEST);
}

// src/predict/layers/elementwise.ts
function overwrite({ storage }, { recorder }) {
  storage.version += 1;
  return recorder.keep(storage);
}
function elementwise(operation, run) {
  const { input, storage } = operation;
  return { shape: input.shape, storage, node: input.node && nodeOf(operation, input.node, run), view: void 0 };
}
function elementwiseInPlace(operation, run) {
  const { input } = operation;
  if (input.view === void 0) return elementwise(operation, run);
  if (!input.node) return input;
  const slices = copySlices(operation, input.view.base, run);
  return { ...input, node: asStrided(operation, slices, run), view: { base: slices } };
}
function nodeOf({ subject, input, saved, backward }, next, run) {
  return makeNode(run.recorder, subject, next, saved, () => ({
    shape: input.shape,
    storage: allocate(run, backward, input.shape)
  }));
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
    storage: allocate(run, "aten::new_zeros", shape)
  }));
}

// src/predict/layers/activation.ts
function relu(layer) {
  return { ...STATELESS, outputShape: (input) => input, forward: (input, run) => reluForward(layer, input, run) };
}
function gelu(layer) {
  return { ...STATELESS, outputShape: (input) => input, forward: (input, run) => geluForward(layer, input, run) };
}
function reluForward(layer, input, run) {
  const storage = layer.inplace ? overwrite(input, run) : allocate(run, "aten::relu", input.shape);
  const operation = {
    subject: subjectOf(layer),
    input,
    storage,
    saved: [storage],
    backward: "aten::threshold_backward"
  };
  return layer.inplace ? elementwiseInPlace(operation, run) : elementwise(operation, run);
}
function geluForward(layer, input, run) {
  const storage = allocate(run, "aten::gelu", input.shape);
  const saved = [input.storage];
  return elementwise({ subject: subjectOf(layer), input, storage, saved, backward: "aten::gelu_backward" }, run);
}

// src/predict/layers/batch-norm.ts
function batchNorm2d(layer) {
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
    outputShape: (input) => checkShape(layer, input),
    forward: (input, run) => batchNormForward(layer, affine, input, run)
  };
}
function batchNormForward(layer, affine, input, run) {
  const { recorder } = run;
  const { shape } = input;
  const cudnn = usesCudnn(layer, shape, run);
  checkKernel(layer, affine, cudnn, input, run);
  const operator = cudnn ? "aten::cudnn_batch_norm" : "aten::native_batch_norm";
  const storage = allocate(run, operator, shape);
  const statistics = savedStatistics(layer, cudnn, run) ? perChannel(layer, operator, run) : [];
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
  for (const each of affine) accumulate(recorder, each, allocate(run, operator, each.shape));
  if (storage === void 0) return void 0;
  if (input.node) return { shape: input.shape, storage };
  recorder.drop(storage);
  return void 0;
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
  return run.device.kind === "cuda" && layer.affine && layer.eps >= 1e-5 && batch <= (own ? 880801 : 65535);
}
function checkShape(layer, input) {
  if (input.length === 4 && input[1] === layer.num_features) return input;
  throw new Unpredictable(
    subjectOf(layer),
    `takes images [batch, ${layer.num_features}, height, width] and gets ${shapeText(input)}`,
    "set num_features to the channels that come before it"
  );
}
function checkKernel(layer, affine, cudnn, input, run) {
  const perChannelValues = numel(input.shape) / layer.num_features;
  if (ownStatistics(layer, run) && perChannelValues === 1) {
    throw new Unpredictable(
      subjectOf(layer),
      "has one value a channel, which PyTorch refuses to normalize",
      "use a batch of at least 2"
    );
  }
  if (run.device.kind !== "cuda" || cudnn) return;
  const staged = numel(input.shape.slice(2)) === 1;
  const masked = run.training && affine.length > 0 && !input.node;
  if (!staged && !masked && numel(input.shape) < 2 ** 31) return;
  throw new Unpredictable(
    subjectOf(layer),
    "runs a CUDA kernel here whose scratch is not known",
    "measure it, or keep `affine` and an `eps` of at least 1e-5"
  );
}

// src/predict/layers/convolution.ts
function conv2d(layer) {
  const weight = parameter([layer.out_channels, layer.in_channels / layer.groups, ...layer.kernel_size]);
  const bias = layer.bias ? parameter([layer.out_channels]) : void 0;
  function forward(input, run) {
    const { recorder } = run;
    const shape = outputShape(layer, input.shape);
    checkIndexing(layer, run, [input.shape, shape]);
    const storage = allocate(run, "aten::convolution", shape);
    if (!run.training) return { shape, storage, node: void 0, view: void 0 };
    const node = makeNode(recorder, subjectOf(layer), input.node, [input.storage], (grad) => {
      const operator = "aten::convolution_backward";
      const inputGrad = input.node ? { shape: input.shape, storage: allocate(run, operator, input.shape) } : void 0;
      accumulate(recorder, weight, allocate(run, operator, weight.shape));
      if (bias) {
        accumulate(recorder, bias, allocate(run, operator, bias.shape));
        reduce(run, operator, grad.shape, [0, 2, 3]);
      }
      return inputGrad;
    });
    return { shape, storage, node, view: void 0 };
  }
  return {
    parameters: bias ? [weight, bias] : [weight],
    children: [],
    buffers: [],
    outputShape: (input) => outputShape(layer, input),
    forward
  };
}
function isDepthwise({ groups, in_channels, out_channels }) {
  return groups === in_channels && groups > 1 && out_channels % in_channels === 0;
}
function outputShape(layer, input) {
  const [batch, channels, height, width, ...more] = input;
  if (channels !== layer.in_channels || batch === void 0 || height === void 0 || width === void 0 || more.length) {
    throw new Unpredictable(
      subjectOf(layer),
      `takes images [batch, ${layer.in_channels}, height, width] and gets ${shapeText(input)}`,
      "set in_channels to the channels that come before it"
    );
  }
  const size = [convolved(layer, height, 0), convolved(layer, width, 1)];
  if (size.every((n) => n > 0)) return [batch, layer.out_channels, ...size];
  throw new Unpredictable(subjectOf(layer), `gets ${shapeText(input)}, smaller than its kernel`, "pad it more");
}
function convolved(layer, size, axis) {
  const span = size + 2 * layer.padding[axis] - layer.dilation[axis] * (layer.kernel_size[axis] - 1) - 1;
  return Math.floor(span / layer.stride[axis]) + 1;
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
    outputShape: (input) => input,
    forward(input, run) {
      if (!run.training || layer.p === 0) return { ...input, storage: run.recorder.keep(input.storage) };
      const fused = run.device.kind === "cuda" && !layer.inplace && layer.p < 1;
      return fused ? fusedForward(layer, input, run) : multiplyForward(layer, input, run);
    }
  };
}
function fusedForward(layer, input, run) {
  const storage = allocate(run, "aten::native_dropout", input.shape);
  const mask = run.recorder.allocate("aten::native_dropout", numel(input.shape));
  const operation = { subject: subjectOf(layer), input, storage, saved: [mask] };
  const output = elementwise({ ...operation, backward: "aten::native_dropout_backward" }, run);
  run.recorder.drop(mask);
  return output;
}
function multiplyForward(layer, input, run) {
  const noise = layer.p === 1 ? allocate(run, "aten::zeros", []) : allocate(run, "aten::empty_like", input.shape);
  const storage = layer.inplace ? overwrite(input, run) : allocate(run, "aten::mul", input.shape);
  const operation = { subject: subjectOf(layer), input, storage, saved: [noise], backward: "aten::mul" };
  const output = layer.inplace ? elementwiseInPlace(operation, run) : elementwise(operation, run);
  run.recorder.drop(noise);
  return output;
}

// src/predict/layers/layer-norm.ts
var FORWARD = "aten::native_layer_norm";
var BACKWARD = "aten::native_layer_norm_backward";
function layerNorm(layer) {
  const weight = layer.elementwise_affine ? [parameter(layer.normalized_shape)] : [];
  const bias = layer.elementwise_affine && layer.bias ? [parameter(layer.normalized_shape)] : [];
  const affine = [...weight, ...bias];
  return {
    children: [],
    parameters: affine,
    buffers: [],
    outputShape: (input) => checkShape2(layer, input),
    forward: (input, run) => layerNormForward(layer, affine, input, run)
  };
}
function layerNormForward(layer, affine, input, run) {
  const { recorder } = run;
  const shape = checkShape2(layer, input.shape);
  const rows = numel(shape) / numel(layer.normalized_shape);
  const storage = allocate(run, FORWARD, shape);
  const statistics = [allocate(run, FORWARD, [rows]), allocate(run, FORWARD, [rows])];
  const recorded = run.training && (input.node !== void 0 || affine.length > 0);
  const node = recorded ? makeNode(recorder, subjectOf(layer), input.node, [input.storage, ...statistics], () => {
    const inputGrad = input.node && { shape, storage: allocate(run, BACKWARD, shape) };
    accumulateGradients(layer, affine, rows, run);
    return inputGrad;
  }) : void 0;
  for (const statistic of statistics) recorder.drop(statistic);
  return { shape, storage, node, view: void 0 };
}
function accumulateGradients(layer, affine, rows, run) {
  const grads = affine.map(({ shape }) => allocate(run, BACKWARD, shape));
  const { device } = run;
  const tall = device.kind === "cuda" && affine.length > 0 && isTall(layer, rows, device);
  const finished = tall ? sumPartials(grads, partialShape(layer, rows), run) : grads;
  for (const [index, grad] of finished.entries()) {
    const each = affine[index];
    if (each !== void 0) accumulate(run.recorder, each, grad);
  }
}
function isTall(layer, rows, { multiprocessors }) {
  const columns = numel(layer.normalized_shape);
  return rows > 64 * 1024 && Math.floor(columns / 32) < Math.floor(multiprocessors / 2);
}
function partialShape(layer, rows) {
  const [columns, ...more] = layer.normalized_shape;
  if (columns === void 0 || more.length > 0) {
    throw new Unpredictable(
      subjectOf(layer),
      `has ${rows} rows of more than one dimension, for which its backward takes scratch that is not known`,
      "measure it, or use a smaller batch"
    );
  }
  const across = Math.ceil(columns / 32);
  return [Math.min(Math.floor(64 * 1024 / 2 / across), Math.ceil(rows / 32)), columns];
}
function sumPartials(grads, partial, run) {
  const { recorder } = run;
  const partials = grads.map(() => allocate(run, BACKWARD, partial));
  const sums = grads.map((grad) => {
    const sum = allocate(run, BACKWARD, partial.slice(1));
    reduce(run, BACKWARD, partial, [0]);
    recorder.drop(grad);
    return sum;
  });
  dropList(recorder, partials);
  return sums;
}
function checkShape2(layer, input) {
  const { normalized_shape } = layer;
  const tail = input.slice(-normalized_shape.length);
  if (input.length > normalized_shape.length && normalized_shape.every((size, i) => size === tail[i])) return input;
  throw new Unpredictable(
    subjectOf(layer),
    `normalizes ${shapeText(normalized_shape)} and gets ${shapeText(input)}`,
    "make normalized_shape the last sizes of what comes before it"
  );
}

// src/predict/layers/linear.ts
function linear(layer) {
  const { in_features, out_features } = layer;
  const weight = parameter([out_features, in_features]);
  const bias = layer.bias ? parameter([out_features]) : void 0;
  function forward(input, run) {
    const { recorder } = run;
    const shape = outputShape2(layer, input.shape);
    const storage = allocate(run, bias ? "aten::addmm" : "aten::mm", shape);
    useCublas(run);
    const folded = bias !== void 0 && input.shape.length > 2;
    if (!run.training) return { shape, storage, node: void 0, view: folded ? { base: void 0 } : void 0 };
    const node = makeNode(recorder, subjectOf(layer), input.node, [input.storage], (grad) => {
      const inputGrad = input.node && bias ? product(run, input.shape) : void 0;
      accumulate(recorder, weight, product(run, weight.shape).storage);
      if (bias) accumulate(recorder, bias, sumOverRows(run, grad.shape));
      return input.node && !bias ? product(run, input.shape) : inputGrad;
    });
    return { shape, storage, node, view: folded ? { base: node } : void 0 };
  }
  return {
    parameters: bias ? [weight, bias] : [weight],
    children: [],
    buffers: [],
    outputShape: (input) => outputShape2(layer, input),
    forward
  };
}
function outputShape2(layer, input) {
  if (input.at(-1) === layer.in_features) return [...input.slice(0, -1), layer.out_features];
  throw new Unpredictable(
    subjectOf(layer),
    `takes ${layer.in_features} features and gets ${shapeText(input)}`,
    `set in_features to ${input.at(-1) ?? 1}, or flatten before it`
  );
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
function maxPool2d(layer) {
  return {
    ...STATELESS,
    outputShape: (input) => maxPoolShape(layer, input),
    forward: (input, run) => maxPoolForward(layer, input, run)
  };
}
function adaptiveAvgPool2d(layer) {
  return {
    ...STATELESS,
    outputShape: (input) => adaptiveShape(layer, input),
    forward(input, run) {
      const shape = adaptiveShape(layer, input.shape);
      const [height, width] = layer.output_size;
      return height === 1 && width === 1 ? meanForward(layer, input, run) : adaptiveForward(layer, input, shape, run);
    }
  };
}
function maxPoolForward(layer, input, run) {
  const { recorder } = run;
  const shape = maxPoolShape(layer, input.shape);
  const storage = allocate(run, "aten::max_pool2d_with_indices", shape);
  const indices = allocateIndices(run, "aten::max_pool2d_with_indices", shape);
  const node = input.node && makeNode(recorder, subjectOf(layer), input.node, [input.storage, indices], () => ({
    shape: input.shape,
    storage: allocate(run, "aten::max_pool2d_with_indices_backward", input.shape)
  }));
  recorder.drop(indices);
  return { shape, storage, node, view: void 0 };
}
function meanForward(layer, input, run) {
  const shape = adaptiveShape(layer, input.shape);
  const storage = allocate(run, "aten::mean", shape);
  reduce(run, "aten::mean", input.shape, [input.shape.length - 2, input.shape.length - 1]);
  const node = input.node && makeNode(run.recorder, subjectOf(layer), input.node, [], () => ({
    shape: input.shape,
    storage: allocate(run, "aten::div", input.shape)
  }));
  return { shape, storage, node, view: void 0 };
}
function adaptiveForward(layer, input, shape, run) {
  const storage = allocate(run, "aten::_adaptive_avg_pool2d", shape);
  const node = input.node && makeNode(run.recorder, subjectOf(layer), input.node, [input.storage], () => ({
    shape: input.shape,
    storage: allocate(run, "aten::_adaptive_avg_pool2d_backward", input.shape)
  }));
  return { shape, storage, node, view: void 0 };
}
function maxPoolShape(layer, input) {
  const [height, width] = images(layer, input);
  const size = [pooled(layer, height, 0), pooled(layer, width, 1)];
  if (size.every((n) => n > 0)) return [...input.slice(0, 2), ...size];
  throw new Unpredictable(subjectOf(layer), `gets ${shapeText(input)}, smaller than its kernel`, "use fewer pools");
}
function pooled(layer, size, axis) {
  const [kernel, stride, padding] = [layer.kernel_size[axis], layer.stride[axis], layer.padding[axis]];
  const span = size + 2 * padding - layer.dilation[axis] * (kernel - 1) - 1;
  if (!layer.ceil_mode) return Math.floor(span / stride) + 1;
  const windows = Math.ceil(span / stride) + 1;
  return (windows - 1) * stride >= size + padding ? windows - 1 : windows;
}
function adaptiveShape(layer, input) {
  const [height, width] = images(layer, input);
  return [...input.slice(0, 2), layer.output_size[0] ?? height, layer.output_size[1] ?? width];
}
function images(layer, input) {
  const [batch, channels, height, width, ...more] = input;
  if (batch !== void 0 && channels !== void 0 && height !== void 0 && width !== void 0 && !more.length) {
    return [height, width];
  }
  throw new Unpredictable(
    subjectOf(layer),
    `takes images [batch, channels, height, width] and gets ${shapeText(input)}`,
    "put it before the Flatten, on images"
  );
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
    outputShape: (input) => outputShape3(layer, input),
    forward: (input, run) => flattenForward(layer, input, run)
  };
}
function flattenForward(layer, input, run) {
  const { recorder } = run;
  const storage = recorder.keep(input.storage);
  const shape = outputShape3(layer, input.shape);
  if (shape.length === input.shape.length) return { ...input, storage };
  const view = input.view ?? { base: input.node };
  if (!input.node) return { shape, storage, node: void 0, view };
  const node = makeNode(recorder, subjectOf(layer), input.node, [], (grad) => ({
    shape: input.shape,
    storage: recorder.keep(grad.storage)
  }));
  return { shape, storage, node, view };
}
function outputShape3(layer, input) {
  const start = fromEnd(layer.start_dim, input.length);
  const end = fromEnd(layer.end_dim, input.length);
  if (start < 0 || end >= input.length || start > end) {
    throw new Unpredictable(
      subjectOf(layer),
      `cannot flatten dimensions ${layer.start_dim} to ${layer.end_dim} of ${shapeText(input)}`,
      `choose start_dim and end_dim among ${input.length} dimensions`
    );
  }
  return [...input.slice(0, start), numel(input.slice(start, end + 1)), ...input.slice(end + 1)];
}
function fromEnd(dim, length) {
  return dim < 0 ? dim + length : dim;
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
    case "Flatten":
      return flatten(layer);
    case "Linear":
      return linear(layer);
    case "ReLU":
      return relu(layer);
    case "GELU":
      return gelu(layer);
    case "Identity":
      return identity();
    case "Dropout":
      return dropout(layer);
    case "Conv2d":
      return conv2d(layer);
    case "BatchNorm2d":
      return batchNorm2d(layer);
    case "LayerNorm":
      return layerNorm(layer);
    case "MaxPool2d":
      return maxPool2d(layer);
    case "AdaptiveAvgPool2d":
      return adaptiveAvgPool2d(layer);
  }
}
function unknownLayer(layer) {
  return new Unpredictable(
    subjectOf(layer),
    "is not known to the layers engine",
    "measure this training, or use Flatten, Linear, ReLU, GELU, Identity, Dropout, Conv2d, BatchNorm2d, LayerNorm, MaxPool2d, AdaptiveAvgPool2d and Sequential"
  ).reason;
}

// src/predict/layers/losses.ts
function buildLoss(loss, target) {
  const subject = { label: `loss ${loss.type}`, place: loss.place };
  if (loss.type === "MSELoss") return (output, targets, run) => mse(subject, output, targets, run);
  if (target === "classes") return (output, targets, run) => crossEntropy(subject, output, targets, run);
  return (output, targets, run) => softCrossEntropy(subject, loss, output, targets, run);
}
function crossEntropy(subject, output, targets, run) {
  const { recorder } = run;
  const { shape } = output;
  if (shape.length !== 2) refuse(subject, "takes [batch, classes] with class targets", shape);
  const probabilities = allocate(run, "aten::_log_softmax", shape);
  const loss = allocate(run, "aten::nll_loss_forward", []);
  const totalWeight = allocate(run, "aten::nll_loss_forward", []);
  const softmax = output.node && logSoftmaxNode(subject, output, probabilities, run);
  const saved = [probabilities, targets.storage, totalWeight];
  const node = softmax && makeNode(recorder, subject, softmax, saved, () => gradient(run, "aten::nll_loss_backward", shape));
  recorder.drop(totalWeight);
  recorder.drop(probabilities);
  return { shape: [], storage: loss, node, view: void 0 };
}
function softCrossEntropy(subject, loss, output, targets, run) {
  const { recorder } = run;
  const { shape } = output;
  if (shape.length !== 2) refuse(subject, "takes [batch, classes] with probabilities", shape);
  checkSame(subject, shape, targets.shape);
  const probabilities = allocate(run, "aten::_log_softmax", shape);
  const product2 = allocate(run, "aten::mul", shape);
  const sum = allocate(run, "aten::sum", []);
  reduce(run, "aten::sum", shape, [0, 1]);
  const negative = allocate(run, "aten::neg", []);
  const mean = loss.reduction === "mean";
  const result = mean ? allocate(run, "aten::div", []) : recorder.keep(negative);
  const node = output.node && softNode(subject, output, targets, probabilities, mean, run);
  for (const temporary of [negative, sum, product2, probabilities]) recorder.drop(temporary);
  return { shape: [], storage: result, node, view: void 0 };
}
function softNode(subject, output, targets, probabilities, mean, run) {
  const { recorder } = run;
  const softmax = logSoftmaxNode(subject, output, probabilities, run);
  const product2 = makeNode(
    recorder,
    subject,
    softmax,
    [targets.storage],
    () => gradient(run, "aten::mul", output.shape)
  );
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
function mse(subject, output, targets, run) {
  const { recorder, device } = run;
  const { shape } = output;
  checkSame(subject, shape, targets.shape);
  const loss = allocate(run, "aten::mse_loss", shape);
  if (device.kind === "cuda") {
    const unreduced = recorder.allocate("aten::mse_loss", float32Bytes(shape));
    reduce(
      run,
      "aten::mse_loss",
      shape,
      shape.map((_, dim) => dim)
    );
    recorder.drop(unreduced);
  }
  const node = output.node && makeNode(
    recorder,
    subject,
    output.node,
    [output.storage, targets.storage],
    () => gradient(run, "aten::mse_loss_backward", shape)
  );
  return { shape: [], storage: loss, node, view: void 0 };
}
function gradient(run, operator, shape) {
  return { shape, storage: allocate(run, operator, shape) };
}
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

// src/predict/layers/notes.ts
function notesOn(layers, device) {
  if (device.kind === "cpu") return ["tensors are counted; scratch inside an operator is not"];
  const convolutions = layers.filter((layer) => layer.type === "Conv2d" && !isDepthwise(layer)).length;
  const batchNorms = layers.filter((layer) => layer.type === "BatchNorm2d").length;
  return [
    ...convolutions > 0 ? [`the cuDNN workspace of ${plural(convolutions, "convolution")} is not included`] : [],
    ...batchNorms > 0 ? [`cuDNN is taken to need no workspace for ${plural(batchNorms, "batch norm")}`] : [],
    `the CUDA context is ${device.context_source}`
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
  const plain = Object.entries(PLAIN_RECIPE);
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
var TORCH_RELEASE = "2.13.0";
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
  const parts = { model: module, criterion: criterion.value, step: step.value };
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
  const run = { recorder: new Recorder(), device, training: true, cublasThreads: /* @__PURE__ */ new Set() };
  moveModel(parts.model, run);
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
function predict(training, device) {
  const traced = predictLayers(training, device);
  if (traced.kind === "unknown") return traced;
  const { trace: trace2, model, nominal_bytes, notes } = traced;
  return {
    kind: "predicted",
    engine: "layers",
    torch: TORCH_RELEASE,
    device,
    model,
    nominal_bytes,
    trace: trace2,
    profile: profileOf(trace2, device),
    notes
  };
}
function traceOf(training, device, batchSize) {
  const traced = predictLayers(training, device, batchSize);
  return traced.kind === "traced" ? traced.trace : void 0;
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
    source: "runner",
    context_source: context.source
  };
}

// src/commands/check.ts
async function check(ports, configs) {
  refuseSameNames(configs);
  const all = configs.flatMap(({ config, workspace }) => config.trainings.map((training) => ({ training, workspace })));
  const results = await inLanes(
    ports.lanes,
    all,
    ({ training, workspace }) => checkTraining(ports, training, workspace)
  );
  return resultsOf(configs.map(({ config }) => config.file).join(", "), results);
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
async function checkTraining(ports, training, workspace) {
  const measurement = await ports.measure(training, workspace);
  const device = await budgetDevice(ports, training, measurement);
  const predictFor = (card) => predictionOf(ports, training, card, workspace);
  return compareTraining({
    training,
    device,
    prediction: device === void 0 ? void 0 : await predictFor(device),
    measurement,
    measuredPrediction: measurement.kind === "measured" ? await predictFor(deviceOfMeasurement(measurement.document.device)) : void 0,
    batches: device === void 0 ? void 0 : batchesOf(training, device)
  });
}
async function predictionOf({ trace: trace2 }, training, device, workspace) {
  const plain = predict(training, device);
  if (plain.kind === "predicted" || device.kind === "cpu") return plain;
  const traced = await predictTraced((asked, card) => trace2(asked, card, workspace), training, device);
  if (traced.kind === "predicted" || training.model.kind === "callable") return traced;
  return { ...plain, reasons: [...plain.reasons, ...traced.reasons] };
}
async function budgetDevice({ runnerGpu }, { device }, measurement) {
  if (device.kind !== "runner") return deviceOf(device);
  const measured = measurement.kind === "measured" ? deviceOfMeasurement(measurement.document.device) : void 0;
  if (measured?.kind === "cuda") return measured;
  const gpu = await runnerGpu();
  return gpu === void 0 ? void 0 : deviceOfGpu(gpu);
}
function batchesOf(training, device) {
  const limit = limitOf(training, device);
  return batchCurve((batch) => traceOf(training, device, batch), device, limit, training.batch_size);
}

export {
  check
};
