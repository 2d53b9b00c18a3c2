import type { Comparison, TrainingResult } from "../compare/result.ts";
import { countedDelta, differenceRows, differenceText } from "./difference-words.ts";
import { plainLine } from "./escape.ts";
import { formatCount, formatSize } from "./format.ts";
import { observedRows, rankTable, shapeRows } from "./observed-rows.ts";
import { spreadText, stoppedText } from "./observed-words.ts";
import { measuredAlone } from "./words.ts";

export const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;
export type Paint = (text: string, style: keyof typeof STYLES) => string;

/** Predicted beside observed: what is alive at the peak and the tiers, phase by phase, and the difference by its reasons. */
export function comparisonLines(comparison: Comparison, paint: Paint): string[] {
  const where =
    comparison.device.kind === "cpu" ? "on the CPU (tensors, counted)" : `on ${plainLine(comparison.device.name)}`;
  const rows = [
    ...comparison.categories.map((each) => ({ ...each, name: `  ${each.name}` })),
    ...comparison.tiers.map((each) => ({ ...each, name: `= ${each.name}` })),
    ...comparison.phases.map((each) => ({ ...each, name: `  peak in ${each.name}` })),
  ];
  const difference = differenceRows(comparison).map(({ kind, name, delta }) => ({
    name: `${kind === "sum" ? "=" : " "} ${name}`,
    delta,
  }));
  const text = differenceText(comparison);
  const wide = Math.max(...[...rows, ...difference].map(({ name }) => name.length), 22);
  return [
    `  measured ${where}, bytes`,
    paint(
      `  ${"".padEnd(wide)}${"predicted".padStart(18)}${"observed".padStart(18)}${"difference".padStart(14)}`,
      "dim",
    ),
    ...rows.map(
      ({ name, predicted_bytes, observed_bytes, delta_bytes }) =>
        `  ${name.padEnd(wide)}${count(predicted_bytes).padStart(18)}${count(observed_bytes).padStart(18)}` +
        (delta_bytes === undefined ? "–" : countedDelta(delta_bytes)).padStart(14),
    ),
    ...(text === undefined ? [] : ["", `  ${text}`]),
    ...difference.map(({ name, delta }) => `  ${name.padEnd(wide)}${delta.padStart(50)}`),
  ];
}

function count(bytes: number | undefined): string {
  return bytes === undefined ? "–" : formatCount(bytes);
}

/** What was measured: by itself where nothing was predicted beside it; how much of it; the shapes and the processes. */
export function observedLines(training: TrainingResult, paint: Paint): string[] {
  const { measurement } = training;
  if (measurement.kind !== "measured") return [];
  const { document } = measurement;
  const shapes = shapeRows(document);
  const seen = [stoppedText(document), spreadText(document)].filter((part) => part !== undefined);
  return [
    ...aloneLines(training),
    "",
    `  ${seen.join("; ")}`,
    ...shapes.map(({ tensors, steps }) => `  batches of ${tensors} in ${steps} of them`),
    ...rankLines(training, paint),
  ];
}

function aloneLines(training: TrainingResult): string[] {
  const alone = measuredAlone(training);
  if (alone === undefined || training.measurement.kind !== "measured") return [];
  const rows = observedRows(training.measurement.document);
  const wide = Math.max(...rows.map(({ name }) => name.length), 20) + 2;
  return [
    "",
    `  ${alone.title}`,
    `  ${alone.text}`,
    ...rows.map(
      ({ name, kind, bytes }) =>
        `  ${`${kind === "sum" ? "=" : " "} ${name}`.padEnd(wide)}${formatCount(bytes).padStart(18)}`,
    ),
  ];
}

function rankLines({ measurement }: TrainingResult, paint: Paint): string[] {
  const table = rankTable(measurement);
  if (table === undefined) return [];
  const head = ["rank", ...table.columns.map((name) => name.toLowerCase().padStart(12))].join("");
  return [
    "",
    `  ${table.title}`,
    paint(`  ${head}`, "dim"),
    ...table.rows.map(
      ({ rank, tiers }) => `  ${[rank.padStart(4), ...tiers.map((size) => formatSize(size).padStart(12))].join("")}`,
    ),
  ];
}
