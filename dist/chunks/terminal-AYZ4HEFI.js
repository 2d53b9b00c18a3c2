import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  BATCH_COLUMNS,
  GLYPH,
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
  stackedBar,
  survivalText,
  whatWasSeen
} from "./chunk-N6HBIQZE.js";
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
  formatCount,
  formatPercent,
  formatSize,
  plainLine
} from "./chunk-73EGP5WJ.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-3PCP6L7K.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";

// src/report/change-terminal.ts
function changeLines(training, { base }) {
  const { change } = training;
  if (change === void 0) return [];
  const rows = keyRows(training).map(({ name: name2, was, is, share: share2 }) => ({
    name: plainLine(name2),
    values: was === "" ? "" : `${was} \u2192 ${is}`,
    share: share2
  }));
  const wide = (texts) => Math.max(0, ...texts.map((text) => text.length));
  const name = wide(rows.map((row) => row.name));
  const values = wide(rows.map((row) => row.values));
  const share = wide(rows.map((row) => row.share));
  const silent = keysWithoutEffect(training);
  return [
    "",
    `  ${base === void 0 ? "change" : `since ${baseName(base)}`}: ${changeText(change)}`,
    ...rows.map((row) => `    ${row.name.padEnd(name)}  ${row.values.padEnd(values)}  ${row.share.padStart(share)}`),
    ...silent.length === 0 ? [] : [`    no effect on memory: ${silent.map(plainLine).join(", ")}`]
  ];
}
function removedLines({ removed }) {
  return removed.map((each) => `${plainLine(each.name)}: ${removedText(each)}`);
}

// src/report/terminal-observed.ts
var STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };
function comparisonLines(comparison, paint) {
  const where = comparison.device.kind === "cpu" ? "on the CPU (tensors, counted)" : `on ${plainLine(comparison.device.name)}`;
  const rows = [
    ...comparison.categories.map((each) => ({ ...each, name: `  ${each.name}` })),
    ...comparison.tiers.map((each) => ({ ...each, name: `= ${each.name}` })),
    ...comparison.phases.map((each) => ({ ...each, name: `  peak in ${each.name}` }))
  ];
  const difference = differenceRows(comparison).map(({ kind, name, delta }) => ({
    name: `${kind === "sum" ? "=" : " "} ${name}`,
    delta
  }));
  const text = differenceText(comparison);
  const wide = Math.max(...[...rows, ...difference].map(({ name }) => name.length), 22);
  return [
    `  measured ${where}, bytes`,
    paint(
      `  ${"".padEnd(wide)}${"predicted".padStart(18)}${"observed".padStart(18)}${"difference".padStart(14)}`,
      "dim"
    ),
    ...rows.map(
      ({ name, predicted_bytes, observed_bytes, delta_bytes }) => `  ${name.padEnd(wide)}${count(predicted_bytes).padStart(18)}${count(observed_bytes).padStart(18)}` + (delta_bytes === void 0 ? "\u2013" : countedDelta(delta_bytes)).padStart(14)
    ),
    ...text === void 0 ? [] : ["", `  ${text}`],
    ...difference.map(({ name, delta }) => `  ${name.padEnd(wide)}${delta.padStart(50)}`)
  ];
}
function count(bytes) {
  return bytes === void 0 ? "\u2013" : formatCount(bytes);
}
function observedLines(training, paint) {
  const { measurement } = training;
  if (measurement.kind !== "measured") return [];
  const { document } = measurement;
  const shapes = shapeRows(document);
  const seen = [stoppedText(document), spreadText(document)].filter((part) => part !== void 0);
  return [
    ...aloneLines(training),
    "",
    `  ${seen.join("; ")}`,
    ...shapes.map(({ tensors, steps }) => `  batches of ${tensors} in ${steps} of them`),
    ...rankLines(training, paint)
  ];
}
function aloneLines(training) {
  const alone = measuredAlone(training);
  if (alone === void 0 || training.measurement.kind !== "measured") return [];
  const rows = observedRows(training.measurement.document);
  const wide = Math.max(...rows.map(({ name }) => name.length), 20) + 2;
  return [
    "",
    `  ${alone.title}`,
    `  ${alone.text}`,
    ...rows.map(
      ({ name, kind, bytes }) => `  ${`${kind === "sum" ? "=" : " "} ${name}`.padEnd(wide)}${formatCount(bytes).padStart(18)}`
    )
  ];
}
function rankLines({ measurement }, paint) {
  const table = rankTable(measurement);
  if (table === void 0) return [];
  const head = ["rank", ...table.columns.map((name) => name.toLowerCase().padStart(12))].join("");
  return [
    "",
    `  ${table.title}`,
    paint(`  ${head}`, "dim"),
    ...table.rows.map(
      ({ rank, tiers }) => `  ${[rank.padStart(4), ...tiers.map((size) => formatSize(size).padStart(12))].join("")}`
    )
  ];
}

