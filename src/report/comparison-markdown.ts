import { markdownTable } from "markdown-table";
import type { Comparison, PhaseRow } from "../compare/result.ts";
import { countedDelta, differenceRows, differenceText } from "./difference-words.ts";
import { capitalized, formatCount } from "./format.ts";

/** Predicted beside observed: what is alive at the peak and the tiers, phase by phase, and the difference by its reasons. */
export function comparisonMarkdown(comparison: Comparison): string {
  return [title(comparison), peakTable(comparison), phaseTable(comparison.phases), difference(comparison)]
    .filter((part) => part !== "")
    .join("\n\n");
}

function title({ device }: Comparison): string {
  return device.kind === "cpu"
    ? "**Measured on the CPU**: a real training, every tensor counted, beside a prediction for the CPU. Bytes."
    : "**Measured on the card**, beside the prediction for it. Bytes.";
}

function peakTable({ categories, tiers }: Comparison): string {
  const rows = [...categories, ...tiers.map((tier) => ({ ...tier, name: `**${tier.name}**` }))].map((each) => [
    each.name,
    formatCount(each.predicted_bytes),
    formatCount(each.observed_bytes),
    countedDelta(each.delta_bytes),
  ]);
  return markdownTable([["At the peak", "Predicted", "Observed", "Observed − predicted"], ...rows], {
    align: ["l", "r", "r", "r"],
  });
}

function phaseTable(phases: readonly PhaseRow[]): string {
  const size = (bytes: number | undefined) => (bytes === undefined ? "–" : formatCount(bytes));
  const rows = phases.map(({ name, predicted_bytes, observed_bytes, delta_bytes }) => [
    name,
    size(predicted_bytes),
    size(observed_bytes),
    delta_bytes === undefined ? "–" : countedDelta(delta_bytes),
  ]);
  return markdownTable([["Peak allocated in", "Predicted", "Observed", "Observed − predicted"], ...rows], {
    align: ["l", "r", "r", "r"],
  });
}

function difference(comparison: Comparison): string {
  const text = differenceText(comparison);
  if (text === undefined) return "";
  const rows = differenceRows(comparison);
  if (rows.length === 0) return `${capitalized(text)}.`;
  const cells = rows.map(({ name, kind, delta, how }) =>
    kind === "sum" ? [`**${name}**`, `**${delta}**`, how] : [name, delta, how],
  );
  const table = markdownTable([["The difference", "Bytes", "Told by"], ...cells], { align: ["l", "r", "l"] });
  return `${capitalized(text)}.\n\n${table}`;
}
