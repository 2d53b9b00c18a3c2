import type { Training } from "../config/training.ts";
import type { Measurement } from "../measure/measurement.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { CudaDevice } from "../memory/device.ts";
import type { BatchAdvice, BatchRow } from "../predict/batch-advice.ts";
import { WAS_TRIED } from "../probe/reasons.ts";
import type { Prediction } from "../predict/prediction.ts";
import { withAcceptance } from "./acceptance.ts";
import { budgetResult, isTight, limitOf } from "./budget.ts";
import type { Base, Change, Removed } from "./change.ts";
import { comparisonOf } from "./comparison.ts";
import { mainReason } from "./difference.ts";
import { growthFindings } from "./measured-change.ts";
import type { Extrapolation } from "./extrapolation.ts";
import { fillingBatch } from "./filling-batch.ts";
import type { Finding } from "./finding.ts";
import { type PassedOver, whyPassedOver } from "./passed-over.ts";
import { observedFindings } from "./observed-findings.ts";
import type { BudgetResult, BudgetedBatch, Comparison, Results, TrainingResult } from "./result.ts";
import type { Verification } from "./verification.ts";
import { verdictOf, worstOf } from "./verdict.ts";
import { NO_WAYS } from "./way.ts";

export type Compared = {
  readonly training: Training;
  /** The card of the budget; undefined where the runner has none and the config names none. */
  readonly device: CudaDevice | undefined;
  /** For that card; undefined without one. */
  readonly prediction: Prediction | undefined;
  readonly measurement: Measurement;
  /** Undefined where nothing was measured, where this machine has no card, and where it was measured on that. */
  readonly passedOver: PassedOver | undefined;
  /** Where smaller batch sizes were measured in the place of the training's own. */
  readonly extrapolation: Extrapolation | undefined;
  /** For the device that was measured. */
  readonly measuredPrediction: Prediction | undefined;
  /** What became of it under the predicted limit; undefined where that was not tried. */
  readonly verification: Verification | undefined;
  readonly batches: BatchAdvice | undefined;
  /** What it needs at the batch sizes that were asked for. */
  readonly rows: readonly BatchRow[];
  /** Undefined where no base was asked for. */
  readonly change: Change | undefined;
  /** Whether the pull request has the label by which growth is accepted. */
  readonly isAccepted?: boolean;
};

/** Puts one training's prediction and measurement together, and says what there is to say; ways back are looked for later. */
export function compareTraining(compared: Compared): TrainingResult {
  const { training, device, prediction, measurement, measuredPrediction, extrapolation, batches, rows } = compared;
  const { verification, passedOver, change, isAccepted: hasLabel = false } = compared;
  const { tolerance } = training;
  const comparison = comparisonOf(training, measuredPrediction, measurement);
  const budget =
    device === undefined || prediction === undefined
      ? undefined
      : budgetResult(training, device, prediction, measurement, extrapolation);
  const findings = [
    ...deviceFindings(device),
    ...unknownFindings(prediction, budget),
    ...measurementFindings(measurement),
    ...passedOverFindings(passedOver),
    ...budgetFindings(budget),
    ...(measurement.kind === "measured" ? observedFindings(measurement, budget, comparison) : []),
    ...driftFindings(comparison),
    ...withAcceptance(growthFindings(change, tolerance), change, { tolerance, hasLabel }),
    ...verificationFindings(verification),
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
    at_batch_sizes: device === undefined ? [] : budgeted(rows, limitOf(training, device)),
    change,
    findings,
    ...NO_WAYS,
  };
}

function verificationFindings(verification: Verification | undefined): Finding[] {
  return verification === undefined || verification.kind === "survived" ? [] : [verification];
}

export function resultsOf(
  config: string,
  trainings: readonly TrainingResult[],
  against: { readonly base: Base | undefined; readonly removed: readonly Removed[] } = { base: undefined, removed: [] },
): Results {
  return { config, verdict: worstOf(trainings.map(({ verdict }) => verdict)), trainings, ...against };
}

function budgeted(rows: readonly BatchRow[], limit: Bytes): BudgetedBatch[] {
  return rows.map((row) => (row.kind === "unknown" ? row : { ...row, headroom_bytes: limit - row.device_bytes }));
}

function deviceFindings(device: CudaDevice | undefined): Finding[] {
  if (device !== undefined) return [];
  return [
    { kind: "no-device", detail: "this machine has no NVIDIA GPU and the config names no device, as `device: l4`" },
  ];
}

/** What was measured, or told by smaller batches, is not left open by the prediction. */
function unknownFindings(prediction: Prediction | undefined, budget: BudgetResult | undefined): Finding[] {
  if (prediction?.kind !== "unknown" || budget !== undefined) return [];
  return prediction.reasons.map((reason) => ({ kind: "unknown", ...reason }));
}

function measurementFindings(measurement: Measurement): Finding[] {
  if (measurement.kind === "not-measured") {
    const { kind: _, ...why } = measurement;
    return [{ kind: WAS_TRIED[why.reason] ? "measurement-failed" : "not-measured", ...why }];
  }
  const { out_of_memory, device } = measurement.document;
  const findings: Finding[] = [];
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

function passedOverFindings(passedOver: PassedOver | undefined): Finding[] {
  if (passedOver === undefined) return [];
  return [{ kind: "not-on-the-card", card: passedOver.card.name, why: whyPassedOver(passedOver) }];
}

function budgetFindings(budget: BudgetResult | undefined): Finding[] {
  if (budget === undefined) return [];
  const { needed_bytes, low_bytes, high_bytes, limit_bytes, from, headroom_bytes } = budget;
  const fitsAtOneEnd = low_bytes <= limit_bytes && high_bytes > limit_bytes;
  if (from === "extrapolation" && fitsAtOneEnd)
    return [{ kind: "extrapolation-open", low_bytes, high_bytes, limit_bytes }];
  if (headroom_bytes < 0) return [{ kind: "over-budget", needed_bytes, limit_bytes, from }];
  return isTight(needed_bytes, high_bytes, limit_bytes)
    ? [{ kind: "tight", needed_bytes, high_bytes, limit_bytes }]
    : [];
}

/** The tensors on the CPU, where nothing else is counted; what the card loses, on CUDA. */
function driftFindings(comparison: Comparison | undefined): Finding[] {
  if (comparison === undefined) return [];
  const tier = comparison.device.kind === "cpu" ? "allocated" : "device";
  const row = comparison.tiers.find(({ name }) => name === tier);
  if (row === undefined || Math.abs(row.delta_bytes) <= comparison.tolerance * row.predicted_bytes) return [];
  const { predicted_bytes, observed_bytes, delta_bytes } = row;
  const { tolerance, difference } = comparison;
  const mostly = mainReason(difference);
  return [{ kind: "drift", tier, predicted_bytes, observed_bytes, delta_bytes, tolerance, mostly }];
}
