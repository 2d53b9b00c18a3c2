import type { Training } from "../config/training.ts";
import type { Measurement } from "../measure/measurement.ts";
import { type Bytes, bytes } from "../memory/bytes.ts";
import type { CudaDevice } from "../memory/device.ts";
import type { Prediction } from "../predict/prediction.ts";
import type { Extrapolation } from "./extrapolation.ts";
import type { Evidence } from "./finding.ts";
import type { BudgetResult } from "./result.ts";

/** The most device memory that the training may use: a share of what a process can use on the card, or a size. */
export function limitOf({ budget }: Training, device: CudaDevice): Bytes {
  return budget.kind === "size" ? budget.limit_bytes : bytes(Math.floor(budget.share * device.usable_bytes));
}

/**
 * What the training needs against what it may use. A measurement on the card of the budget wins; one that ran out of
 * memory tells the least that it needs. Then comes what smaller batches tell, which ran the training's own code, and
 * last the prediction. Undefined where none says anything.
 */
export function budgetResult(
  training: Training,
  device: CudaDevice,
  prediction: Prediction,
  measurement: Measurement,
  extrapolation: Extrapolation | undefined,
): BudgetResult | undefined {
  const need = measuredNeed(device, measurement) ?? extrapolatedNeed(extrapolation) ?? predictedNeed(prediction);
  if (need === undefined) return undefined;
  const limit_bytes = limitOf(training, device);
  return {
    device,
    usable_bytes: device.usable_bytes,
    limit_bytes,
    needed_bytes: need.bytes,
    low_bytes: need.low,
    high_bytes: need.high,
    from: need.from,
    headroom_bytes: limit_bytes - need.bytes,
  };
}

/** Less headroom than this share of the budget is worth a word; so is a high end beyond it. */
const TIGHT = 0.05;

/** Whether what stays within the limit does so hardly, or not at its high end. */
export function isTight(needed: number, high: number, limit: number): boolean {
  return limit - needed < TIGHT * limit || high > limit;
}

type Need = { readonly bytes: Bytes; readonly low: Bytes; readonly high: Bytes; readonly from: Evidence };

function measuredNeed(device: CudaDevice, measurement: Measurement): Need | undefined {
  if (!isMeasuredOn(device, measurement)) return undefined;
  const { document } = measurement;
  const failed = document.out_of_memory;
  const least = failed === null ? 0 : failed.reserved_bytes + failed.requested_bytes + document.context_bytes;
  const needed = bytes(Math.max(document.device_bytes, least));
  return { bytes: needed, low: needed, high: needed, from: "measurement" };
}

/** A measurement decides only for the card that it was made on. */
export function isMeasuredOn(
  device: CudaDevice,
  measurement: Measurement,
): measurement is Extract<Measurement, { kind: "measured" }> {
  return (
    measurement.kind === "measured" &&
    measurement.document.device.kind === "cuda" &&
    measurement.document.device.name === device.name
  );
}

function extrapolatedNeed(extrapolation: Extrapolation | undefined): Need | undefined {
  if (extrapolation?.card === undefined) return undefined;
  const { device_bytes, interval } = extrapolation.card;
  return { bytes: device_bytes, low: interval.low_bytes, high: interval.high_bytes, from: "extrapolation" };
}

function predictedNeed(prediction: Prediction): Need | undefined {
  if (prediction.kind === "unknown") return undefined;
  const { profile, intervals } = prediction;
  const { low_bytes: low, high_bytes: high } = intervals.device;
  return { bytes: profile.device_bytes, low, high, from: "prediction" };
}
