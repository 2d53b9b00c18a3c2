import type { Change, KeyChange, MeasuredChange } from "../compare/change.ts";
import type { PhaseRow, Results, TrainingResult } from "../compare/result.ts";
import type { Way } from "../compare/way.ts";
import type { Measurement } from "../measure/measurement.ts";
import type { Prediction } from "../predict/prediction.ts";

/** `vram-budget/report@1`: everything but the trace itself. Field names are snake_case, sizes are whole bytes. */
export function renderJson(results: Results): string {
  const document = {
    schema: "vram-budget/report@1",
    verdict: results.verdict,
    config: results.config,
    base: results.base ?? null,
    trainings: results.trainings.map(trainingDocument),
    removed: results.removed.map(({ name, base_bytes }) => ({ name, base_bytes: base_bytes ?? null })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function trainingDocument(training: TrainingResult): object {
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
    comparison:
      comparison === undefined
        ? null
        : {
            device: comparison.device,
            tolerance: comparison.tolerance,
            predicted: predictionDocument(comparison.predicted, undefined),
            categories: comparison.categories,
            tiers: comparison.tiers,
            phases: comparison.phases.map(phaseDocument),
            difference: comparison.difference,
          },
    budget: budget ?? null,
    batches: batches ?? null,
    filling_batch: filling ?? null,
    at_batch_sizes,
    change: training.change === undefined ? null : changeDocument(training.change),
    findings,
    ways: ways.map(wayDocument),
    unknown_ways,
  };
}

/** What is not there is null. */
function changeDocument(change: Change): object {
  const measured = change.measured === undefined ? null : measuredDocument(change.measured);
  if (change.kind === "new") return { ...change, measured };
  return { ...change, keys: change.keys?.map(keyDocument) ?? null, measured };
}

function measuredDocument({ changed_files, ...rest }: MeasuredChange): object {
  return { ...rest, changed_files: changed_files ?? null };
}

function keyDocument(key: KeyChange): object {
  const { base, head, delta_bytes, allocated_delta_bytes, no_share, ...rest } = key;
  return {
    ...rest,
    base: base ?? null,
    head: head ?? null,
    delta_bytes: delta_bytes ?? null,
    allocated_delta_bytes: allocated_delta_bytes ?? null,
    no_share: no_share ?? null,
  };
}

function wayDocument({ max_batch_size, ...way }: Way): object {
  return { ...way, max_batch_size: max_batch_size ?? null };
}

/** A side that has no such phase is null. */
function phaseDocument({ name, predicted_bytes, observed_bytes, delta_bytes }: PhaseRow): object {
  return {
    name,
    predicted_bytes: predicted_bytes ?? null,
    observed_bytes: observed_bytes ?? null,
    delta_bytes: delta_bytes ?? null,
  };
}

function predictionDocument(prediction: Prediction | undefined, max_batch_size: number | undefined): object | null {
  if (prediction === undefined) return null;
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
    notes,
  };
}

function measurementDocument(measurement: Measurement): object {
  if (measurement.kind === "not-measured") return measurement;
  const { timeline: _, schema: __, images: ___, peak, ...rest } = measurement.document;
  return { kind: "measured", ...rest, peak, categories: peak.categories, ranks: measurement.ranks };
}
