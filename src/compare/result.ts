import type { Place } from "../config/training.ts";
import type { Measurement } from "../measure/measurement.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { Device } from "../memory/device.ts";
import type { Category } from "../memory/trace.ts";
import type { Prediction } from "../predict/prediction.ts";
import type { Evidence, Finding, Verdict } from "./finding.ts";

/** All that one run has to say; what every renderer reads. */
export type Results = {
  /** The config's path, as the user named it. */
  readonly config: string;
  readonly verdict: Verdict;
  readonly trainings: readonly TrainingResult[];
};

export type TrainingResult = {
  readonly name: string;
  readonly place: Place;
  readonly batch_size: number;
  readonly verdict: Verdict;
  /** For the device of the budget. */
  readonly prediction: Prediction;
  readonly measurement: Measurement;
  /** Undefined where one of the two sides is missing. */
  readonly comparison: Comparison | undefined;
  /** Undefined where the device is not known. */
  readonly budget: BudgetResult | undefined;
  readonly batches: BatchAdvice | undefined;
  readonly findings: readonly Finding[];
};

/**
 * Predicted beside observed, both for the device that was measured (which may not be the device of the budget).
 * The rows of categories add up to the allocated row on either side.
 */
export type Comparison = {
  readonly device: Device;
  readonly predicted: Extract<Prediction, { kind: "predicted" }>;
  readonly categories: readonly ComparisonRow<CategoryGroup>[];
  readonly tiers: readonly ComparisonRow<"allocated" | "reserved" | "device">[];
  /** Training phases and evaluation: peak allocated. */
  readonly phases: readonly ComparisonRow<string>[];
  readonly tolerance: number;
};

/** On CUDA what enumeration cannot tell apart is compared together. */
export type CategoryGroup = Category | "activations + workspace + temporary";

export type ComparisonRow<Name extends string> = {
  readonly name: Name;
  readonly predicted_bytes: Bytes;
  readonly observed_bytes: Bytes;
  /** observed − predicted: positive is an under-prediction, the unsafe direction. */
  readonly delta_bytes: number;
};

export type BudgetResult = {
  readonly device: Device;
  readonly usable_bytes: Bytes;
  readonly limit_bytes: Bytes;
  readonly needed_bytes: Bytes;
  readonly from: Evidence;
  /** limit − needed: negative is over budget. */
  readonly headroom_bytes: number;
};

export type BatchAdvice = {
  /** The largest batch whose device memory stays within the budget; 0 where none does. */
  readonly max_batch_size: number;
  /** Below this batch more than half of the budget stays unused; undefined where the largest batch does. */
  readonly idle_below_batch_size: number | undefined;
  /** For the chart, ascending in the batch. */
  readonly curve: readonly { readonly batch_size: number; readonly device_bytes: Bytes }[];
};
