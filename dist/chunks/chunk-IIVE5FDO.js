import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  BATCH_COLUMNS,
  GLYPH,
  baseLabel,
  baseName,
  batchCells,
  batchRefusals,
  breakdownOf,
  budgetBars,
  causeOf,
  changeText,
  changeText2,
  commandText,
  countedDelta,
  differenceRows,
  differenceText,
  doubtTexts,
  evidenceText,
  extrapolatedText,
  extrapolationTable,
  findingText,
  headline,
  keyRows,
  keysWithoutEffect,
  measuredAlone,
  measuredText,
  moreText,
  observedRows,
  overBudgetTexts,
  overviewRow,
  parametersText,
  rangeText,
  rankTable,
  shapeRows,
  survivalText,
  unknownWays,
  useText,
  wayCells,
  waysTitle,
  whatWasSeen
} from "./chunk-MNSYQR3G.js";
import {
  bySeverity,
  isNotable
} from "./chunk-L36G37CV.js";
import {
  markdownTable
} from "./chunk-BWA43EDX.js";
import {
  blockTable,
  blocksTitle,
  whereText
} from "./chunk-EWCJM4KM.js";
import {
  spreadText,
  stoppedText
} from "./chunk-I6SX2CMF.js";
import {
  briefLine,
  capitalized,
  codeSpan,
  escapeMarkdown,
  fence,
  formatBrief,
  formatCount,
  formatSize,
  inUnit,
  proseMarkdown,
  unitFor
} from "./chunk-73KJIM4E.js";
import {
  CATEGORIES,
  PHASES
} from "./chunk-MPJ5O2UK.js";

// src/report/batch-markdown.ts
function batchMarkdown(results) {
  const rows = batchCells(results).map(batchRow);
  if (rows.length === 0) return "";
  const refusals = batchRefusals(results).map((line) => `- \u2754 ${proseMarkdown(line)}`);
  const [training, , ...sizes] = BATCH_COLUMNS;
  const table = markdownTable([[training, ...sizes.slice(0, 3)], ...rows], { align: ["l", "r", "r", "r"] });
  return [table, refusals.join("\n")].filter((part) => part !== "").join("\n\n");
}
function batchRow([
  name = "",
  batch = "",
  allocated = "",
  reserved = "",
  device = "",
  headroom = ""
]) {
  const left = headroom === "\u2013" ? "" : `<br><sub>headroom ${headroom}</sub>`;
  return [`${codeSpan(name)}<br><sub>batch ${batch}</sub>`, allocated, reserved, `${device}${left}`];
}

