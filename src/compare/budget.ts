import type { Training } from "../config/training.ts";
import type { Measurement } from "../measure/measurement.ts";
import { type Bytes, bytes } from "../memory/bytes.ts";
import type { CudaDevice } from "../memory/device.ts";
import type { Prediction } from "../predict/prediction.ts";
import type { Evidence } from "./finding.ts";
import type { BudgetResult } from "./result.ts";

/** The most device memory that the training may use: a share of what a process can use on the card, or a size. */
export function limitOf({ budget }: Training, device: CudaDevice): Bytes {
  return budget.kind === "size" ? budget.limit_bytes : bytes(Math.floor(budget.share * device.usable_bytes));
}

/**
 * What the training needs against what it may use. A measurement on the card of the budget wins over the prediction;
 * one that ran out of memory tells the least that it needs. Undefined where neither says anything.
 */
export function budgetResult(
  training: Training,
  device: CudaDevice,
  prediction: Prediction,
  measurement: Measurement,
): BudgetResult | undefined {
  const need = measuredNeed(device, measurement) ?? predictedNeed(prediction);
  if (need === undefined) return undefined;
  const limit_bytes = limitOf(training, device);
  return {
    device,
    usable_bytes: device.usable_bytes,
    limit_bytes,
    needed_bytes: need.bytes,
    high_bytes: need.high,
    from: need.from,
    headroom_bytes: limit_bytes - need.bytes,
  };
}

type Need = { readonly bytes: Bytes; readonly high: Bytes; readonly from: Evidence };

function measuredNeed(device: CudaDevice, measurement: Measurement): Need | undefined {
  if (!isMeasuredOn(device, measurement)) return undefined;
  const { document } = measurement;
  const failed = document.out_of_memory;
  const least = failed === null ? 0 : failed.reserved_bytes + failed.requested_bytes + document.context_bytes;
  const needed = bytes(Math.max(document.device_bytes, least));
  return { bytes: needed, high: needed, from: "measurement" };
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

function predictedNeed(prediction: Prediction): Need | undefined {
  if (prediction.kind === "unknown") return undefined;
  const { profile, intervals } = prediction;
  return { bytes: profile.device_bytes, high: intervals.device.high_bytes, from: "prediction" };
}
