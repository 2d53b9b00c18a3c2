import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  BATCH_COLUMNS,
  GLYPH,
  agreement,
  batchCells,
  batchRefusals,
  blockTable,
  blocksTitle,
  breakdownOf,
  budgetShare,
  codeSpan,
  doubtTexts,
  escapeMarkdown,
  evidenceText,
  fence,
  findingText,
  formatCount,
  formatDelta,
  formatPercent,
  formatSize,
  gauge,
  headline,
  inUnit,
  legend,
  measuredAlone,
  parametersText,
  partsOf,
  rangeText,
  stackedBar,
  unitFor
} from "./chunk-S7JQ3UYZ.js";
import {
  markdownTable
} from "./chunk-BWA43EDX.js";
import {
  CATEGORIES
} from "./chunk-MPJ5O2UK.js";

// src/report/mermaid.ts
var COLUMNS = 48;
function timelineMermaid(profile) {
  const points = columns(lastStepAndAfter(profile.timeline));
  const unit = unitFor(profile.reserved_bytes);
  const values = points.map(({ allocated }) => inUnit(allocated, unit));
  return mermaid([
    `title "Allocated over the last step (${unit.name}), from setup to evaluation"`,
    `x-axis [${points.map((_, index) => index + 1).join(", ")}]`,
    `y-axis "${unit.name}" 0 --> ${inUnit(profile.reserved_bytes, unit)}`,
    `bar [${values.join(", ")}]`
  ]);
}
function batchMermaid({ curve }, limit) {
  const top = Math.max(limit, ...curve.map(({ device_bytes }) => device_bytes));
  const unit = unitFor(top);
  return mermaid([
    `title "Device memory by batch size (${unit.name}); the line is the budget"`,
    `x-axis "batch size" [${curve.map(({ batch_size }) => batch_size).join(", ")}]`,
    `y-axis "${unit.name}" 0 --> ${inUnit(top * 1.05, unit)}`,
    `bar [${curve.map(({ device_bytes }) => inUnit(device_bytes, unit)).join(", ")}]`,
    `line [${curve.map(() => inUnit(limit, unit)).join(", ")}]`
  ]);
}
function mermaid(lines) {
  const palette = '%%{init: {"themeVariables":{"xyChart":{"plotColorPalette":"#4269d0, #ff725c"}}}}%%';
  return ["```mermaid", palette, "xychart-beta", ...lines.map((line) => `  ${line}`), "```"].join("\n");
}
function lastStepAndAfter(timeline) {
  const last = Math.max(0, ...timeline.map(({ step }) => step));
  return timeline.filter(({ step }) => step === last);
}
function allocatedOf({ categories }) {
  return CATEGORIES.reduce((sum, name) => sum + categories[name], 0);
}
function columns(points) {
  const width = Math.max(1, Math.ceil(points.length / COLUMNS));
  return Array.from({ length: Math.ceil(points.length / width) }, (_, column) => ({
    allocated: Math.max(...points.slice(column * width, (column + 1) * width).map(allocatedOf))
  }));
}