// src/report/links.ts
function lineLink(links, file, line) {
  const path = file.split("/").filter((part) => part !== "." && part !== "..");
  return `${links.files}/${path.map(encoded).join("/")}#L${line}`;
}
function encoded(part) {
  return encodeURIComponent(part.toWellFormed()).replaceAll(
    /[!'()*_~]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`
  );
}

// src/report/cause-markdown.ts
function causeMarkdown(training, base, links) {
  const cause = causeOf(training);
  return [
    ...cause === void 0 ? [] : [causeSentence(cause, links)],
    ...training.findings.filter(({ kind }) => kind === "growth").map((finding) => `${proseMarkdown(findingText(finding).text)}.`),
    ...overBudgetTexts(training, base).map(escapeMarkdown)
  ].join(" ");
}
function causeSentence({ keys, more }, links) {
  const named = [...keys.map((key) => keyMarkdown(key, links)), ...more.map(escapeMarkdown)].join(", ");
  return `${keys.length === 1 ? "Cause" : "Causes"}: ${named}.`;
}
function keyMarkdown({ key, place, effect }, links) {
  const alone = effect.kind === "none" ? effect.why : `${effect.verb} **${effect.size}**`;
  return `${codeSpan(key)} (${placeMarkdown(place, links)}) ${alone}`;
}
function placeMarkdown({ file, line }, links) {
  return links === void 0 ? `line ${line} of ${codeSpan(file)}` : `[line ${line}](${lineLink(links, file, line)})`;
}

// src/report/change-markdown.ts
var MOST_KEYS = 20;
function changeMarkdown(training, base) {
  const { change } = training;
  if (change === void 0) return "";
  const texts = [changeText(change), measuredText(change)].filter((part) => part !== void 0);
  const since = base === void 0 ? "**What changed**" : `**Since ${codeSpan(baseName(base))}**`;
  return [
    `${since}, predicted by this version and with this code: ${escapeMarkdown(texts.join("; "))}.`,
    keysMarkdown(training),
    noEffectMarkdown(training)
  ].filter((part) => part !== "").join("\n\n");
}
function keysMarkdown(training) {
  const rows = keyRows(training, MOST_KEYS);
  if (rows.length === 0) return "";
  return markdownTable([["Key", "Was", "Is", "Memory"], ...rows.map(cells)], { align: ["l", "l", "l", "r"] });
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

// src/report/folded.ts
function folded(summary, content) {
  return `<details><summary>${summary}</summary>

${content}

</details>`;
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

// src/report/details-markdown.ts
function trainingDetails(training, base, charts) {
  const { prediction, comparison, measurement, extrapolation } = training;
  const blocks = [
    changeMarkdown(training, base),
    prediction?.kind === "predicted" ? breakdown(prediction) : "",
    changePartsMarkdown(training),
    comparison === void 0 ? aloneMarkdown(training) : comparisonMarkdown(comparison),
    measurement.kind === "measured" ? shapesMarkdown(measurement.document) : "",
    ranksMarkdown(training),
    survived(training),
    extrapolation === void 0 ? "" : extrapolated(extrapolation),
    prediction?.kind === "predicted" && charts ? chartsOf(training, prediction) : "",
    prediction?.kind === "predicted" && prediction.model.layers.length > 0 && charts ? layers(prediction) : "",
    measurement.kind === "measured" && charts ? largestBlocks(measurement.document) : "",
    measurement.kind === "measured" ? environmentMarkdown(measurement.document) : ""
  ].filter((block) => block !== "");
  const name = escapeMarkdown(training.name);
  const seen = whatWasSeen(training);
  return [
    ...seen === void 0 ? [] : [folded(`${name}: what was seen of the failure`, fence(seen, "text"))],
    ...blocks.length === 0 ? [] : [folded(`${name}: where the memory goes`, blocks.join("\n\n"))]
  ].join("\n\n");
}
function extrapolated(extrapolation) {
  const told = extrapolationTable(extrapolation);
  const bold2 = (kind, text) => kind === "sum" ? `**${text}**` : text;
  const rows = told?.rows.map(({ name, kind, text, range }) => [bold2(kind, name), bold2(kind, text), range]);
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
  const made = `**${escapeMarkdown(prediction.device.name)}**, torch ${escapeMarkdown(prediction.torch)}${conf}. ${where}`;
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
function chartsOf(training, prediction) {
  const { batches, budget } = training;
  return [
    timelineMermaid(prediction.profile),
    batches === void 0 || budget === void 0 ? "" : batchMermaid(batches, budget.limit_bytes),
    batches === void 0 ? "" : batchLine(batches, training)
  ].filter((part) => part !== "").join("\n\n");
}
function batchLine(batches, training) {
  const evidence = evidenceText(batches);
  const found = evidence === void 0 ? "found by replay" : `found by replay (${escapeMarkdown(evidence)})`;
  const use = useText(training);
  return [
    `The largest batch within the budget is **${formatCount(batches.max_batch_size)}**, ${found}.`,
    ...use === void 0 ? [] : [`${capitalized(use)}.`]
  ].join(" ");
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

// src/report/findings-markdown.ts
var IN_THE_TABLE = /* @__PURE__ */ new Set(["over-budget", "not-measured"]);
function findingLines(shown, links) {
  return shown.flatMap((training, index) => {
    const isFirst = index === 0;
    const cause = isFirst ? void 0 : causeOf(training);
    return [
      ...cause === void 0 ? [] : [`- ${codeSpan(training.name)}: ${causeSentence(cause, links)}`],
      ...training.findings.flatMap((finding) => {
        if (IN_THE_TABLE.has(finding.kind) || isFirst && finding.kind === "growth") return [];
        const { glyph, text } = findingText(finding);
        return [`- ${glyph} ${codeSpan(training.name)}: ${proseMarkdown(text)}`];
      })
    ];
  });
}
function noteLines(results) {
  const { trainings, base } = results;
  const unmeasured = notMeasured(trainings, ({ reason }) => reason !== "not-asked");
  const uncompared = trainings.flatMap(
    ({ change }) => change?.kind === "unknown" ? [`not compared with ${baseLabel(base)}: ${briefLine(change.why)}`] : []
  );
  return [...unmeasured, ...counted(uncompared, trainings.length)];
}
function notAskedLines({ trainings }) {
  return notMeasured(trainings, ({ reason }) => reason === "not-asked");
}
function notMeasured(trainings, wanted) {
  const texts = trainings.flatMap(({ findings }) => findings).flatMap((finding) => finding.kind === "not-measured" && wanted(finding) ? [findingText(finding).text] : []);
  return counted(texts, trainings.length);
}
function counted(texts, all) {
  const counts = /* @__PURE__ */ new Map();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => {
    const which = count === all ? "" : `${count} of ${all} trainings `;
    return `- \u2139\uFE0F ${which}${proseMarkdown(text)}`;
  });
}

// src/report/overview-markdown.ts
function overviewTable(trainings, results, most) {
  const base = baseColumn(results);
  const rows = trainings.slice(0, most).map((training) => {
    const { glyph, name, identity, needs, budget, change } = overviewRow(training);
    const own = { text: `${glyph} ${codeSpan(name)}`, note: escapeMarkdown(identity) };
    const cells2 = [own, bold(needs), budget];
    return [...cells2, ...base === void 0 ? [] : [change ?? { text: "\u2013", note: "" }]].map(twoLines);
  });
  const rest = trainings.length - rows.length;
  if (rest > 0) rows.push([`${rest} more`, ...Array(base === void 0 ? 2 : 3).fill("")]);
  const header = ["Training", "Needs", "Budget", ...base === void 0 ? [] : [base]];
  return markdownTable([header, ...rows], { align: ["l", "r", "r", "r"] });
}
function baseColumn({ base, trainings }) {
  if (base !== void 0) return `\u0394 vs ${codeSpan(shortName(baseLabel(base)))}`;
  return trainings.some(({ change }) => change !== void 0) ? "\u0394 vs base" : void 0;
}
function shortName(name) {
  const characters = Array.from(name);
  return characters.length <= 16 ? name : `${characters.slice(0, 15).join("")}\u2026`;
}
function bold({ text, note }) {
  return { text: `**${text}**`, note };
}
function twoLines({ text, note }) {
  return note === "" ? text : `${text}<br><sub>${note.replaceAll(/ (?=%)|(?<=[▲▼]) /g, "\xA0")}</sub>`;
}
function overviewLegend({ trainings }) {
  const several = trainings.some(
    ({ prediction }) => prediction?.kind === "predicted" && prediction.profile.communicator_bytes > 0
  );
  const outside = several ? "CUDA context + NCCL communicator" : "CUDA context";
  return `<sub>Per GPU, at the peak: allocated + allocator overhead + ${outside}. GiB and MiB are binary.</sub>`;
}

// src/report/reproduce-markdown.ts
function environmentFold(results) {
  const { config, base, trainings } = results;
  const since = base === void 0 ? "" : ` --base ${base.sha}`;
  const command = `vram-budget check ${config.replaceAll(", ", " ")}${since}`;
  const compared = base === void 0 ? [] : [`- base: ${codeSpan(baseLabel(base))} at ${codeSpan(base.sha.slice(0, 7))}`];
  const lines = [...compared, ...new Set(trainings.flatMap(madeFor)), ...notAskedLines(results)];
  return folded("Environment and how to reproduce", [codeSpan(command), lines.join("\n")].join("\n\n"));
}
function madeFor({ prediction, measurement, budget }) {
  const usable = budget === void 0 ? "" : `, of which a process can use ${formatBrief(budget.usable_bytes)}`;
  const predicted = prediction?.kind === "predicted" ? [
    `- predicted for ${escapeMarkdown(prediction.device.name)}${usable}, torch ${escapeMarkdown(prediction.torch)}`
  ] : [];
  if (measurement.kind === "not-measured") return predicted;
  const { device } = measurement.document;
  const driver = device.driver === null ? "" : `, driver ${escapeMarkdown(device.driver)}`;
  const versions = `torch ${escapeMarkdown(device.torch)}, Python ${escapeMarkdown(device.python)}`;
  return [...predicted, `- measured on ${escapeMarkdown(device.name)}${driver}, ${versions}`];
}
function footer(links) {
  if (links === void 0) return "";
  return `<sub>[Full report](${links.run}) \xB7 updated for ${links.head_sha.slice(0, 7)}</sub>`;
}

// src/report/ways-markdown.ts
var MOST_TRAININGS = 5;
var MOST_WAYS = 6;
function waysMarkdown({ trainings }) {
  const all = trainings.filter(({ ways, unknown_ways }) => ways.length > 0 || unknown_ways.length > 0);
  const rest = all.length - MOST_TRAININGS;
  const more = rest > 0 ? [`Ways of ${moreText(rest)}.`] : [];
  return [...all.slice(0, MOST_TRAININGS).map(trainingWays), ...more].join("\n\n");
}
function trainingWays(training) {
  const { name, ways } = training;
  const command = commandText(training);
  const notes = [
    ...ways.length > MOST_WAYS ? [moreText(ways.length - MOST_WAYS)] : [],
    ...command === void 0 ? [] : [command],
    ...unknownWays(training).map(
      ({ changes, why }) => `not known of ${changes.map(changesMarkdown).join(", ")}: ${escapeMarkdown(why)}`
    )
  ];
  return [
    `**${escapeMarkdown(waysTitle(training))}**: ${codeSpan(name)}`,
    ways.length === 0 ? "" : waysTable(training),
    notes.map((note) => `- ${capitalized(note)}`).join("\n")
  ].filter((part) => part !== "").join("\n\n");
}
function waysTable({ ways }) {
  const rows = ways.slice(0, MOST_WAYS).map(wayRow);
  return markdownTable([["Change", "Needs"], ...rows], { align: ["l", "r"] });
}
function wayRow(way) {
  const [cost = "", needs = "", saves = "\u2013", largest = "\u2013"] = wayCells(way);
  const notes = [...saves === "\u2013" ? [] : [saves], ...largest === "\u2013" ? [] : [`largest batch ${largest}`]];
  const below = notes.length === 0 ? "" : `<br><sub>${notes.join(", ")}</sub>`;
  return [`${changesMarkdown(way.changes)}<br><sub>costs ${cost}</sub>`, `${needs}${below}`];
}
function changesMarkdown(changes) {
  return changes.map((change) => codeSpan(changeText2(change))).join(" + ");
}

// src/report/markdown.ts
var DETAILS = [0, 1, 2, 3, 4];
var MOST_SHOWN = 20;
var MOST_FOLDED = { 0: 500, 1: 200, 2: 60, 3: 20, 4: 0 };
function renderMarkdown(results, detail, links) {
  const parts = [`### ${GLYPH[results.verdict]} ${escapeMarkdown(headline(results))}`];
  if (detail < 4) parts.push(...body(results, detail, links));
  if (detail > 0) parts.push(shortened(links));
  parts.push(footer(links));
  return `${parts.filter((part) => part !== "").join("\n\n")}
`;
}
function body(results, detail, links) {
  const { trainings, base } = results;
  const notable = bySeverity(trainings.filter(isNotable));
  const quiet = bySeverity(trainings.filter((training) => !isNotable(training)));
  const [shown, more] = [notable.slice(0, MOST_SHOWN), notable.slice(MOST_SHOWN)];
  const [worst] = shown;
  return [
    worst === void 0 ? "" : causeMarkdown(worst, base, links),
    shown.length === 0 ? "" : overviewTable(shown, results, MOST_SHOWN),
    shown.length === 0 ? "" : overviewLegend(results),
    barsFence(shown, results, detail),
    detail < 3 ? waysMarkdown({ ...results, trainings: shown }) : "",
    cappedList([...findingLines(shown, links), ...removedLines(results), ...noteLines(results)]),
    batchMarkdown(results),
    ...detail < 2 ? shown.map((training) => trainingDetails(training, base, detail === 0)) : [],
    tableFold(`${more.length} more to look at`, more, results, detail),
    tableFold(quietTitle(quiet.length, base !== void 0), quiet, results, detail),
    environmentFold(results)
  ];
}
var MOST_LINES = 40;
function cappedList(lines) {
  const rest = lines.length - MOST_LINES;
  return [...lines.slice(0, MOST_LINES), ...rest > 0 ? [`- ${rest} more in report.json`] : []].join("\n");
}
function quietTitle(count, isCompared) {
  return `${count === 1 ? "1 training" : `${count} trainings`} within budget${isCompared ? ", not moved beyond the tolerance" : ""}`;
}
var MOST_BARS = 3;
function barsFence(trainings, { base }, detail) {
  const lines = detail < 3 ? budgetBars(trainings.slice(0, MOST_BARS), base) : [];
  return lines.length === 0 ? "" : fence(lines.join("\n"), "text");
}
function tableFold(title2, trainings, results, detail) {
  if (trainings.length === 0) return "";
  const blocks = [
    overviewTable(trainings, results, MOST_FOLDED[detail]),
    overviewLegend(results),
    barsFence(trainings, results, detail),
    ...detail === 0 ? trainings.map((training) => trainingDetails(training, results.base, true)) : []
  ];
  return folded(title2, blocks.filter((block) => block !== "").join("\n\n"));
}
function removedLines({ removed, base }) {
  return removed.map(({ name, base_bytes }) => {
    const there = base_bytes === void 0 ? "has it" : `needs ${formatBrief(base_bytes)} for it`;
    return `- \u2139\uFE0F ${codeSpan(name)} is gone: ${escapeMarkdown(baseLabel(base))} ${there}`;
  });
}
function renderQuiet(results, links) {
  const { trainings, base } = results;
  const count = trainings.length === 1 ? "1 training" : `${trainings.length} trainings`;
  const same = base === void 0 ? "" : `, not moved beyond the tolerance since ${codeSpan(baseLabel(base))}`;
  const gone = `<sub>What this comment was about is gone: ${count} within budget${same}.</sub>`;
  const title2 = `### ${GLYPH[results.verdict]} ${escapeMarkdown(headline(results))}`;
  return `${[title2, gone, footer(links)].filter((part) => part !== "").join("\n\n")}
`;
}
function shortened(links) {
  const summary = links === void 0 ? "the job summary" : `[the job summary](${links.run})`;
  return `<sub>Shortened to fit: the full report is in ${summary} and in report.json.</sub>`;
}

export {
  lastStepAndAfter,
  allocatedOf,
  DETAILS,
  renderMarkdown,
  renderQuiet
};
