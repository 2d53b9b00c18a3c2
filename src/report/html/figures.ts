import type { TrainingResult } from "../../compare/result.ts";
import type { Evidence } from "../../compare/finding.ts";
import { partsOf } from "../bars.ts";
import { plainLine } from "../escape.ts";
import { formatCount, formatPercent, formatSize } from "../format.ts";
import { budgetShare } from "../severity.ts";
import { type Markup, html } from "./markup.ts";
import { observedText } from "./overview.ts";
import { stackedBar } from "./swatch.ts";

const FROM = {
  prediction: "predicted",
  measurement: "measured",
  extrapolation: "extrapolated",
} as const satisfies Record<Evidence, string>;

/** The numbers that decide, large, and what the need is made of beside the budget. */
export function figures(training: TrainingResult): Markup {
  const { budget, batches } = training;
  const shown = [
    ...(budget === undefined ? [] : [needed(training, budget), headroom(training, budget)]),
    ...(training.measurement.kind === "measured"
      ? [figure("Observed", observedText(training), observedOn(training))]
      : []),
    ...(batches === undefined
      ? []
      : [figure("Largest batch", formatCount(batches.max_batch_size), batchNote(training))]),
  ];
  return html`<dl class="figures">${shown}</dl>
    ${bar(training)}`;
}

type Budget = NonNullable<TrainingResult["budget"]>;

function needed({ prediction }: TrainingResult, { needed_bytes, low_bytes, high_bytes, from }: Budget): Markup {
  const sure = low_bytes === needed_bytes && high_bytes === needed_bytes;
  const between = sure ? "" : `, ${formatSize(low_bytes)} to ${formatSize(high_bytes)}`;
  const engine = from === "prediction" && prediction?.kind === "predicted" ? ` by the ${prediction.engine} engine` : "";
  return figure("Needs", formatSize(needed_bytes), `${FROM[from]}${engine}${between}`);
}

function headroom(training: TrainingResult, { headroom_bytes, limit_bytes }: Budget): Markup {
  const of = `of a budget of ${formatSize(limit_bytes)}, ${formatPercent(budgetShare(training))} used`;
  return headroom_bytes < 0
    ? figure("Over budget by", formatSize(-headroom_bytes), of)
    : figure("Left", formatSize(headroom_bytes), of);
}

function observedOn({ measurement }: TrainingResult): string {
  if (measurement.kind !== "measured") return "";
  const { device, steps } = measurement.document;
  return `${formatCount(steps)} ${steps === 1 ? "step" : "steps"} on ${device.kind === "cpu" ? "the CPU" : plainLine(device.name)}`;
}

function batchNote({ batch_size }: TrainingResult): string {
  return batch_size === undefined
    ? "within the budget"
    : `within the budget; the config has ${formatCount(batch_size)}`;
}

function figure(title: string, value: string, note: string): Markup {
  return html`<div>
    <dt>${title}</dt>
    <dd class="value">${value}</dd>
    <dd class="note">${note}</dd>
  </div>`;
}

function bar(training: TrainingResult): Markup {
  const { prediction, budget } = training;
  if (prediction?.kind !== "predicted" || budget === undefined) return html``;
  const { profile } = prediction;
  const scale = Math.max(profile.device_bytes, budget.limit_bytes, 1);
  return html`<div class="budget-bar">
    ${stackedBar(partsOf(profile), scale, budget.limit_bytes)}
    <p class="note">
      Predicted ${formatSize(profile.device_bytes)} on ${plainLine(budget.device.name)}; the mark is the budget of
      ${formatSize(budget.limit_bytes)}.
    </p>
  </div>`;
}
