import { described, type Training } from "../config/training.ts";
import type { Measurement, MeasurementDocument } from "../measure/measurement.ts";
import { bytes, sumBytes } from "../memory/bytes.ts";
import { CATEGORIES, PHASES } from "../memory/trace.ts";
import type { Prediction } from "../predict/prediction.ts";
import { differenceOf } from "./difference.ts";
import { ENUMERATED, type EnumeratedAtPeaks, type EnumeratedBytes, enumeratedAtPeaks } from "./enumerated.ts";
import type { CategoryGroup, Comparison, ComparisonRow, PhaseRow } from "./result.ts";

/** Lays predicted beside observed, both for the device that was measured. Undefined where a side is missing. */
export function comparisonOf(
  training: Training,
  predicted: Prediction | undefined,
  measurement: Measurement,
): Comparison | undefined {
  if (predicted?.kind !== "predicted" || measurement.kind !== "measured") return undefined;
  const { document } = measurement;
  if (document.out_of_memory !== null) return undefined; // its peak is where it stopped, not what it needs
  const expected = enumeratedAtPeaks(predicted.trace, predicted.device);
  return {
    device: predicted.device,
    predicted,
    categories: categoryRows(predicted, document, expected),
    tiers: tierRows(predicted, document),
    phases: phaseRows(predicted, document),
    difference: differenceOf(predicted, document, expected, described(training)?.distributed === undefined),
    tolerance: training.tolerance,
  };
}

type Predicted = Extract<Prediction, { kind: "predicted" }>;

function categoryRows(
  predicted: Predicted,
  document: MeasurementDocument,
  expected: EnumeratedAtPeaks,
): ComparisonRow<CategoryGroup>[] {
  const rows =
    document.device.kind === "cpu"
      ? countedRows(predicted, document)
      : enumeratedRows(predicted, document, expected[predicted.profile.peak.phase]);
  return rows.filter((each) => each.predicted_bytes > 0 || each.observed_bytes > 0);
}

function countedRows({ profile }: Predicted, { peak }: MeasurementDocument): ComparisonRow<CategoryGroup>[] {
  return CATEGORIES.map((name) => row(name, profile.peak.categories[name], peak.categories[name]));
}

/** What enumeration cannot tell apart is compared together, so that either side adds up to its allocated. */
function enumeratedRows(
  { profile }: Predicted,
  { peak }: MeasurementDocument,
  expected: EnumeratedBytes | undefined,
): ComparisonRow<CategoryGroup>[] {
  const rows = ENUMERATED.map((name): ComparisonRow<CategoryGroup> =>
    row(name, expected?.[name] ?? 0, peak.categories[name]),
  );
  const reached = sumBytes(rows.map(({ predicted_bytes }) => predicted_bytes));
  const rest = row("activations + workspace + temporary", profile.allocated_bytes - reached, peak.unattributed_bytes);
  return [...rows, rest];
}

function phaseRows({ profile }: Predicted, { phases }: MeasurementDocument): PhaseRow[] {
  return PHASES.flatMap((name): PhaseRow[] => {
    const predicted_bytes = profile.phases[name]?.allocated_bytes;
    const observed_bytes = phases[name]?.allocated_bytes;
    if (predicted_bytes === undefined && observed_bytes === undefined) return [];
    const both = predicted_bytes !== undefined && observed_bytes !== undefined;
    return [
      { name, predicted_bytes, observed_bytes, delta_bytes: both ? observed_bytes - predicted_bytes : undefined },
    ];
  });
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
