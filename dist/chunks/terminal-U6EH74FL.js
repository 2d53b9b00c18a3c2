import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  BATCH_COLUMNS,
  GLYPH,
  WAY_COLUMNS,
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
  gauge,
  headline,
  keyRows,
  keysWithoutEffect,
  legend,
  measuredAlone,
  measuredText,
  observedRows,
  overBudgetTexts,
  overviewRow,
  parametersText,
  partsOf,
  rangeText,
  rankTable,
  removedText,
  shapeRows,
  stackedBar,
  survivalText,
  unknownWays,
  useText,
  wayCells,
  waysTitle,
  whatWasSeen
} from "./chunk-MNSYQR3G.js";
import {
  budgetShare,
  bySeverity,
  isMoved
} from "./chunk-L36G37CV.js";
import {
  blockTable,
  blocksTitle,
  whereText
} from "./chunk-EWCJM4KM.js";
import "./chunk-B4N5WTQT.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-RR4CAR5Y.js";
import "./chunk-XF5CK6HT.js";
import {
  spreadText,
  stoppedText
} from "./chunk-I6SX2CMF.js";
import {
  formatCount,
  formatPercent,
  formatSize,
  plainLine
} from "./chunk-73KJIM4E.js";
import "./chunk-PPR6C4MJ.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-E2Y7L7HE.js";
import "./chunk-O56B5XNW.js";
import "./chunk-LZQXQOPJ.js";

// src/report/text-columns.ts
function textColumns(rows, align) {
  const widths = align.map((_, column) => Math.max(0, ...rows.map((row) => (row[column] ?? "").length)));
  return rows.map(
    (row) => row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return align[column] === "right" ? cell.padStart(width) : cell.padEnd(width);
    }).join("  ")
  );
}

// src/report/change-terminal.ts
var MOST_KEYS = 20;
function changeLines(training, { base }) {
  const { change } = training;
  if (change === void 0) return [];
  const rows = keyRows(training, MOST_KEYS).map(({ name, was, is, share }) => [
    plainLine(name),
    was === "" ? "" : `${was} \u2192 ${is}`,
    share
  ]);
  const measured = measuredText(change);
  const silent = keysWithoutEffect(training);
  return [
    "",
    `  ${base === void 0 ? "change" : `since ${baseName(base)}`}: ${changeText(change)}`,
    ...measured === void 0 ? [] : [`    ${measured}`],
    ...textColumns(rows, ["left", "left", "right"]).map((line) => `    ${line}`),
    ...silent.length === 0 ? [] : [`    no effect on memory: ${silent.map(plainLine).join(", ")}`]
  ];
}
function removedLines({ removed }) {
  return removed.map((each) => `${plainLine(each.name)}: ${removedText(each)}`);
}

// src/report/terminal-overview.ts
function overviewLines(results, paint) {
  const ordered = bySeverity(results.trainings);
  const [worst] = ordered;
  if (worst === void 0) return [];
  const causes = causeLines(worst, results.base);
  const moved = ordered.filter(isMoved).slice(0, MOST_BARS);
  const bars = moved.length === 0 ? [] : ["", ...budgetBars(moved, results.base).map((line) => indented(line))];
  const isOne = ordered.length === 1 && worst.change === void 0;
  return [...causes, ...isOne ? [] : ["", ...tableLines(ordered, results, paint)], ...bars];
}
var MOST_BARS = 3;
function indented(line) {
  return line === "" ? "" : `  ${line}`;
}
function causeLines(training, base) {
  const cause = causeOf(training);
  const keys = cause?.keys.map(({ key, place, effect }) => {
    const alone = effect.kind === "none" ? effect.why : `${effect.verb} ${effect.size}`;
    return `${key} (${place.file}:${place.line}) ${alone}`;
  });
  const named = keys === void 0 ? [] : [`cause: ${[...keys, ...cause?.more ?? []].join(", ")}`];
  return [...named, ...overBudgetTexts(training, base)].map((line) => `  ${plainLine(line)}`);
}
function tableLines(trainings, { base }, paint) {
  const rows = trainings.map(overviewRow);
  const isCompared = rows.some(({ change }) => change !== void 0);
  const header = ["training", "needs", "budget", ...isCompared ? [`vs ${baseLabel(base)}`] : []].map(plainLine);
  const cells = rows.map(({ name, needs, budget, change }) => [
    plainLine(name),
    cellText(needs),
    cellText(budget),
    ...isCompared ? [change === void 0 ? "\u2013" : cellText(change)] : []
  ]);
  const [head = "", ...lines] = textColumns(
    [header, ...cells],
    header.map(() => "left")
  ).map((line) => line.trimEnd());
  return [paint(`     ${head}`, "dim"), ...lines.map((line, index) => `  ${rows[index]?.glyph ?? ""} ${line}`)];
}
function cellText({ text, note }) {
  return plainLine(note === "" ? text : `${text}, ${note}`);
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
  const table2 = rankTable(measurement);
  if (table2 === void 0) return [];
  const head = ["rank", ...table2.columns.map((name) => name.toLowerCase().padStart(12))].join("");
  return [
    "",
    `  ${table2.title}`,
    paint(`  ${head}`, "dim"),
    ...table2.rows.map(
      ({ rank, tiers }) => `  ${[rank.padStart(4), ...tiers.map((size) => formatSize(size).padStart(12))].join("")}`
    )
  ];
}

