import { warns } from "../compare/notable.ts";
import type { BudgetResult, TrainingResult } from "../compare/result.ts";
import { formatApart, formatBrief, formatBriefDelta, formatCount, formatPercent } from "./format.ts";
import { GLYPH, agreement, shortCardName } from "./words.ts";

/** A number, and below it a few words about it. Plain text. */
export type Cell = { readonly text: string; readonly note: string };

/** One training in the table that every report begins with. Plain text. */
export type OverviewRow = {
  readonly glyph: string;
  readonly name: string;
  /** "L40S, batch 8, largest 11" */
  readonly identity: string;
  readonly needs: Cell;
  /** How much is left of it, or how far it is over. */
  readonly budget: Cell;
  /** Against the base; undefined where none was asked for. */
  readonly change: Cell | undefined;
};

export function overviewRow(training: TrainingResult): OverviewRow {
  const { name, budget } = training;
  return {
    glyph: rowGlyph(training),
    name,
    identity: identityText(training),
    needs: needsCell(training),
    budget: budget === undefined ? { text: "–", note: "" } : budgetCell(budget),
    change: changeCell(training),
  };
}

function rowGlyph(training: TrainingResult): string {
  return training.verdict === "pass" && warns(training) ? "⚠️" : GLYPH[training.verdict];
}

function identityText({ budget, batch_size, batches }: TrainingResult): string {
  return [
    ...(budget === undefined ? [] : [shortCardName(budget.device.name)]),
    ...(batch_size === undefined ? [] : [`batch ${formatCount(batch_size)}`]),
    ...(batches === undefined ? [] : [largestText(batches.max_batch_size)]),
  ].join(", ");
}

function largestText(max_batch_size: number): string {
  return max_batch_size === 0 ? "none fits" : `largest ${formatCount(max_batch_size)}`;
}

function needsCell(training: TrainingResult): Cell {
  const { budget, measurement, prediction } = training;
  if (budget === undefined) return measuredElsewhere(training);
  const [needed] = formatApart(budget.needed_bytes, budget.limit_bytes);
  const failed = measurement.kind === "measured" && measurement.document.out_of_memory !== null;
  switch (budget.from) {
    case "measurement": {
      const predicted =
        prediction?.kind === "predicted" ? `, predicted ${formatBrief(prediction.profile.device_bytes)}` : "";
      return failed
        ? { text: `≥ ${needed}`, note: `ran out${predicted}` }
        : { text: needed, note: `measured${predicted}` };
    }
    case "extrapolation":
      return { text: needed, note: `extrapolated${upTo(budget)}` };
    case "prediction": {
      const rehearsed = agreement(training);
      return {
        text: needed,
        note: `predicted${upTo(budget)}${rehearsed === undefined ? "" : `; on the CPU ${rehearsed}`}`,
      };
    }
  }
}

/** The high end, where it is beyond the budget. */
function upTo({ high_bytes, limit_bytes, needed_bytes }: BudgetResult): string {
  return high_bytes > limit_bytes && high_bytes > needed_bytes ? `, up to ${formatBrief(high_bytes)}` : "";
}

/** What is known of a training that has no budget. */
function measuredElsewhere({ prediction, measurement }: TrainingResult): Cell {
  if (prediction?.kind === "predicted")
    return { text: formatBrief(prediction.profile.device_bytes), note: "predicted" };
  if (measurement.kind === "not-measured") return { text: "open", note: "" };
  const { device, allocated_bytes, device_bytes } = measurement.document;
  if (device.kind === "cpu") return { text: "open", note: `on the CPU tensors of ${formatBrief(allocated_bytes)}` };
  return { text: formatBrief(device_bytes), note: "measured" };
}

function budgetCell({ limit_bytes, needed_bytes, headroom_bytes }: BudgetResult): Cell {
  const [, limit] = formatApart(needed_bytes, limit_bytes);
  const share = formatPercent(Math.abs(headroom_bytes) / Math.max(limit_bytes, 1));
  const size = formatBrief(Math.abs(headroom_bytes), limit_bytes);
  return { text: limit, note: headroom_bytes < 0 ? `${size} over (${share})` : `${size} left (${share})` };
}

/** What was measured of both sides wins over what was predicted of both. */
function changeCell({ change }: TrainingResult): Cell | undefined {
  if (change === undefined) return undefined;
  if (change.measured !== undefined) return deltaCell(change.measured, "measured");
  switch (change.kind) {
    case "new":
      return { text: "new", note: "" };
    case "unchanged":
      return { text: "±0", note: "" };
    case "changed":
      return deltaCell(change, "");
    case "unknown":
      return { text: "–", note: "" };
  }
}

function deltaCell({ base_bytes, delta_bytes }: { base_bytes: number; delta_bytes: number }, how: string): Cell {
  if (delta_bytes === 0) return { text: "±0", note: how };
  const arrow = delta_bytes > 0 ? "▲" : "▼";
  const share = `${arrow} ${formatPercent(Math.abs(delta_bytes) / Math.max(base_bytes, 1))}`;
  return {
    text: formatBriefDelta(delta_bytes, base_bytes + delta_bytes),
    note: how === "" ? share : `${share}, ${how}`,
  };
}
