import type { BudgetedBatch, Results, TrainingResult } from "../compare/result.ts";
import { LARGEST_BATCH } from "../memory/batches.ts";
import type { BatchAdvice } from "../predict/batch-advice.ts";
import { formatCount, formatDelta, formatSize } from "./format.ts";

/** How the largest batch was found, where that is more than by computing each. Plain text. */
export function evidenceText({ max_batch_size, evidence }: BatchAdvice): string | undefined {
  switch (evidence.kind) {
    case "computed":
      return undefined;
    case "affine": {
      const told = max_batch_size > 1 && !evidence.traced.includes(max_batch_size);
      const alone = told ? `; ${formatCount(max_batch_size)} itself was not traced` : "";
      return `one trace answers every batch size: those at ${listed(evidence.traced)} agree to the byte${alone}`;
    }
    case "traced":
      return evidence.unknown_below === undefined
        ? `traced at ${listed(evidence.traced)}`
        : `no one trace answers every batch size: traced at ${listed(evidence.traced)}; ` +
            `${untraced(max_batch_size, evidence.unknown_below)} nothing was`;
  }
}

/** How much of the budget batches use: what fills the card that is mostly idle, and what leaves half of it unused. Plain text. */
export function useText({ batches, filling }: TrainingResult): string | undefined {
  const below = batches?.idle_below_batch_size;
  const unused = below === undefined ? [] : [`below ${formatCount(below)} more than half of the budget stays unused`];
  if (filling === undefined) return unused[0];
  const need = `${formatCount(filling.batch_size)} would need ${formatSize(filling.device_bytes)}`;
  return `the card is mostly idle: ${[need, ...unused].join(", ")}`;
}

function untraced(low: number, high: number): string {
  return high > LARGEST_BATCH ? `above ${formatCount(low)}` : `between ${formatCount(low)} and ${formatCount(high)}`;
}

function listed(batches: readonly number[]): string {
  const texts = batches.map(formatCount);
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
}

export const BATCH_COLUMNS = ["Training", "Batch", "Allocated", "Reserved", "Device", "Headroom"] as const;

/** One row for each training and batch size that was asked for, as BATCH_COLUMNS. Plain text. */
export function batchCells({ trainings }: Pick<Results, "trainings">): string[][] {
  return trainings.flatMap(({ name, at_batch_sizes }) =>
    at_batch_sizes.map((row) => [name, formatCount(row.batch_size), ...tierCells(row)]),
  );
}

function tierCells(row: BudgetedBatch): string[] {
  if (row.kind === "unknown") return ["unknown", "–", "–", "–"];
  const { allocated_bytes, reserved_bytes, device_bytes, headroom_bytes } = row;
  return [
    formatSize(allocated_bytes),
    formatSize(reserved_bytes),
    formatSize(device_bytes),
    formatDelta(headroom_bytes),
  ];
}

/** Why a batch size of the table is unknown, one line each. Plain text. */
export function batchRefusals({ trainings }: Pick<Results, "trainings">): string[] {
  return trainings.flatMap(({ name, at_batch_sizes }) =>
    at_batch_sizes.flatMap((row) =>
      row.kind === "unknown" ? [`${name}, batch ${formatCount(row.batch_size)}: ${row.what}`] : [],
    ),
  );
}
