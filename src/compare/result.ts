import type { Place } from "../config/training.ts";
import type { Measurement } from "../measure/measurement.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { BatchPoint } from "../memory/batches.ts";
import type { CudaDevice, Device } from "../memory/device.ts";
import type { Category, Phase } from "../memory/trace.ts";
import type { BatchAdvice, BatchRow } from "../predict/batch-advice.ts";
import type { Prediction } from "../predict/prediction.ts";
import type { Base, Change, Removed } from "./change.ts";
import type { Difference } from "./difference.ts";
import type { Extrapolation } from "./extrapolation.ts";
import type { Evidence, Finding, Verdict } from "./finding.ts";
import type { Verification } from "./verification.ts";
import type { WaysBack } from "./way.ts";

/** All that one run has to say; what every renderer reads. */
export type Results = {
  /** The config's path, as the user named it. */
  readonly config: string;
  readonly verdict: Verdict;
  readonly trainings: readonly TrainingResult[];
  /** Undefined where none was asked for, or which commit it is could not be found out. */
  readonly base: Base | undefined;
  /** Trainings that the base has and this commit has not. */
  readonly removed: readonly Removed[];
};

export type TrainingResult = WaysBack & {
  readonly name: string;
  readonly place: Place;
  /** Undefined where a command alone knows it. */
  readonly batch_size: number | undefined;
  readonly verdict: Verdict;
  /** For the device of the budget; undefined where that is not known. */
  readonly prediction: Prediction | undefined;
  readonly measurement: Measurement;
  /** Where smaller batch sizes were measured in the place of the training's own. */
  readonly extrapolation: Extrapolation | undefined;
  /** What became of it under the predicted limit; undefined where that was not tried. */
  readonly verification: Verification | undefined;
  /** Undefined where one of the two sides is missing. */
  readonly comparison: Comparison | undefined;
  /** Undefined where the device is not known. */
  readonly budget: BudgetResult | undefined;
  readonly batches: BatchAdvice | undefined;
  /** How far a measurement or the base may be off before it is worth a word: 0.05 is 5 %. */
  readonly tolerance: number;
  /** The batch that fills a card which the training leaves mostly idle, and what it needs. */
  readonly filling: BatchPoint | undefined;
  /** What it needs at the batch sizes that were asked for, ascending. */
  readonly at_batch_sizes: readonly BudgetedBatch[];
  /** Undefined where no base was asked for. */
  readonly change: Change | undefined;
  readonly findings: readonly Finding[];
};

/** At another batch size; limit − device: negative is over budget. */
export type BudgetedBatch =
  | (Extract<BatchRow, { kind: "predicted" }> & { readonly headroom_bytes: number })
  | Extract<BatchRow, { kind: "unknown" }>;

/**
 * Predicted beside observed, both for the device that was measured (which may not be the device of the budget).
 * The rows of categories add up to the allocated row on either side.
 */
export type Comparison = {
  readonly device: Device;
  readonly predicted: Extract<Prediction, { kind: "predicted" }>;
  readonly categories: readonly ComparisonRow<CategoryGroup>[];
  readonly tiers: readonly ComparisonRow<"allocated" | "reserved" | "device">[];
  /** Peak allocated of each phase that either side has. */
  readonly phases: readonly PhaseRow[];
  readonly difference: Difference;
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

/** A side that has no such phase is undefined, and so is the difference then. */
export type PhaseRow = {
  readonly name: Phase;
  readonly predicted_bytes: Bytes | undefined;
  readonly observed_bytes: Bytes | undefined;
  readonly delta_bytes: number | undefined;
};

export type BudgetResult = {
  readonly device: CudaDevice;
  readonly usable_bytes: Bytes;
  readonly limit_bytes: Bytes;
  readonly needed_bytes: Bytes;
  /** The ends of what is predicted or extrapolated; `needed_bytes` itself where it was measured. */
  readonly low_bytes: Bytes;
  readonly high_bytes: Bytes;
  readonly from: Evidence;
  /** limit − needed: negative is over budget. */
  readonly headroom_bytes: number;
};