// src/report/terminal.ts
function renderTerminal(results, { color, width }) {
  const paint = (text, style2) => color ? `\x1B[${STYLES[style2]}m${text}\x1B[0m` : text;
  const style = { pass: "green", fail: "red", unknown: "yellow" }[results.verdict];
  const parts = results.trainings.map((training) => trainingText(training, results, paint, Math.min(width, 100)));
  const removed = removedLines(results).join("\n");
  const table = batchTable(results, paint);
  const rest = [removed, table].filter((part) => part !== "");
  return `${[...parts, ...rest, paint(`${GLYPH[results.verdict]} ${headline(results)}`, style)].join("\n\n")}
`;
}
function trainingText(training, results, paint, width) {
  const { prediction, comparison, extrapolation, batches, measurement } = training;
  const survival = survivalText(training);
  return [
    paint(batchTitle(training), "bold"),
    ...prediction?.kind === "predicted" ? predictionLines(training, prediction, width) : [],
    ...comparison === void 0 ? [] : ["", ...comparisonLines(comparison, paint)],
    ...observedLines(training, paint),
    ...measurement.kind === "measured" ? blockLines(measurement.document, paint) : [],
    ...survival === void 0 ? [] : [`  \u2705 ${survival}`],
    ...extrapolation === void 0 ? [] : extrapolationLines(extrapolation),
    ...batches === void 0 ? [] : ["", ...batchLines(batches)],
    ...changeLines(training, results),
    ...training.findings.map((finding) => {
      const { glyph, text } = findingText(finding);
      return `  ${glyph} ${text}`;
    }),
    ...(whatWasSeen(training)?.split("\n") ?? []).map((line) => paint(`     ${line}`, "dim"))
  ].join("\n");
}
function batchTitle({ name, batch_size }) {
  return batch_size === void 0 ? name : `${name}, batch ${formatCount(batch_size)}`;
}
function predictionLines(training, prediction, width) {
  const { profile, intervals, model, device, torch, alloc_conf } = prediction;
  const conf = alloc_conf === "" ? "" : `, PYTORCH_CUDA_ALLOC_CONF=${plainLine(alloc_conf)}`;
  const { unit, rows } = breakdownOf(profile);
  const barWidth = Math.max(10, width - 30);
  const { peak } = profile;
  const budget = training.budget;
  return [
    `  predicted for ${plainLine(device.name)} (torch ${torch}${conf}): the peak is in the ${peak.phase} of step ${peak.step}, at ${peak.operator}`,
    ...device.kind === "cuda" && device.context_kind === "measured" ? [`  CUDA context: ${plainLine(device.context_source)}`] : [],
    `  ${parametersText(formatCount(model.parameters), prediction)}`,
    "",
    ...rows.map(
      ({ name, kind, text }) => `  ${(kind === "sum" ? `= ${name}` : `  ${name}`).padEnd(22)}${text.padStart(12)} ${unit.name}`
    ),
    "",
    `  ${stackedBar(partsOf(profile), profile.device_bytes, barWidth)} ${rangeText(profile.device_bytes, intervals.device)}`,
    ...budget === void 0 ? [] : [
      `  ${gauge(budgetShare(training), barWidth)} ${formatPercent(budgetShare(training))} of the budget, ${formatSize(budget.limit_bytes)}`
    ],
    ...legend(partsOf(profile), width - 2).map((line) => `  ${line}`),
    ...prediction.notes.map((note) => `  note: ${plainLine(note)}`)
  ];
}
function blockLines(document, paint) {
  const { blocks } = document;
  if (blocks === void 0 || blocks.length === 0) return [];
  const { unit, rows, total } = blockTable(blocks);
  const cells = rows.map((row) => [row.size, row.blocks, row.what, row.module, whereText(row)]);
  const all = [[unit.name, "blocks", "what", "module", "where"], ...cells, [total, "", "= allocated", "", ""]];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const [head = "", ...lines] = all.map(([size = "", count2 = "", what = "", module = "", where = ""]) => {
    const numbers = [size.padStart(widths[0] ?? 0), count2.padStart(widths[1] ?? 0)];
    return `  ${[...numbers, what.padEnd(widths[2] ?? 0), module.padEnd(widths[3] ?? 0), where].join("  ")}`.trimEnd();
  });
  return ["", `  ${blocksTitle(document)}`, paint(head, "dim"), ...lines];
}
function extrapolationLines(extrapolation) {
  const { allocated, card } = extrapolation;
  const told = extrapolationTable(extrapolation);
  const rows = told?.rows.map(({ name, kind, text, range }) => {
    const label = `  ${kind === "sum" ? "=" : " "} ${name}`.padEnd(24);
    return `${label}${text.padStart(12)} ${told.unit.name}${range === "" ? "" : `  (${range})`}`;
  });
  const doubts = doubtTexts(card?.interval ?? allocated).map((text) => `    ${text}`);
  return ["", `  ${extrapolatedText(extrapolation)}`, ...rows ?? [], ...doubts];
}
function batchLines(batches) {
  const { max_batch_size, idle_below_batch_size } = batches;
  const idle = idle_below_batch_size === void 0 ? "" : `; below ${formatCount(idle_below_batch_size)} half of the budget stays unused`;
  const evidence = evidenceText(batches);
  return [
    `  the largest batch within the budget is ${formatCount(max_batch_size)}${idle}`,
    ...evidence === void 0 ? [] : [`  ${evidence}`]
  ];
}
function batchTable(results, paint) {
  const rows = batchCells(results);
  if (rows.length === 0) return "";
  const all = [BATCH_COLUMNS.map((name) => name.toLowerCase()), ...rows].map((row) => row.map(plainLine));
  const widths = BATCH_COLUMNS.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const [head = "", ...lines] = all.map(
    ([name = "", ...rest]) => [name.padEnd(widths[0] ?? 0), ...rest.map((cell, index) => cell.padStart(widths[index + 1] ?? 0))].join("  ")
  );
  const refusals = batchRefusals(results).map((line) => `\u2754 ${plainLine(line)}`);
  return [paint(head, "dim"), ...lines, ...refusals].join("\n");
}
export {
  renderTerminal
};