// src/report/markdown.ts
var DETAILS = [0, 1, 2, 3];
function renderMarkdown(results, detail) {
  const title = `### ${GLYPH[results.verdict]} ${escapeMarkdown(headline(results))}`;
  const parts = [title];
  if (detail < 3) parts.push(overview(results), findings(results), batchTable(results));
  if (detail < 2) {
    parts.push(bars(results), ...results.trainings.map((training) => details(training, detail)), reproduce(results));
  }
  if (detail > 0) parts.push("<sub>Shortened to fit: the full report is in the job summary and in report.json.</sub>");
  return `${parts.filter((part) => part !== "").join("\n\n")}
`;
}
function overview(results) {
  const header = ["", "Training", "GPU", "Predicted", "Observed", "Budget", "Headroom", "Largest batch"];
  const rows = results.trainings.map((training) => overviewRow(training).map(unbroken));
  return markdownTable([header, ...rows], { align: ["c", "l", "l", "r", "r", "r", "r", "r"] });
}
function unbroken(cell) {
  return cell.replaceAll(" ", "\xA0");
}
function overviewRow(training) {
  const { name, verdict, budget, prediction, batches } = training;
  return [
    GLYPH[verdict],
    codeSpan(name),
    escapeMarkdown(budget?.device.name ?? "\u2013"),
    prediction?.kind === "predicted" ? formatSize(prediction.profile.device_bytes) : "unknown",
    observed(training),
    budget === void 0 ? "\u2013" : formatSize(budget.limit_bytes),
    budget === void 0 ? "\u2013" : formatDelta(budget.headroom_bytes),
    batches === void 0 ? "\u2013" : formatCount(batches.max_batch_size)
  ];
}
function observed(training) {
  const { measurement } = training;
  if (measurement.kind === "not-measured") return "not measured";
  if (measurement.document.device.kind === "cuda") return `**${formatSize(measurement.document.device_bytes)}**`;
  return `CPU: ${agreement(training) ?? formatSize(measurement.document.allocated_bytes)}`;
}
function findings(results) {
  return results.trainings.flatMap(
    (training) => training.findings.map((finding) => {
      const { glyph, text } = findingText(finding);
      return `- ${glyph} ${codeSpan(training.name)}: ${escapeMarkdown(text)}`;
    })
  ).join("\n");
}
function batchTable(results) {
  const rows = batchCells(results).map(([name = "", ...rest]) => [codeSpan(name), ...rest].map(unbroken));
  if (rows.length === 0) return "";
  const refusals = batchRefusals(results).map((line) => `- \u2754 ${escapeMarkdown(line)}`);
  const table = markdownTable([[...BATCH_COLUMNS], ...rows], { align: ["l", "r", "r", "r", "r", "r"] });
  return [table, refusals.join("\n")].filter((part) => part !== "").join("\n\n");
}
var BAR_WIDTH = 48;
var MOST_BARS = 10;
function bars(results) {
  const lines = results.trainings.slice(0, MOST_BARS).flatMap(barLines);
  if (lines.length === 0) return "";
  const parts = results.trainings.flatMap(
    ({ prediction }) => prediction?.kind === "predicted" ? partsOf(prediction.profile) : []
  );
  const seen = new Map(parts.map((part) => [part.name, part]));
  return fence([...lines, "", ...legend([...seen.values()], BAR_WIDTH + 36)].join("\n"), "text");
}
function barLines(training) {
  const { prediction, budget, name } = training;
  if (prediction?.kind !== "predicted") return [];
  const { profile } = prediction;
  const label = name.length > 18 ? `${name.slice(0, 17)}\u2026` : name.padEnd(18);
  const bar = `${label} \u2502${stackedBar(partsOf(profile), profile.device_bytes, BAR_WIDTH)}\u2502 ${formatSize(profile.device_bytes)}`;
  if (budget === void 0) return [bar];
  const share = budgetShare(training);
  return [
    bar,
    `${"  of the budget".padEnd(18)} \u2502${gauge(share, BAR_WIDTH)}\u2502 ${formatPercent(share)} of ${formatSize(budget.limit_bytes)}`
  ];
}
function details(training, detail) {
  const { prediction, comparison, measurement } = training;
  const blocks = [
    prediction?.kind === "predicted" ? breakdown(prediction) : "",
    comparison === void 0 ? escapeMarkdown(measuredAlone(training) ?? "") : comparisonTables(comparison),
    prediction?.kind === "predicted" && detail === 0 ? charts(training, prediction) : "",
    prediction?.kind === "predicted" && prediction.model.layers.length > 0 && detail === 0 ? layers(prediction) : "",
    measurement.kind === "measured" && detail === 0 ? largestBlocks(measurement.document) : "",
    measurement.kind === "measured" ? environment(measurement.document) : ""
  ].filter((block) => block !== "");
  if (blocks.length === 0) return "";
  return `<details><summary>${escapeMarkdown(training.name)}: where the memory goes</summary>

${blocks.join("\n\n")}

</details>`;
}
function breakdown(prediction) {
  const { unit, rows } = breakdownOf(prediction.profile);
  const { peak } = prediction.profile;
  const table = markdownTable(
    [
      [`At the peak, ${unit.name}`, "Predicted", "Nominal"],
      ...rows.map(({ name, kind, text }) => [
        kind === "sum" ? `**${name}**` : name,
        kind === "sum" ? `**${text}**` : text,
        nominal(name, prediction)
      ])
    ],
    { align: ["l", "r", "l"] }
  );
  const module = peak.module === "" ? "" : ` in module ${codeSpan(peak.module)}`;
  const conf = prediction.alloc_conf === "" ? "" : `, ${codeSpan(`PYTORCH_CUDA_ALLOC_CONF=${prediction.alloc_conf}`)}`;
  const where = `The peak is in the **${peak.phase}** of step ${peak.step}, at ${codeSpan(peak.operator)}${module}.`;
  const { device_bytes } = prediction.profile;
  const range = `Expected on the device: **${rangeText(device_bytes, prediction.intervals.device)}**.`;
  const notes = [...doubtTexts(prediction.intervals.device), ...prediction.notes].map((note) => `- ${escapeMarkdown(note)}`).join("\n");
  const made = `**${escapeMarkdown(prediction.device.name)}**, torch ${prediction.torch}${conf}. ${where}`;
  return [made, table, range, notes].filter((part) => part !== "").join("\n\n");
}
function nominal(name, prediction) {
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
function comparisonTables(comparison) {
  const onCpu = comparison.device.kind === "cpu";
  const title = onCpu ? "**Measured on the CPU**: a real training, every tensor counted, beside a prediction for the CPU. Bytes." : "**Measured on the card**, beside the prediction for it. Bytes.";
  const allocated = comparison.tiers.find(({ name }) => name === "allocated");
  const row = (name, predicted, seen, delta) => [
    name,
    formatCount(predicted),
    formatCount(seen),
    delta === 0 ? "0" : `${delta > 0 ? "+" : "\u2212"}${formatCount(Math.abs(delta))}`
  ];
  const rows = [
    ...comparison.categories.map((each) => row(each.name, each.predicted_bytes, each.observed_bytes, each.delta_bytes)),
    ...allocated === void 0 ? [] : [row("**allocated**", allocated.predicted_bytes, allocated.observed_bytes, allocated.delta_bytes)],
    ...comparison.tiers.filter(({ name }) => name !== "allocated").map((each) => row(`**${each.name}**`, each.predicted_bytes, each.observed_bytes, each.delta_bytes)),
    ...comparison.phases.map(
      (each) => row(`peak in ${each.name}`, each.predicted_bytes, each.observed_bytes, each.delta_bytes)
    )
  ];
  const table = markdownTable([["At the peak", "Predicted", "Observed", "Observed \u2212 predicted"], ...rows], {
    align: ["l", "r", "r", "r"]
  });
  return `${title}

${table}`;
}
function charts(training, prediction) {
  const { batches, budget } = training;
  return [
    timelineMermaid(prediction.profile),
    batches === void 0 || budget === void 0 ? "" : batchMermaid(batches, budget.limit_bytes),
    batches === void 0 ? "" : batchLine(batches)
  ].filter((part) => part !== "").join("\n\n");
}
function batchLine(batches) {
  const { max_batch_size, idle_below_batch_size } = batches;
  const evidence = evidenceText(batches);
  const idle = idle_below_batch_size === void 0 ? "" : ` Below ${formatCount(idle_below_batch_size)} more than half of the budget stays unused.`;
  return `The largest batch within the budget is **${formatCount(max_batch_size)}**, found by replay${evidence === void 0 ? "" : ` (${escapeMarkdown(evidence)})`}.${idle}`;
}
function largestBlocks(document) {
  const { blocks } = document;
  if (blocks === void 0 || blocks.length === 0) return "";
  const { unit, rows, total } = blockTable(blocks);
  const table = markdownTable(
    [[unit.name, "Blocks", "What", "Module", "Where"], ...rows.map(blockCells), [`**${total}**`, "", "**allocated**"]],
    { align: ["r", "r", "l", "l", "l"] }
  );
  return `**${blocksTitle(document).replace("the", "The")}**

${table}`;
}
function blockCells({ size, blocks, what, module, where, line, function: name }) {
  const place = line === "" ? [] : [`${codeSpan(line)} in ${codeSpan(name)}`];
  const words = where === "" ? [] : [where];
  return [size, blocks, escapeMarkdown(what), module === "" ? "" : codeSpan(module), [...words, ...place].join(" ")];
}
var MOST_LAYERS = 60;
function layers({ model }) {
  const rows = model.layers.slice(0, MOST_LAYERS).map((layer) => [
    codeSpan(layer.name),
    escapeMarkdown(layer.type),
    `[${layer.output_shape.join(", ")}]`,
    formatCount(layer.parameters)
  ]);
  const rest = model.layers.slice(MOST_LAYERS);
  const others = rest.reduce((sum, layer) => sum + layer.parameters, 0);
  if (rest.length > 0) rows.push([`${rest.length} more`, "", "", formatCount(others)]);
  const total = ["**all**", "", "", `**${formatCount(model.parameters)}**`];
  return markdownTable([["Layer", "Type", "Output", "Parameters"], ...rows, total], { align: ["l", "l", "l", "r"] });
}
function environment({ device, steps, warmup, step_peaks }) {
  const peaks = step_peaks.map(({ allocated_bytes }) => allocated_bytes);
  const spread = peaks.length > 0 ? Math.max(...peaks) - Math.min(...peaks) : 0;
  const driver = device.driver === null ? "" : `, driver ${device.driver}`;
  const cuda = device.cuda === null ? "" : `, CUDA ${device.cuda}`;
  return `<sub>${escapeMarkdown(
    `${device.name}${driver}, torch ${device.torch}${cuda}, Python ${device.python}; ${steps} steps after ${warmup} of warm-up, step peaks within ${formatSize(spread)} of one another`
  )}</sub>`;
}
function reproduce(results) {
  return `<sub>GiB and MiB are binary. Predicted and observed are of the whole device: allocated + allocator overhead + CUDA context; on the CPU the tensors are compared. Reproduce: ${codeSpan(
    `npx vram-budget check ${results.config.replaceAll(", ", " ")}`
  )}</sub>`;
}

export {
  lastStepAndAfter,
  allocatedOf,
  DETAILS,
  renderMarkdown
};
