import { markdownTable } from "markdown-table";
import type { Extrapolation } from "../compare/extrapolation.ts";
import type { Results, TrainingResult } from "../compare/result.ts";
import type { MeasurementDocument } from "../measure/measurement.ts";
import type { BatchAdvice } from "../predict/batch-advice.ts";
import type { Prediction } from "../predict/prediction.ts";
import { evidenceText, useText } from "./batch-words.ts";
import { type BlockRow, blockTable, blocksTitle, whereText } from "./block-words.ts";
import { breakdownOf } from "./breakdown.ts";
import { changeMarkdown, changePartsMarkdown } from "./change-markdown.ts";
import { comparisonMarkdown } from "./comparison-markdown.ts";
import { codeSpan, escapeMarkdown, fence } from "./escape.ts";
import { extrapolatedText, extrapolationTable } from "./extrapolation-words.ts";
import { folded } from "./folded.ts";
import { capitalized, formatCount } from "./format.ts";
import { batchMermaid, timelineMermaid } from "./mermaid.ts";
import { aloneMarkdown, environmentMarkdown, ranksMarkdown, shapesMarkdown } from "./observed-markdown.ts";
import { whatWasSeen } from "./finding-words.ts";
import { doubtTexts, parametersText, rangeText, survivalText } from "./words.ts";

type Predicted = Extract<Prediction, { kind: "predicted" }>;

/**
 * Where the memory of one training goes, folded: what is predicted, what was seen beside it, and why they differ.
 *
 * @param charts Also draw the charts, and list the layers and the largest blocks.
 */
export function trainingDetails(training: TrainingResult, base: Results["base"], charts: boolean): string {
  const { prediction, comparison, measurement, extrapolation } = training;
  const blocks = [
    changeMarkdown(training, base),
    prediction?.kind === "predicted" ? breakdown(prediction) : "",
    changePartsMarkdown(training),
    comparison === undefined ? aloneMarkdown(training) : comparisonMarkdown(comparison),
    measurement.kind === "measured" ? shapesMarkdown(measurement.document) : "",
    ranksMarkdown(training),
    survived(training),
    extrapolation === undefined ? "" : extrapolated(extrapolation),
    prediction?.kind === "predicted" && charts ? chartsOf(training, prediction) : "",
    prediction?.kind === "predicted" && prediction.model.layers.length > 0 && charts ? layers(prediction) : "",
    measurement.kind === "measured" && charts ? largestBlocks(measurement.document) : "",
    measurement.kind === "measured" ? environmentMarkdown(measurement.document) : "",
  ].filter((block) => block !== "");
  const name = escapeMarkdown(training.name);
  const seen = whatWasSeen(training);
  return [
    ...(seen === undefined ? [] : [folded(`${name}: what was seen of the failure`, fence(seen, "text"))]),
    ...(blocks.length === 0 ? [] : [folded(`${name}: where the memory goes`, blocks.join("\n\n"))]),
  ].join("\n\n");
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
  const made = `**${escapeMarkdown(prediction.device.name)}**, torch ${escapeMarkdown(prediction.torch)}${conf}. ${where}`;
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

function chartsOf(training: TrainingResult, prediction: Predicted): string {
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
