import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/report/json.ts
function renderJson(results) {
  const document = {
    schema: "vram-budget/report@1",
    verdict: results.verdict,
    config: results.config,
    base: results.base ?? null,
    trainings: results.trainings.map(trainingDocument),
    removed: results.removed.map(({ name, base_bytes }) => ({ name, base_bytes: base_bytes ?? null }))
  };
  return `${JSON.stringify(document, null, 2)}
`;
}
function trainingDocument(training) {
  const { name, verdict, place, batch_size, prediction, measurement, comparison, budget, batches, findings } = training;
  const { at_batch_sizes, extrapolation, verification, filling, ways, unknown_ways } = training;
  return {
    name,
    verdict,
    place,
    batch_size: batch_size ?? null,
    model: prediction?.model ?? null,
    prediction: predictionDocument(prediction, batches?.max_batch_size),
    measurement: measurementDocument(measurement),
    extrapolation: extrapolation ?? null,
    verification: verification ?? null,
    comparison: comparison === void 0 ? null : {
      device: comparison.device,
      tolerance: comparison.tolerance,
      predicted: predictionDocument(comparison.predicted, void 0),
      categories: comparison.categories,
      tiers: comparison.tiers,
      phases: comparison.phases.map(phaseDocument),
      difference: comparison.difference
    },
    budget: budget ?? null,
    batches: batches ?? null,
    filling_batch: filling ?? null,
    at_batch_sizes,
    change: training.change === void 0 ? null : changeDocument(training.change),
    findings,
    ways: ways.map(wayDocument),
    unknown_ways
  };
}
function changeDocument(change) {
  const measured = change.measured === void 0 ? null : measuredDocument(change.measured);
  if (change.kind === "new") return { ...change, measured };
  return { ...change, keys: change.keys?.map(keyDocument) ?? null, measured };
}
function measuredDocument({ changed_files, ...rest }) {
  return { ...rest, changed_files: changed_files ?? null };
}
function keyDocument(key) {
  const { base, head, delta_bytes, allocated_delta_bytes, no_share, ...rest } = key;
  return {
    ...rest,
    base: base ?? null,
    head: head ?? null,
    delta_bytes: delta_bytes ?? null,
    allocated_delta_bytes: allocated_delta_bytes ?? null,
    no_share: no_share ?? null
  };
}
function wayDocument({ max_batch_size, ...way }) {
  return { ...way, max_batch_size: max_batch_size ?? null };
}
function phaseDocument({ name, predicted_bytes, observed_bytes, delta_bytes }) {
  return {
    name,
    predicted_bytes: predicted_bytes ?? null,
    observed_bytes: observed_bytes ?? null,
    delta_bytes: delta_bytes ?? null
  };
}
function predictionDocument(prediction, max_batch_size) {
  if (prediction === void 0) return null;
  if (prediction.kind === "unknown") return { kind: "unknown", reasons: prediction.reasons };
  const { engine, torch, device, processes, alloc_conf, nominal_bytes, profile, intervals, notes } = prediction;
  const { timeline: _, ...rest } = profile;
  return {
    kind: "predicted",
    engine,
    torch,
    device,
    processes,
    alloc_conf,
    nominal_bytes,
    ...rest,
    intervals,
    max_batch_size: max_batch_size ?? null,
    notes
  };
}
function measurementDocument(measurement) {
  if (measurement.kind === "not-measured") return measurement;
  const { timeline: _, schema: __, images: ___, peak, ...rest } = measurement.document;
  return { kind: "measured", ...rest, peak, categories: peak.categories, ranks: measurement.ranks };
}

export {
  renderJson
};
