import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  BATCH_COLUMNS,
  GLYPH,
  agreement,
  baseName,
  batchCells,
  batchRefusals,
  breakdownOf,
  budgetShare,
  changeText,
  countedDelta,
  differenceRows,
  differenceText,
  doubtTexts,
  evidenceText,
  extrapolatedText,
  extrapolationTable,
  findingText,
  gauge,
  headline,
  keyRows,
  keysWithoutEffect,
  legend,
  measuredAlone,
  observedRows,
  parametersText,
  partsOf,
  rangeText,
  rankTable,
  removedText,
  shapeRows,
  shortCardName,
  stackedBar,
  survivalText,
  unchangedText,
  whatWasSeen
} from "./chunk-N6HBIQZE.js";
import {
  markdownTable
} from "./chunk-BWA43EDX.js";
import {
  blockTable,
  blocksTitle,
  whereText
} from "./chunk-3LXUPOTA.js";
import {
  spreadText,
  stoppedText
} from "./chunk-35CONE4B.js";
import {
  capitalized,
  codeSpan,
  escapeMarkdown,
  fence,
  formatCount,
  formatDelta,
  formatPercent,
  formatSize,
  inUnit,
  unitFor
} from "./chunk-73EGP5WJ.js";
import {
  CATEGORIES,
  PHASES
} from "./chunk-MPJ5O2UK.js";

// src/report/change-markdown.ts
var MOST_TRAININGS = 20;
var MOST_KEYS = 20;
function changeMarkdown(results) {
  const shown = results.trainings.filter(({ change }) => change !== void 0 && change.kind !== "unchanged");
  const unchanged = unchangedText(results);
  const { base, removed } = results;
  if (shown.length === 0 && removed.length === 0 && unchanged === void 0) return "";
  const title2 = base === void 0 ? "**What changed**" : `**Since ${codeSpan(baseName(base))}**, both sides predicted by this version and with this code`;
  const more = shown.length > MOST_TRAININGS ? [`- ${shown.length - MOST_TRAININGS} more changed`] : [];
  return [
    title2,
    [
      ...shown.slice(0, MOST_TRAININGS).map(trainingMarkdown),
      ...more,
      ...removed.map((each) => `- ${codeSpan(each.name)}: ${removedText(each)}`),
      ...unchanged === void 0 ? [] : [`- ${unchanged}`]
    ].join("\n")
  ].join("\n\n");
}
function trainingMarkdown(training) {
  const { name, change } = training;
  const text = change === void 0 ? "" : escapeMarkdown(changeText(change));
  return [`- ${codeSpan(name)}: ${text}`, keysMarkdown(training), noEffectMarkdown(training)].filter((part) => part !== "").join("\n\n  ");
}
function keysMarkdown(training) {
  const rows = keyRows(training);
  if (rows.length === 0) return "";
  const keys = rows.filter(({ kind }) => kind === "key");
  const rest = rows.filter(({ kind }) => kind !== "key");
  const more = { kind: "together", name: `${keys.length - MOST_KEYS} more keys`, was: "", is: "", share: "" };
  const shown = keys.length > MOST_KEYS ? [...keys.slice(0, MOST_KEYS), more, ...rest] : rows;
  const table = markdownTable([["Key", "Was", "Is", "Device memory"], ...shown.map(cells)], {
    align: ["l", "l", "l", "r"]
  });
  return table.replaceAll("\n", "\n  ");
}
function cells({ kind, name, was, is, share }) {
  if (kind === "sum") return [`**${name}**`, "", "", `**${share}**`];
  return kind === "together" ? [name, "", "", share] : [codeSpan(name), valueCell(was), valueCell(is), share];
}
function valueCell(text) {
  return text === "\u2013" ? text : codeSpan(text);
}
function noEffectMarkdown(training) {
  const paths = keysWithoutEffect(training);
  if (paths.length === 0) return "";
  const named = paths.slice(0, MOST_KEYS).map(codeSpan).join(", ");
  const more = paths.length > MOST_KEYS ? ` and ${paths.length - MOST_KEYS} more` : "";
  return `No effect on memory: ${named}${more}`;
}
function changePartsMarkdown({ change }) {
  if (change?.kind !== "changed") return "";
  const { base_bytes, head_bytes, delta_bytes, categories } = change;
  const whole = { name: "**device**", base_bytes, head_bytes, delta_bytes };
  const rows = [...categories, whole].map((row) => [
    row.name,
    formatCount(row.base_bytes),
    formatCount(row.head_bytes),
    countedDelta(row.delta_bytes)
  ]);
  const table = markdownTable([["At the peak, bytes", "Base", "Here", "Here \u2212 base"], ...rows], {
    align: ["l", "r", "r", "r"]
  });
  return `**What changed**, part by part.

${table}`;
}

