import type { Comparison, TrainingResult } from "../../compare/result.ts";
import { PHASES } from "../../memory/trace.ts";
import { countedDelta, differenceRows, differenceText } from "../difference-words.ts";
import { capitalized, formatCount } from "../format.ts";
import { observedRows } from "../observed-rows.ts";
import { measuredAlone } from "../words.ts";
import { type Markup, html } from "./markup.ts";
import { left, part, right, sum, table } from "./table.ts";

const SIDES = [right("Predicted"), right("Observed"), right("Observed − predicted")];

/** Predicted beside observed, in bytes; or what was observed alone. */
export function comparisonSection(training: TrainingResult): Markup | undefined {
  const { comparison } = training;
  return comparison === undefined ? aloneSection(training) : bothSections(comparison);
}

function bothSections(comparison: Comparison): Markup {
  const { device, categories, tiers, phases } = comparison;
  const where =
    device.kind === "cpu"
      ? "A real training on the CPU, every tensor counted, beside a prediction for the CPU."
      : "Measured on the card, beside the prediction for it.";
  const cells = ({
    name,
    predicted_bytes,
    observed_bytes,
    delta_bytes,
  }: (typeof categories | typeof tiers)[number]) => [
    name,
    formatCount(predicted_bytes),
    formatCount(observed_bytes),
    countedDelta(delta_bytes),
  ];
  const size = (bytes: number | undefined) => (bytes === undefined ? "–" : formatCount(bytes));
  return html`<h3>Predicted beside observed</h3>
    <p>${where}</p>
    ${table(
      "At the peak, bytes",
      [left("Part"), ...SIDES],
      [...categories.map((row) => part(...cells(row))), ...tiers.map((row) => sum(...cells(row)))],
    )}
    ${table(
      "Peak allocated by phase, bytes",
      [left("Phase"), ...SIDES],
      phases.map((row) =>
        part(
          row.name,
          size(row.predicted_bytes),
          size(row.observed_bytes),
          row.delta_bytes === undefined ? "–" : countedDelta(row.delta_bytes),
        ),
      ),
    )}
    ${difference(comparison)}`;
}

function difference(comparison: Comparison): Markup | undefined {
  const text = differenceText(comparison);
  if (text === undefined) return html`<p>The two sides are the same to the byte.</p>`;
  const rows = differenceRows(comparison).map(({ name, kind, delta, how }) =>
    kind === "sum" ? sum(name, delta, how) : part(name, delta, how),
  );
  const columns = [left("Part"), right("Bytes"), left("Told by")];
  return html`<p>${capitalized(text)}.</p>
    ${rows.length === 0 ? undefined : table("The difference, by its reasons", columns, rows)}`;
}

function aloneSection(training: TrainingResult): Markup | undefined {
  const alone = measuredAlone(training);
  if (alone === undefined || training.measurement.kind !== "measured") return undefined;
  const { document } = training.measurement;
  const rows = observedRows(document).map(({ name, kind, bytes }) =>
    kind === "sum" ? sum(name, formatCount(bytes)) : part(name, formatCount(bytes)),
  );
  const phases = PHASES.flatMap((name) => {
    const peaks = document.phases[name];
    return peaks === undefined ? [] : [part(name, formatCount(peaks.allocated_bytes))];
  });
  return html`<h3>${capitalized(alone.title)}</h3>
    <p>
      ${capitalized(alone.text)}. The peak is in the <strong>${document.peak.phase}</strong> of step
      ${document.peak.step}.
    </p>
    ${table("At the peak, bytes", [left("Part"), right("Observed")], rows)}
    ${table("Peak allocated by phase, bytes", [left("Phase"), right("Observed")], phases)}`;
}
