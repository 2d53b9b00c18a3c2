import type { Extrapolation } from "../compare/extrapolation.ts";
import type { Results, TrainingResult } from "../compare/result.ts";
import type { MeasurementDocument } from "../measure/measurement.ts";
import type { Prediction } from "../predict/prediction.ts";
import type { BatchAdvice } from "../predict/batch-advice.ts";
import { BATCH_COLUMNS, batchCells, batchRefusals, evidenceText, useText } from "./batch-words.ts";
import { blockTable, blocksTitle, whereText } from "./block-words.ts";
import { gauge, legend, partsOf, stackedBar } from "./bars.ts";
import { breakdownOf } from "./breakdown.ts";
import { changeLines, removedLines } from "./change-terminal.ts";
import { plainLine } from "./escape.ts";
import { extrapolatedText, extrapolationTable } from "./extrapolation-words.ts";
import { formatCount, formatPercent, formatSize } from "./format.ts";
import { overviewLines } from "./terminal-overview.ts";
import { comparisonLines, observedLines, type Paint, STYLES } from "./terminal-observed.ts";
import { textColumns } from "./text-columns.ts";
import { waysLines } from "./ways-terminal.ts";
import { findingText, whatWasSeen } from "./finding-words.ts";
import { headline } from "./headline.ts";
import { budgetShare } from "./severity.ts";
import { GLYPH, doubtTexts, parametersText, rangeText, survivalText } from "./words.ts";

export type TerminalOptions = { readonly color: boolean; readonly width: number };

/** The report for a person at a terminal. Colour only where it is asked for. */
export function renderTerminal(results: Results, { color, width }: TerminalOptions): string {
  const paint: Paint = (text, style) => (color ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text);
  const style = ({ pass: "green", fail: "red", unknown: "yellow" } as const)[results.verdict];
  const verdict = paint(`${GLYPH[results.verdict]} ${plainLine(headline(results))}`, style);
  const first = [verdict, ...overviewLines(results, paint)].join("\n");
  const parts = results.trainings.map((training) => trainingText(training, results, paint, Math.min(width, 100)));
  const rest = [removedLines(results).join("\n"), batchTable(results, paint)].filter((part) => part !== "");
  const text = [first, ...parts, ...rest].join("\n\n");
  return text.split("\n").length > LONG ? `${text}\n\n${verdict}\n` : `${text}\n`;
}

/** Lines that a terminal shows at once: after more the verdict is said again, where the reader is. */
const LONG = 24;

function trainingText(training: TrainingResult, results: Results, paint: Paint, width: number): string {
  const { prediction, comparison, extrapolation, batches, measurement } = training;
  const survival = survivalText(training);
  return [
    paint(batchTitle(training), "bold"),
    ...(prediction?.kind === "predicted" ? predictionLines(training, prediction, width) : []),
    ...(comparison === undefined ? [] : ["", ...comparisonLines(comparison, paint)]),
    ...observedLines(training, paint),
    ...(measurement.kind === "measured" ? blockLines(measurement.document, paint) : []),
    ...(survival === undefined ? [] : [`  ✅ ${survival}`]),
    ...(extrapolation === undefined ? [] : extrapolationLines(extrapolation)),
    ...(batches === undefined ? [] : ["", ...batchLines(batches, training)]),
    ...changeLines(training, results),
    ...training.findings.map((finding) => {
      const { glyph, text } = findingText(finding);
      return `  ${glyph} ${plainLine(text)}`;
    }),
    ...waysLines(training),
    ...(whatWasSeen(training)?.split("\n") ?? []).map((line) => paint(`     │ ${line}`, "dim")),
  ].join("\n");
}

function batchTitle({ name, batch_size }: TrainingResult): string {
  const plain = plainLine(name);
  return batch_size === undefined ? plain : `${plain}, batch ${formatCount(batch_size)}`;
}

