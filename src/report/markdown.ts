import { markdownTable } from "markdown-table";
import type { Extrapolation } from "../compare/extrapolation.ts";
import type { Results, TrainingResult } from "../compare/result.ts";
import type { MeasurementDocument } from "../measure/measurement.ts";
import type { Prediction } from "../predict/prediction.ts";
import type { BatchAdvice } from "../predict/batch-advice.ts";
import { BATCH_COLUMNS, batchCells, batchRefusals, evidenceText, useText } from "./batch-words.ts";
import { type BlockRow, blockTable, blocksTitle, whereText } from "./block-words.ts";
import { gauge, legend, partsOf, stackedBar } from "./bars.ts";
import { breakdownOf } from "./breakdown.ts";
import { changeMarkdown, changePartsMarkdown } from "./change-markdown.ts";
import { comparisonMarkdown } from "./comparison-markdown.ts";
import { codeSpan, escapeMarkdown, fence } from "./escape.ts";
import { extrapolatedText, extrapolationTable } from "./extrapolation-words.ts";
import { capitalized, formatCount, formatDelta, formatPercent, formatSize } from "./format.ts";
import { batchMermaid, timelineMermaid } from "./mermaid.ts";
import { aloneMarkdown, environmentMarkdown, ranksMarkdown, shapesMarkdown } from "./observed-markdown.ts";
import { waysMarkdown } from "./ways-markdown.ts";
import {
  GLYPH,
  agreement,
  budgetShare,
  doubtTexts,
  findingText,
  headline,
  parametersText,
  rangeText,
  shortCardName,
  survivalText,
  whatWasSeen,
} from "./words.ts";

/** 0 is everything; 1 leaves the charts and layers out, 2 the details of each training, 3 all but the headline. */
export const DETAILS = [0, 1, 2, 3] as const;
export type Detail = (typeof DETAILS)[number];

type Predicted = Extract<Prediction, { kind: "predicted" }>;