// src/report/comparison-markdown.ts
function comparisonMarkdown(comparison) {
  return [title(comparison), peakTable(comparison), phaseTable(comparison.phases), difference(comparison)].filter((part) => part !== "").join("\n\n");
}
function title({ device }) {
  return device.kind === "cpu" ? "**Measured on the CPU**: a real training, every tensor counted, beside a prediction for the CPU. Bytes." : "**Measured on the card**, beside the prediction for it. Bytes.";
}
function peakTable({ categories, tiers }) {
  const rows = [...categories, ...tiers.map((tier) => ({ ...tier, name: `**${tier.name}**` }))].map((each) => [
    each.name,
    formatCount(each.predicted_bytes),
    formatCount(each.observed_bytes),
    countedDelta(each.delta_bytes)
  ]);
  return markdownTable([["At the peak", "Predicted", "Observed", "Observed \u2212 predicted"], ...rows], {
    align: ["l", "r", "r", "r"]
  });
}
function phaseTable(phases) {
  const size = (bytes) => bytes === void 0 ? "\u2013" : formatCount(bytes);
  const rows = phases.map(({ name, predicted_bytes, observed_bytes, delta_bytes }) => [
    name,
    size(predicted_bytes),
    size(observed_bytes),
    delta_bytes === void 0 ? "\u2013" : countedDelta(delta_bytes)
  ]);
  return markdownTable([["Peak allocated in", "Predicted", "Observed", "Observed \u2212 predicted"], ...rows], {
    align: ["l", "r", "r", "r"]
  });
}
function difference(comparison) {
  const text = differenceText(comparison);
  if (text === void 0) return "";
  const rows = differenceRows(comparison);
  if (rows.length === 0) return `${capitalized(text)}.`;
  const cells2 = rows.map(
    ({ name, kind, delta, how }) => kind === "sum" ? [`**${name}**`, `**${delta}**`, how] : [name, delta, how]
  );
  const table = markdownTable([["The difference", "Bytes", "Told by"], ...cells2], { align: ["l", "r", "l"] });
  return `${capitalized(text)}.

${table}`;
}

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

// src/report/observed-markdown.ts
function aloneMarkdown(training) {
  const alone = measuredAlone(training);
  if (alone === void 0 || training.measurement.kind !== "measured") return "";
  const { document } = training.measurement;
  const rows = observedRows(document).map(
    ({ name, kind, bytes }) => kind === "sum" ? [`**${name}**`, `**${formatCount(bytes)}**`] : [name, formatCount(bytes)]
  );
  const phases = PHASES.flatMap((name) => {
    const peaks = document.phases[name];
    return peaks === void 0 ? [] : [[name, formatCount(peaks.allocated_bytes)]];
  });
  const { phase, step } = document.peak;
  return [
    `**${escapeMarkdown(capitalized(alone.title))}**: ${escapeMarkdown(alone.text)}. The peak is in the **${phase}** of step ${step}.`,
    markdownTable([["At the peak, bytes", "Observed"], ...rows], { align: ["l", "r"] }),
    markdownTable([["Peak allocated in, bytes", "Observed"], ...phases], { align: ["l", "r"] })
  ].join("\n\n");
}
function shapesMarkdown(document) {
  const rows = shapeRows(document);
  if (rows.length < 2) return "";
  const cells2 = rows.map(({ tensors, steps }) => [codeSpan(tensors), steps]);
  return markdownTable([["What went into the models", "Steps"], ...cells2], { align: ["l", "r"] });
}
function ranksMarkdown({ measurement }) {
  const table = rankTable(measurement);
  if (table === void 0) return "";
  const rows = table.rows.map(
    ({ rank, worst, tiers }) => [rank, ...tiers.map(formatSize)].map((cell) => worst ? `**${cell}**` : cell)
  );
  const header = ["Rank", ...table.columns];
  return `${table.title}.

${markdownTable([header, ...rows], { align: header.map(() => "r") })}`;
}
function environmentMarkdown(document) {
  const { device } = document;
  const driver = device.driver === null ? "" : `, driver ${device.driver}`;
  const cuda = device.cuda === null ? "" : `, CUDA ${device.cuda}`;
  const where = `${device.name}${driver}, torch ${device.torch}${cuda}, Python ${device.python}`;
  const [only] = shapeRows(document);
  const batch = only === void 0 || document.batch_shapes.length > 1 ? void 0 : `batches of ${only.tensors}`;
  const seen = [stoppedText(document), spreadText(document), batch].filter((part) => part !== void 0);
  return `<sub>${escapeMarkdown(`${where}; ${seen.join("; ")}`)}</sub>`;
}

