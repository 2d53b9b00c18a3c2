import { markdownTable } from "markdown-table";
import type { TrainingResult } from "../compare/result.ts";
import type { MeasurementDocument } from "../measure/measurement.ts";
import { PHASES } from "../memory/trace.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import { capitalized, formatCount, formatSize } from "./format.ts";
import { observedRows, rankTable, shapeRows } from "./observed-rows.ts";
import { spreadText, stoppedText } from "./observed-words.ts";
import { measuredAlone } from "./words.ts";

/** What was observed, where nothing was predicted for it to stand beside. */
export function aloneMarkdown(training: TrainingResult): string {
  const alone = measuredAlone(training);
  if (alone === undefined || training.measurement.kind !== "measured") return "";
  const { document } = training.measurement;
  const rows = observedRows(document).map(({ name, kind, bytes }) =>
    kind === "sum" ? [`**${name}**`, `**${formatCount(bytes)}**`] : [name, formatCount(bytes)],
  );
  const phases = PHASES.flatMap((name) => {
    const peaks = document.phases[name];
    return peaks === undefined ? [] : [[name, formatCount(peaks.allocated_bytes)]];
  });
  const { phase, step } = document.peak;
  return [
    `**${escapeMarkdown(capitalized(alone.title))}**: ${escapeMarkdown(alone.text)}. The peak is in the **${phase}** of step ${step}.`,
    markdownTable([["At the peak, bytes", "Observed"], ...rows], { align: ["l", "r"] }),
    markdownTable([["Peak allocated in, bytes", "Observed"], ...phases], { align: ["l", "r"] }),
  ].join("\n\n");
}

/** Shapes of batches, where there is more than one. */
export function shapesMarkdown(document: MeasurementDocument): string {
  const rows = shapeRows(document);
  if (rows.length < 2) return "";
  const cells = rows.map(({ tensors, steps }) => [codeSpan(tensors), steps]);
  return markdownTable([["What went into the models", "Steps"], ...cells], { align: ["l", "r"] });
}

/** Every process of several. */
export function ranksMarkdown({ measurement }: TrainingResult): string {
  const table = rankTable(measurement);
  if (table === undefined) return "";
  const rows = table.rows.map(({ rank, worst, tiers }) =>
    [rank, ...tiers.map(formatSize)].map((cell) => (worst ? `**${cell}**` : cell)),
  );
  const header = ["Rank", ...table.columns];
  return `${table.title}.\n\n${markdownTable([header, ...rows], { align: header.map(() => "r") })}`;
}

/** What ran where, how much of it was seen, and why it was over. */
export function environmentMarkdown(document: MeasurementDocument): string {
  const { device } = document;
  const driver = device.driver === null ? "" : `, driver ${device.driver}`;
  const cuda = device.cuda === null ? "" : `, CUDA ${device.cuda}`;
  const where = `${device.name}${driver}, torch ${device.torch}${cuda}, Python ${device.python}`;
  const [only] = shapeRows(document);
  const batch = only === undefined || document.batch_shapes.length > 1 ? undefined : `batches of ${only.tensors}`;
  const seen = [stoppedText(document), spreadText(document), batch].filter((part) => part !== undefined);
  return `<sub>${escapeMarkdown(`${where}; ${seen.join("; ")}`)}</sub>`;
}