// src/report/ways-terminal.ts
function waysLines(training) {
  const { ways } = training;
  const unknown = unknownWays(training).map(
    ({ changes, why }) => `    not known of ${changes.map(changesText).join(", ")}: ${why}`
  );
  if (ways.length === 0 && unknown.length === 0) return [];
  const command = commandText(training);
  return [
    "",
    `  ${waysTitle(training)}`,
    ...ways.length === 0 ? [] : table(training),
    ...command === void 0 ? [] : [`    ${command}`],
    ...unknown
  ];
}
function table({ ways }) {
  const head = WAY_COLUMNS.map((name) => name.toLowerCase());
  const rows = [head, ...ways.map((way) => [changesText(way.changes), ...wayCells(way)])];
  return textColumns(rows, ["left", "left", "right", "right", "right"]).map((line) => `    ${line}`);
}
function changesText(changes) {
  return changes.map(changeText2).join(" + ");
}

// src/report/terminal.ts
function renderTerminal(results, { color, width }) {
  const paint = (text2, style2) => color ? `\x1B[${STYLES[style2]}m${text2}\x1B[0m` : text2;
  const style = { pass: "green", fail: "red", unknown: "yellow" }[results.verdict];
  const verdict = paint(`${GLYPH[results.verdict]} ${plainLine(headline(results))}`, style);
  const first = [verdict, ...overviewLines(results, paint)].join("\n");
  const parts = results.trainings.map((training) => trainingText(training, results, paint, Math.min(width, 100)));
  const rest = [removedLines(results).join("\n"), batchTable(results, paint)].filter((part) => part !== "");
  const text = [first, ...parts, ...rest].join("\n\n");
  return text.split("\n").length > LONG ? `${text}

${verdict}
` : `${text}
`;
}
var LONG = 24;
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
    ...batches === void 0 ? [] : ["", ...batchLines(batches, training)],
    ...changeLines(training, results),
    ...training.findings.map((finding) => {
      const { glyph, text } = findingText(finding);
      return `  ${glyph} ${plainLine(text)}`;
    }),
    ...waysLines(training),
    ...(whatWasSeen(training)?.split("\n") ?? []).map((line) => paint(`     \u2502 ${line}`, "dim"))
  ].join("\n");
}
function batchTitle({ name, batch_size }) {
  const plain = plainLine(name);
  return batch_size === void 0 ? plain : `${plain}, batch ${formatCount(batch_size)}`;
}
function predictionLines(training, prediction, width) {
  const { profile, intervals, model, device, torch, alloc_conf } = prediction;
  const conf = alloc_conf === "" ? "" : `, PYTORCH_CUDA_ALLOC_CONF=${plainLine(alloc_conf)}`;
  const { unit, rows } = breakdownOf(profile);
  const barWidth = Math.max(10, width - 30);
  const { peak } = profile;
  const budget = training.budget;
  return [
    `  predicted for ${plainLine(device.name)} (torch ${plainLine(torch)}${conf}): the peak is in the ${peak.phase} of step ${peak.step}, at ${plainLine(peak.operator)}`,
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
  const [head = "", ...lines] = textColumns(all, ["right", "right", "left", "left", "left"]).map(
    (line) => `  ${line}`.trimEnd()
  );
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
function batchLines(batches, training) {
  const use = useText(training);
  const evidence = evidenceText(batches);
  return [
    `  the largest batch within the budget is ${formatCount(batches.max_batch_size)}${use === void 0 ? "" : `; ${use}`}`,
    ...evidence === void 0 ? [] : [`  ${evidence}`]
  ];
}
function batchTable(results, paint) {
  const rows = batchCells(results);
  if (rows.length === 0) return "";
  const all = [BATCH_COLUMNS.map((name) => name.toLowerCase()), ...rows].map((row) => row.map(plainLine));
  const [head = "", ...lines] = textColumns(all, ["left", "right", "right", "right", "right", "right"]);
  const refusals = batchRefusals(results).map((line) => `\u2754 ${plainLine(line)}`);
  return [paint(head, "dim"), ...lines, ...refusals].join("\n");
}
export {
  renderTerminal
};
