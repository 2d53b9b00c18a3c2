import type { TrainingResult } from "../../compare/result.ts";
import { batchCells, batchRefusals, evidenceText, useText } from "../batch-words.ts";
import { capitalized, formatCount, formatDelta, formatSize } from "../format.ts";
import { chartFigure } from "./chart-figure.ts";
import { list } from "./list.ts";
import { type Markup, html } from "./markup.ts";
import { left, part, right, table } from "./table.ts";

/** Device memory against the batch size, with the budget. */
export function batchFigure(training: TrainingResult): Markup | undefined {
  const { batches, budget, batch_size } = training;
  if (batches === undefined || budget === undefined) return undefined;
  const { curve, max_batch_size } = batches;
  const { limit_bytes } = budget;
  const more = [useText(training), evidenceText(batches)].filter((text) => text !== undefined);
  const largest = `the largest batch within the budget is ${formatCount(max_batch_size)}, found by replay`;
  const note = [largest, ...more].map((text) => `${capitalized(text)}.`).join(" ");
  const rows = curve.map((point) =>
    part(formatCount(point.batch_size), formatSize(point.device_bytes), formatDelta(limit_bytes - point.device_bytes)),
  );
  const points = curve.map((point) => ({ batch_size: point.batch_size, device_bytes: point.device_bytes }));
  return chartFigure(
    "Memory against the batch size",
    note,
    { kind: "batches", points, batch_size, max_batch_size, limit_bytes },
    table("Device memory by batch size", [right("Batch"), right("Device"), right("Headroom")], rows),
  );
}

/** What it needs at the batch sizes that were asked for. */
export function askedBatches(training: TrainingResult): Markup | undefined {
  const results = { trainings: [training] };
  const rows = batchCells(results).map(([, ...cells]) => part(...cells));
  if (rows.length === 0) return undefined;
  const columns = [left("Batch"), right("Allocated"), right("Reserved"), right("Device"), right("Headroom")];
  return html`${table("The batch sizes that were asked for", columns, rows)} ${list(batchRefusals(results))}`;
}
