import type { Results, TrainingResult } from "../../compare/result.ts";
import { plainLine } from "../escape.ts";
import { formatCount, formatDelta, formatSize } from "../format.ts";
import { agreement, shortCardName } from "../words.ts";
import { changeCell } from "./change-section.ts";
import { type Content, type Markup, html } from "./markup.ts";
import { left, part, right, table } from "./table.ts";
import { verdictPill } from "./verdict.ts";

const COLUMNS = [
  left("Training"),
  left("Verdict"),
  left("GPU"),
  right("Predicted"),
  right("Observed"),
  right("Budget"),
  right("Headroom"),
  right("Largest batch"),
];

/** One row a training, which leads to its section where it is one of those that have one. */
export function overview({ trainings }: Results, shown: readonly TrainingResult[]): Markup {
  const compared = trainings.some(({ change }) => change !== undefined);
  const rows = trainings.map((training) =>
    part(...cellsOf(training, shown.indexOf(training)), ...(compared ? [changeCell(training)] : [])),
  );
  return table("All trainings", [...COLUMNS, ...(compared ? [right("Change")] : [])], rows);
}

/** Names are strangers': a section is called by its place. */
export function sectionId(index: number): string {
  return `training-${index + 1}`;
}

function cellsOf(training: TrainingResult, index: number): Content[] {
  const { name, verdict, budget, prediction, batches } = training;
  return [
    index === -1 ? name : html`<a href="#${sectionId(index)}">${name}</a>`,
    verdictPill(verdict),
    budget === undefined ? "–" : plainLine(shortCardName(budget.device.name)),
    prediction?.kind === "predicted" ? formatSize(prediction.profile.device_bytes) : "unknown",
    observedText(training),
    budget === undefined ? "–" : formatSize(budget.limit_bytes),
    budget === undefined ? "–" : formatDelta(budget.headroom_bytes),
    batches === undefined ? "–" : formatCount(batches.max_batch_size),
  ];
}

/** What was seen of the device, in a cell. */
export function observedText(training: TrainingResult): string {
  const { measurement, extrapolation, budget } = training;
  if (extrapolation?.card !== undefined) return `${formatSize(extrapolation.card.device_bytes)}, extrapolated`;
  if (measurement.kind === "not-measured") return "not measured";
  const { document } = measurement;
  if (document.device.kind === "cpu") return `CPU: ${agreement(training) ?? formatSize(document.allocated_bytes)}`;
  if (document.out_of_memory === null) return formatSize(document.device_bytes);
  return `≥ ${formatSize(budget?.from === "measurement" ? budget.needed_bytes : document.device_bytes)}`;
}