/** The pull-request comment and the job summary: the verdict and the number first, details folded. */
export function renderMarkdown(results: Results, detail: Detail): string {
  const title = `### ${GLYPH[results.verdict]} ${escapeMarkdown(headline(results))}`;
  const parts = [title];
  if (detail < 3) {
    parts.push(overview(results), changeMarkdown(results), findings(results));
    parts.push(waysMarkdown(results), batchTable(results));
  }
  if (detail < 2) {
    parts.push(bars(results), ...results.trainings.map((training) => details(training, detail)), reproduce(results));
  }
  if (detail > 0) parts.push("<sub>Shortened to fit: the full report is in the job summary and in report.json.</sub>");
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function overview(results: Results): string {
  const header = ["", "Training", "GPU", "Predicted", "Observed", "Budget", "Headroom", "Largest batch"];
  const rows = results.trainings.map((training) => {
    const [verdict = "", name = "", card = "", ...numbers] = overviewRow(training);
    return [verdict, name, card, ...numbers.map(unbroken)];
  });
  return markdownTable([header, ...rows], { align: ["c", "l", "l", "r", "r", "r", "r", "r"] });
}

/** A number stays on one line with its unit. */
function unbroken(cell: string): string {
  return cell.replaceAll(" ", "\u00a0");
}

function overviewRow(training: TrainingResult): string[] {
  const { name, verdict, budget, prediction, batches } = training;
  return [
    GLYPH[verdict],
    codeSpan(name),
    escapeMarkdown(budget === undefined ? "–" : shortCardName(budget.device.name)),
    prediction?.kind === "predicted" ? formatSize(prediction.profile.device_bytes) : "unknown",
    observed(training),
    budget === undefined ? "–" : formatSize(budget.limit_bytes),
    budget === undefined ? "–" : formatDelta(budget.headroom_bytes),
    batches === undefined ? "–" : formatCount(batches.max_batch_size),
  ];
}

function observed(training: TrainingResult): string {
  const { measurement, extrapolation, budget } = training;
  if (extrapolation?.card !== undefined) return `${formatSize(extrapolation.card.device_bytes)}<br>extrapolated`;
  if (measurement.kind === "not-measured") return "not measured";
  const { document } = measurement;
  if (document.device.kind === "cuda" && document.out_of_memory !== null)
    return `**≥ ${formatSize(budget?.from === "measurement" ? budget.needed_bytes : document.device_bytes)}**`;
  if (document.device.kind === "cuda") return `**${formatSize(document.device_bytes)}**`;
  return `CPU: ${agreement(training) ?? formatSize(document.allocated_bytes)}`;
}

function findings(results: Results): string {
  return results.trainings
    .flatMap((training) =>
      training.findings.map((finding) => {
        const { glyph, text } = findingText(finding);
        return `- ${glyph} ${codeSpan(training.name)}: ${escapeMarkdown(text)}`;
      }),
    )
    .join("\n");
}

/** What was asked for with --batch-size. */
function batchTable(results: Results): string {
  const rows = batchCells(results).map(([name = "", ...rest]) => [codeSpan(name), ...rest].map(unbroken));
  if (rows.length === 0) return "";
  const refusals = batchRefusals(results).map((line) => `- ❔ ${escapeMarkdown(line)}`);
  const table = markdownTable([[...BATCH_COLUMNS], ...rows], { align: ["l", "r", "r", "r", "r", "r"] });
  return [table, refusals.join("\n")].filter((part) => part !== "").join("\n\n");
}

const BAR_WIDTH = 44;
const MOST_BARS = 10;

/** Predicted beside observed where both are of the same device, as text that also shows in mail. */
function bars(results: Results): string {
  const lines = results.trainings.slice(0, MOST_BARS).flatMap(barLines);
  if (lines.length === 0) return "";
  const parts = results.trainings.flatMap(({ prediction }) =>
    prediction?.kind === "predicted" ? partsOf(prediction.profile) : [],
  );
  const seen = new Map(parts.map((part) => [part.name, part]));
  return fence([...lines, "", ...legend([...seen.values()], BAR_WIDTH + 36)].join("\n"), "text");
}

function barLines(training: TrainingResult): string[] {
  const { prediction, budget, name } = training;
  if (prediction?.kind !== "predicted") return [];
  const { profile } = prediction;
  const label = name.length > 18 ? `${name.slice(0, 17)}…` : name.padEnd(18);
  const bar = `${label} │${stackedBar(partsOf(profile), profile.device_bytes, BAR_WIDTH)}│ ${formatSize(profile.device_bytes)}`;
  if (budget === undefined) return [bar];
  const share = budgetShare(training);
  return [
    bar,
    `${"  of the budget".padEnd(18)} │${gauge(share, BAR_WIDTH)}│ ${formatPercent(share)} of ${formatSize(budget.limit_bytes)}`,
  ];
}

function details(training: TrainingResult, detail: Detail): string {
  const { prediction, comparison, measurement, extrapolation } = training;
  const blocks = [
    prediction?.kind === "predicted" ? breakdown(prediction) : "",
    changePartsMarkdown(training),
    comparison === undefined ? aloneMarkdown(training) : comparisonMarkdown(comparison),
    measurement.kind === "measured" ? shapesMarkdown(measurement.document) : "",
    ranksMarkdown(training),
    survived(training),
    extrapolation === undefined ? "" : extrapolated(extrapolation),
    prediction?.kind === "predicted" && detail === 0 ? charts(training, prediction) : "",
    prediction?.kind === "predicted" && prediction.model.layers.length > 0 && detail === 0 ? layers(prediction) : "",
    measurement.kind === "measured" && detail === 0 ? largestBlocks(measurement.document) : "",
    measurement.kind === "measured" ? environmentMarkdown(measurement.document) : "",
  ].filter((block) => block !== "");
  const name = escapeMarkdown(training.name);
  const seen = whatWasSeen(training);
  return [
    ...(seen === undefined ? [] : [folded(`${name}: what was seen of the failure`, fence(seen, "text"))]),
    ...(blocks.length === 0 ? [] : [folded(`${name}: where the memory goes`, blocks.join("\n\n"))]),
  ].join("\n\n");
}

function folded(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

function extrapolated(extrapolation: Extrapolation): string {
  const told = extrapolationTable(extrapolation);
  const bold = (kind: "part" | "sum", text: string) => (kind === "sum" ? `**${text}**` : text);
  const rows = told?.rows.map(({ name, kind, text, range }) => [bold(kind, name), bold(kind, text), range]);
  const doubts = doubtTexts(extrapolation.card?.interval ?? extrapolation.allocated);
  return [
    `${capitalized(escapeMarkdown(extrapolatedText(extrapolation)))}.`,
    ...(told === undefined || rows === undefined
      ? []
      : [markdownTable([[`Extrapolated, ${told.unit.name}`, "Needed", "Range"], ...rows], { align: ["l", "r", "r"] })]),
    doubts.map((text) => `- ${escapeMarkdown(text)}`).join("\n"),
  ].join("\n\n");
}

function survived(training: TrainingResult): string {
  const text = survivalText(training);
  return text === undefined ? "" : `✅ ${capitalized(escapeMarkdown(text))}.`;
}

function breakdown(prediction: Predicted): string {
  const { unit, rows } = breakdownOf(prediction.profile);
  const { peak } = prediction.profile;
  const table = markdownTable(
    [
      [`At the peak, ${unit.name}`, "Predicted", "Nominal"],
      ...rows.map(({ name, kind, text }) => [
        kind === "sum" ? `**${name}**` : name,
        kind === "sum" ? `**${text}**` : text,
        nominal(name, prediction),
      ]),
    ],
    { align: ["l", "r", "l"] },
  );
  const module = peak.module === "" ? "" : ` in module ${codeSpan(peak.module)}`;
  const conf = prediction.alloc_conf === "" ? "" : `, ${codeSpan(`PYTORCH_CUDA_ALLOC_CONF=${prediction.alloc_conf}`)}`;
  const where = `The peak is in the **${peak.phase}** of step ${peak.step}, at ${codeSpan(peak.operator)}${module}.`;
  const { device_bytes } = prediction.profile;
  const range = `Expected on the device: **${rangeText(device_bytes, prediction.intervals.device)}**.`;
  const notes = [...doubtTexts(prediction.intervals.device), ...prediction.notes]
    .map((note) => `- ${escapeMarkdown(note)}`)
    .join("\n");
  const made = `**${escapeMarkdown(prediction.device.name)}**, torch ${prediction.torch}${conf}. ${where}`;
  return [made, table, range, notes].filter((part) => part !== "").join("\n\n");
}

/** The formula behind a number, where a person learns from it. */
function nominal(name: string, prediction: Predicted): string {
  const { nominal_bytes, model } = prediction;
  const count = formatCount(model.parameters);
  switch (name) {
    case "parameters":
      return parametersText(count, prediction);
    case "gradients":
    case "optimizer":
    case "buffers":
      return `${formatCount(nominal_bytes[name])} bytes`;
    case "batch":
    case "activations":
      return `${formatCount(nominal_bytes[name])} bytes in a training step`;
    default:
      return "";
  }
}

function charts(training: TrainingResult, prediction: Predicted): string {
  const { batches, budget } = training;
  return [
    timelineMermaid(prediction.profile),
    batches === undefined || budget === undefined ? "" : batchMermaid(batches, budget.limit_bytes),
    batches === undefined ? "" : batchLine(batches, training),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function batchLine(batches: BatchAdvice, training: TrainingResult): string {
  const evidence = evidenceText(batches);
  const found = evidence === undefined ? "found by replay" : `found by replay (${escapeMarkdown(evidence)})`;
  const use = useText(training);
  return [
    `The largest batch within the budget is **${formatCount(batches.max_batch_size)}**, ${found}.`,
    ...(use === undefined ? [] : [`${capitalized(use)}.`]),
  ].join(" ");
}

/** Where the code asked for what is alive at the peak; nothing where that was not asked. */
function largestBlocks(document: MeasurementDocument): string {
  const { blocks } = document;
  if (blocks === undefined || blocks.length === 0) return "";
  const { unit, rows, total } = blockTable(blocks);
  const table = markdownTable(
    [[unit.name, "Blocks", "What", "Module", "Where"], ...rows.map(blockCells), [`**${total}**`, "", "**allocated**"]],
    { align: ["r", "r", "l", "l", "l"] },
  );
  return `**${blocksTitle(document).replace("the", "The")}**\n\n${table}`;
}

function blockCells({ size, blocks, what, module, words, line, function: name, library }: BlockRow): string[] {
  const spanned = (text: string) => (text === "" ? "" : codeSpan(text));
  const where = whereText({ words, line: spanned(line), function: codeSpan(name), library: spanned(library) });
  return [size, blocks, escapeMarkdown(what), spanned(module), where];
}

const MOST_LAYERS = 60;

function layers({ model }: Predicted): string {
  const rows = model.layers
    .slice(0, MOST_LAYERS)
    .map((layer) => [
      codeSpan(layer.name),
      escapeMarkdown(layer.type),
      `[${layer.output_shape.join(", ")}]`,
      formatCount(layer.parameters),
    ]);
  const rest = model.layers.slice(MOST_LAYERS);
  const others = rest.reduce((sum, layer) => sum + layer.parameters, 0);
  if (rest.length > 0) rows.push([`${rest.length} more`, "", "", formatCount(others)]);
  const total = ["**all**", "", "", `**${formatCount(model.parameters)}**`];
  return markdownTable([["Layer", "Type", "Output", "Parameters"], ...rows, total], { align: ["l", "l", "l", "r"] });
}

function reproduce(results: Results): string {
  const several = results.trainings.some(
    ({ prediction }) => prediction?.kind === "predicted" && prediction.profile.communicator_bytes > 0,
  );
  const outside = several ? "CUDA context + NCCL communicator" : "CUDA context";
  return `<sub>GiB and MiB are binary. Predicted and observed are of the whole device: allocated + allocator overhead + ${outside}; on the CPU the tensors are compared. Reproduce: ${codeSpan(
    `npx vram-budget check ${results.config.replaceAll(", ", " ")}`,
  )}</sub>`;
}
