import type { Training } from "../config/training.ts";
import type { Measurement, MeasurementDocument } from "../measure/measurement.ts";
import { bytes, sumBytes } from "../memory/bytes.ts";
import { CATEGORIES, PHASES } from "../memory/trace.ts";
import type { Prediction } from "../predict/prediction.ts";
import type { CategoryGroup, Comparison, ComparisonRow } from "./result.ts";

/** Lays predicted beside observed, both for the device that was measured. Undefined where a side is missing. */
export function comparisonOf(
  training: Training,
  predicted: Prediction | undefined,
  measurement: Measurement,
): Comparison | undefined {
  if (predicted?.kind !== "predicted" || measurement.kind !== "measured") return undefined;
  const { document } = measurement;
  if (document.out_of_memory !== null) return undefined; // its peak is where it stopped, not what it needs
  return {
    device: predicted.device,
    predicted,
    categories: categoryRows(predicted, document),
    tiers: tierRows(predicted, document),
    phases: PHASES.flatMap((name) => {
      const expected = predicted.profile.phases[name];
      const observed = document.phases[name];
      return expected === undefined || observed === undefined
        ? []
        : [row(name, expected.allocated_bytes, observed.allocated_bytes)];
    }),
    tolerance: training.tolerance,
  };
}

type Predicted = Extract<Prediction, { kind: "predicted" }>;

/** What enumeration cannot tell apart on CUDA is compared together, so that either side adds up to its allocated. */
const TOGETHER = ["activations", "workspace", "temporary"] as const;

function categoryRows({ profile }: Predicted, { device, peak }: MeasurementDocument): ComparisonRow<CategoryGroup>[] {
  const rows = CATEGORIES.filter((name) => device.kind === "cpu" || !TOGETHER.some((other) => other === name)).map(
    (name): ComparisonRow<CategoryGroup> => row(name, profile.peak.categories[name], peak.categories[name]),
  );
  if (device.kind === "cuda") {
    const predicted = sumBytes(TOGETHER.map((name) => profile.peak.categories[name]));
    rows.push(row("activations + workspace + temporary", predicted, peak.unattributed_bytes));
  }
  return rows.filter((each) => each.predicted_bytes > 0 || each.observed_bytes > 0);
}

function tierRows({ profile }: Predicted, document: MeasurementDocument): Comparison["tiers"] {
  const tiers =
    document.device.kind === "cpu" ? (["allocated"] as const) : (["allocated", "reserved", "device"] as const);
  return tiers.map((name) => row(name, profile[`${name}_bytes`], document[`${name}_bytes`]));
}

function row<Name extends string>(name: Name, predicted: number, observed: number): ComparisonRow<Name> {
  return {
    name,
    predicted_bytes: bytes(predicted),
    observed_bytes: bytes(observed),
    delta_bytes: observed - predicted,
  };
}