// src/report/markdown.ts
var DETAILS = [0, 1, 2, 3];
function renderMarkdown(results, detail) {
  const title2 = `### ${GLYPH[results.verdict]} ${escapeMarkdown(headline(results))}`;
  const parts = [title2];
  if (detail < 3) parts.push(overview(results), changeMarkdown(results), findings(results), batchTable(results));
  if (detail < 2) {
    parts.push(bars(results), ...results.trainings.map((training) => details(training, detail)), reproduce(results));
  }
  if (detail > 0) parts.push("<sub>Shortened to fit: the full report is in the job summary and in report.json.</sub>");
  return `${parts.filter((part) => part !== "").join("\n\n")}
`;
}
function overview(results) {
  const header = ["", "Training", "GPU", "Predicted", "Observed", "Budget", "Headroom", "Largest batch"];
  const rows = results.trainings.map((training) => {
    const [verdict = "", name = "", card = "", ...numbers] = overviewRow(training);
    return [verdict, name, card, ...numbers.map(unbroken)];
  });
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
    escapeMarkdown(budget === void 0 ? "\u2013" : shortCardName(budget.device.name)),
    prediction?.kind === "predicted" ? formatSize(prediction.profile.device_bytes) : "unknown",
    observed(training),
    budget === void 0 ? "\u2013" : formatSize(budget.limit_bytes),
    budget === void 0 ? "\u2013" : formatDelta(budget.headroom_bytes),
    batches === void 0 ? "\u2013" : formatCount(batches.max_batch_size)
  ];
}
function observed(training) {
  const { measurement, extrapolation, budget } = training;
  if (extrapolation?.card !== void 0) return `${formatSize(extrapolation.card.device_bytes)}<br>extrapolated`;
  if (measurement.kind === "not-measured") return "not measured";
  const { document } = measurement;
  if (document.device.kind === "cuda" && document.out_of_memory !== null)
    return `**\u2265 ${formatSize(budget?.from === "measurement" ? budget.needed_bytes : document.device_bytes)}**`;
  if (document.device.kind === "cuda") return `**${formatSize(document.device_bytes)}**`;
  return `CPU: ${agreement(training) ?? formatSize(document.allocated_bytes)}`;
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
var BAR_WIDTH = 44;
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
  const { prediction, comparison, measurement, extrapolation } = training;
  const blocks = [
    prediction?.kind === "predicted" ? breakdown(prediction) : "",
    changePartsMarkdown(training),
    comparison === void 0 ? aloneMarkdown(training) : comparisonMarkdown(comparison),
    measurement.kind === "measured" ? shapesMarkdown(measurement.document) : "",
    ranksMarkdown(training),
    survived(training),
    extrapolation === void 0 ? "" : extrapolated(extrapolation),
    prediction?.kind === "predicted" && detail === 0 ? charts(training, prediction) : "",
    prediction?.kind === "predicted" && prediction.model.layers.length > 0 && detail === 0 ? layers(prediction) : "",
    measurement.kind === "measured" && detail === 0 ? largestBlocks(measurement.document) : "",
    measurement.kind === "measured" ? environmentMarkdown(measurement.document) : ""
  ].filter((block) => block !== "");
  const name = escapeMarkdown(training.name);
  const seen = whatWasSeen(training);
  return [
    ...seen === void 0 ? [] : [folded(`${name}: what was seen of the failure`, fence(seen, "text"))],
    ...blocks.length === 0 ? [] : [folded(`${name}: where the memory goes`, blocks.join("\n\n"))]
  ].join("\n\n");
}
function folded(summary, content) {
  return `<details><summary>${summary}</summary>

${content}

</details>`;
}
function extrapolated(extrapolation) {
  const told = extrapolationTable(extrapolation);
  const bold = (kind, text) => kind === "sum" ? `**${text}**` : text;
  const rows = told?.rows.map(({ name, kind, text, range }) => [bold(kind, name), bold(kind, text), range]);
  const doubts = doubtTexts(extrapolation.card?.interval ?? extrapolation.allocated);
  return [
    `${capitalized(escapeMarkdown(extrapolatedText(extrapolation)))}.`,
    ...told === void 0 || rows === void 0 ? [] : [markdownTable([[`Extrapolated, ${told.unit.name}`, "Needed", "Range"], ...rows], { align: ["l", "r", "r"] })],
    doubts.map((text) => `- ${escapeMarkdown(text)}`).join("\n")
  ].join("\n\n");
}
function survived(training) {
  const text = survivalText(training);
  return text === void 0 ? "" : `\u2705 ${capitalized(escapeMarkdown(text))}.`;
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
function blockCells({ size, blocks, what, module, words, line, function: name, library }) {
  const spanned = (text) => text === "" ? "" : codeSpan(text);
  const where = whereText({ words, line: spanned(line), function: codeSpan(name), library: spanned(library) });
  return [size, blocks, escapeMarkdown(what), spanned(module), where];
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
function reproduce(results) {
  const several = results.trainings.some(
    ({ prediction }) => prediction?.kind === "predicted" && prediction.profile.communicator_bytes > 0
  );
  const outside = several ? "CUDA context + NCCL communicator" : "CUDA context";
  return `<sub>GiB and MiB are binary. Predicted and observed are of the whole device: allocated + allocator overhead + ${outside}; on the CPU the tensors are compared. Reproduce: ${codeSpan(
    `npx vram-budget check ${results.config.replaceAll(", ", " ")}`
  )}</sub>`;
}

export {
  lastStepAndAfter,
  allocatedOf,
  DETAILS,
  renderMarkdown
};