function predictionLines(
  training: TrainingResult,
  prediction: Extract<Prediction, { kind: "predicted" }>,
  width: number,
): string[] {
  const { profile, intervals, model, device, torch, alloc_conf } = prediction;
  const conf = alloc_conf === "" ? "" : `, PYTORCH_CUDA_ALLOC_CONF=${plainLine(alloc_conf)}`;
  const { unit, rows } = breakdownOf(profile);
  const barWidth = Math.max(10, width - 30);
  const { peak } = profile;
  const budget = training.budget;
  return [
    `  predicted for ${plainLine(device.name)} (torch ${plainLine(torch)}${conf}): the peak is in the ${peak.phase} of step ${peak.step}, at ${plainLine(peak.operator)}`,
    ...(device.kind === "cuda" && device.context_kind === "measured"
      ? [`  CUDA context: ${plainLine(device.context_source)}`]
      : []),
    `  ${parametersText(formatCount(model.parameters), prediction)}`,
    "",
    ...rows.map(
      ({ name, kind, text }) =>
        `  ${(kind === "sum" ? `= ${name}` : `  ${name}`).padEnd(22)}${text.padStart(12)} ${unit.name}`,
    ),
    "",
    `  ${stackedBar(partsOf(profile), profile.device_bytes, barWidth)} ${rangeText(profile.device_bytes, intervals.device)}`,
    ...(budget === undefined
      ? []
      : [
          `  ${gauge(budgetShare(training), barWidth)} ${formatPercent(budgetShare(training))} of the budget, ${formatSize(budget.limit_bytes)}`,
        ]),
    ...legend(partsOf(profile), width - 2).map((line) => `  ${line}`),
    ...prediction.notes.map((note) => `  note: ${plainLine(note)}`),
  ];
}

/** Where the code asked for what is alive at the peak; nothing where that was not asked. */
function blockLines(document: MeasurementDocument, paint: Paint): string[] {
  const { blocks } = document;
  if (blocks === undefined || blocks.length === 0) return [];
  const { unit, rows, total } = blockTable(blocks);
  const cells = rows.map((row) => [row.size, row.blocks, row.what, row.module, whereText(row)]);
  const all = [[unit.name, "blocks", "what", "module", "where"], ...cells, [total, "", "= allocated", "", ""]];
  const [head = "", ...lines] = textColumns(all, ["right", "right", "left", "left", "left"]).map((line) =>
    `  ${line}`.trimEnd(),
  );
  return ["", `  ${blocksTitle(document)}`, paint(head, "dim"), ...lines];
}

function extrapolationLines(extrapolation: Extrapolation): string[] {
  const { allocated, card } = extrapolation;
  const told = extrapolationTable(extrapolation);
  const rows = told?.rows.map(({ name, kind, text, range }) => {
    const label = `  ${kind === "sum" ? "=" : " "} ${name}`.padEnd(24);
    return `${label}${text.padStart(12)} ${told.unit.name}${range === "" ? "" : `  (${range})`}`;
  });
  const doubts = doubtTexts(card?.interval ?? allocated).map((text) => `    ${text}`);
  return ["", `  ${extrapolatedText(extrapolation)}`, ...(rows ?? []), ...doubts];
}

function batchLines(batches: BatchAdvice, training: TrainingResult): string[] {
  const use = useText(training);
  const evidence = evidenceText(batches);
  return [
    `  the largest batch within the budget is ${formatCount(batches.max_batch_size)}${use === undefined ? "" : `; ${use}`}`,
    ...(evidence === undefined ? [] : [`  ${evidence}`]),
  ];
}

/** What was asked for with --batch-size. */
function batchTable(results: Results, paint: Paint): string {
  const rows = batchCells(results);
  if (rows.length === 0) return "";
  const all = [BATCH_COLUMNS.map((name) => name.toLowerCase()), ...rows].map((row) => row.map(plainLine));
  const [head = "", ...lines] = textColumns(all, ["left", "right", "right", "right", "right", "right"]);
  const refusals = batchRefusals(results).map((line) => `❔ ${plainLine(line)}`);
  return [paint(head, "dim"), ...lines, ...refusals].join("\n");
}
