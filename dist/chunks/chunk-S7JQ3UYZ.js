import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  LARGEST_BATCH
} from "./chunk-D6I7ENPW.js";
import {
  SEVERITY
} from "./chunk-AAGSYMXR.js";
import {
  CATEGORIES
} from "./chunk-MPJ5O2UK.js";
import {
  GIB,
  KIB,
  MIB
} from "./chunk-O56B5XNW.js";

// src/report/escape.ts
var INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
function plainLine(text) {
  return text.replaceAll(/\u001b\[[0-?]*[ -/]*[@-~]/g, "").replaceAll(/[\r\n\t]+/g, " ").replaceAll(INVISIBLE, "");
}
function escapeMarkdown(text) {
  return plainLine(text).replaceAll(/[&<>|`*_[\]~@#\\$]|:(?=[\w+-]+:|\/\/)|(?<=www)\./gi, entity).replaceAll(/&#(64|35);|GH-(?=\d)/gi, "$&&#8203;");
}
function entity(character) {
  return `&#${character.codePointAt(0)};`;
}
function codeSpan(text) {
  const plain = plainLine(text).replaceAll("|", "\xA6").replaceAll("<!--", "<! --");
  const ticks = "`".repeat(1 + longestRun(plain));
  const padded = plain.startsWith("`") || plain.endsWith("`") || plain.trim() === "" ? ` ${plain} ` : plain;
  return `${ticks}${padded}${ticks}`;
}
function fence(text, language = "") {
  const lines = text.split("\n").map(plainLine).join("\n").replaceAll("<!--", "<! --");
  const ticks = "`".repeat(Math.max(3, 1 + longestRun(lines)));
  return `${ticks}${language}
${lines}
${ticks}`;
}
function longestRun(text) {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

// src/report/format.ts
function unitFor(largest) {
  if (largest >= GIB) return { name: "GiB", size: GIB, digits: 2 };
  if (largest >= MIB) return { name: "MiB", size: MIB, digits: 2 };
  return { name: "KiB", size: KIB, digits: 2 };
}
function formatSize(bytes) {
  if (Math.abs(bytes) < KIB) return `${bytes} B`;
  const unit = unitFor(Math.abs(bytes));
  return `${inUnit(bytes, unit)} ${unit.name}`;
}
function inUnit(bytes, unit) {
  return (bytes / unit.size).toFixed(unit.digits);
}
function formatDelta(bytes) {
  if (bytes === 0) return "\xB10 B";
  return `${bytes > 0 ? "+" : "\u2212"}${formatSize(Math.abs(bytes))}`;
}
function formatShare(share) {
  if (share === 0) return "\xB10 %";
  return `${share > 0 ? "+" : "\u2212"}${(Math.abs(share) * 100).toFixed(1)} %`;
}
function formatCount(count) {
  return count.toString().replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",");
}
function formatPercent(share) {
  return share > 0 && share < 0.01 ? "under 1 %" : `${Math.round(share * 100)} %`;
}
function apportion(parts, unit) {
  const scale = 10 ** unit.digits / unit.size;
  const exact = parts.map((part) => part * scale);
  const floors = exact.map(Math.floor);
  const total = Math.round(parts.reduce((sum, part) => sum + part, 0) * scale);
  const short = total - floors.reduce((sum, part) => sum + part, 0);
  const raised = new Set(
    exact.map((value, index) => ({ index, remainder: value - Math.floor(value) })).toSorted((a, b) => b.remainder - a.remainder || a.index - b.index).slice(0, short).map(({ index }) => index)
  );
  return floors.map((value, index) => value + (raised.has(index) ? 1 : 0));
}
function fromDigits(count, { digits }) {
  return (count / 10 ** digits).toFixed(digits);
}

// src/report/words.ts
var GLYPH = { pass: "\u2705", fail: "\u274C", unknown: "\u2754" };
function headline(results) {
  const worst = worstTraining(results.trainings);
  if (worst === void 0) return "GPU memory not decided: the config has no trainings";
  const others = results.trainings.length > 1 ? ` (${results.trainings.length} trainings)` : "";
  switch (results.verdict) {
    case "fail":
      return `${failure(worst)}${others}`;
    case "unknown":
      return `GPU memory not decided: ${worst.name}: ${firstOpen(worst)}${others}`;
    case "pass":
      return passLine(results.trainings, worst);
  }
}
function passLine(trainings, tightest) {
  const { budget } = tightest;
  if (budget === void 0) return `GPU memory within budget: ${tightest.name}`;
  const card = plainLine(budget.device.name);
  const need = `${formatSize(budget.needed_bytes)} of ${formatSize(budget.limit_bytes)} on ${card}`;
  if (trainings.length === 1) return `GPU memory within budget: ${tightest.name} needs ${need}`;
  return `GPU memory within budget: ${trainings.length} trainings, the tightest ${tightest.name} with ${need}`;
}
function failure({ name, budget, findings }) {
  const memory = findings.find((finding) => finding.kind === "out-of-memory");
  if (memory !== void 0) return `CUDA out of memory: ${name} in ${memory.phase} of step ${memory.step}`;
  if (budget === void 0) return `GPU memory over budget: ${name}`;
  const card = plainLine(budget.device.name);
  return `GPU memory over budget: ${name} needs ${formatSize(budget.needed_bytes)} of ${formatSize(budget.limit_bytes)} on ${card}`;
}
function firstOpen({ findings }) {
  const open = findings.find(({ kind }) => SEVERITY[kind] === "undecided");
  if (open === void 0) return "nothing was predicted or measured";
  return open.kind === "unknown" ? plainLine(open.what) : findingText(open).text;
}
function worstTraining(trainings) {
  const rank = { fail: 2, unknown: 1, pass: 0 };
  return trainings.toSorted((a, b) => rank[b.verdict] - rank[a.verdict] || budgetShare(b) - budgetShare(a))[0];
}
function budgetShare({ budget }) {
  return budget === void 0 ? 0 : budget.needed_bytes / Math.max(budget.limit_bytes, 1);
}
function findingText(finding) {
  switch (finding.kind) {
    case "over-budget": {
      const over = formatSize(finding.needed_bytes - finding.limit_bytes);
      const how = finding.from === "measurement" ? "measured" : "predicted";
      return { glyph: "\u274C", text: `over budget by ${over} (${how})` };
    }
    case "out-of-memory":
      return {
        glyph: "\u274C",
        text: `CUDA out of memory in ${finding.phase} of step ${finding.step}: ${formatSize(finding.requested_bytes)} were requested with ${formatSize(finding.allocated_bytes)} allocated and ${formatSize(finding.reserved_bytes)} reserved; the peak is a lower bound`
      };
    case "drift": {
      const way = finding.delta_bytes > 0 ? "more than predicted, the unsafe direction" : "less than predicted";
      const share = formatShare(finding.delta_bytes / Math.max(finding.predicted_bytes, 1));
      return {
        glyph: "\u26A0\uFE0F",
        text: `${finding.tier} memory is ${formatDelta(finding.delta_bytes)} (${share}) ${way}; the tolerance is ${formatPercent(finding.tolerance)}`
      };
    }
    case "tight": {
      const { needed_bytes, high_bytes, limit_bytes } = finding;
      const left = `close to the budget: ${formatSize(limit_bytes - needed_bytes)} are left`;
      const over = high_bytes > limit_bytes ? `, and up to ${formatSize(high_bytes)} may be needed` : "";
      return { glyph: "\u26A0\uFE0F", text: `${left}${over}` };
    }
    case "co-tenant":
      return {
        glyph: "\u26A0\uFE0F",
        text: `${finding.processes} other process(es) held ${formatSize(finding.used_bytes)} of the card while it was measured`
      };
    case "not-measured":
      return { glyph: "\u2139\uFE0F", text: `not measured: ${plainLine(finding.detail)}` };
    case "measurement-failed":
      return { glyph: "\u2754", text: `the measurement failed: ${plainLine(finding.detail)}` };
    case "unknown":
      return {
        glyph: "\u2754",
        text: `${finding.place.file}:${finding.place.line}:${finding.place.column}: ${plainLine(finding.what)}: ${plainLine(finding.advice)}`
      };
    case "no-device":
      return { glyph: "\u2754", text: `no budget: ${plainLine(finding.detail)}` };
  }
}
function rangeText(size, { low_bytes, high_bytes }) {
  if (low_bytes === size && high_bytes === size) return formatSize(size);
  const unit = unitFor(size);
  return `${formatSize(size)} (${inUnit(low_bytes, unit)} to ${inUnit(high_bytes, unit)})`;
}
function doubtTexts({ doubts }) {
  return doubts.map(({ part, below_bytes, above_bytes, reason }) => {
    const [down, up] = [formatDelta(0 - below_bytes), formatDelta(above_bytes)];
    return `${part} ${down} ${up}: ${reason}`;
  });
}
function measuredAlone({ measurement, comparison }) {
  if (comparison !== void 0 || measurement.kind !== "measured" || measurement.document.out_of_memory !== null)
    return void 0;
  const { device, allocated_bytes, reserved_bytes, device_bytes } = measurement.document;
  if (device.kind === "cpu") return `measured on the CPU: tensors of ${formatSize(allocated_bytes)}`;
  return `measured on ${plainLine(device.name)}: ${formatSize(allocated_bytes)} allocated, ${formatSize(reserved_bytes)} reserved, ${formatSize(device_bytes)} of the card`;
}
function agreement({ comparison }) {
  if (comparison === void 0) return void 0;
  const row = comparison.tiers.at(-1);
  if (row === void 0) return void 0;
  if (row.delta_bytes === 0) return "exact";
  return `${formatShare(row.delta_bytes / Math.max(row.predicted_bytes, 1))} (${formatDelta(row.delta_bytes)})`;
}
function parametersText(count, { model, nominal_bytes }) {
  const each = nominal_bytes.parameters / model.parameters;
  const size = `${formatCount(nominal_bytes.parameters)} bytes`;
  return Number.isInteger(each) ? `${count} parameters \xD7 ${each} bytes = ${size}` : `${count} parameters, ${size}`;
}

// src/report/bars.ts
var GLYPHS = {
  parameters: "\u2588",
  buffers: "\u2587",
  gradients: "\u2593",
  optimizer: "\u2592",
  batch: "\u2591",
  activations: "\u259E",
  workspace: "\u25AA",
  temporary: "\u25AB",
  "allocator overhead": "\xB7",
  "CUDA context": "\u2013"
};
function partsOf(profile) {
  const parts = CATEGORIES.map((name) => ({
    name,
    bytes: profile.peak.categories[name]
  }));
  parts.push(
    { name: "allocator overhead", bytes: profile.overhead_bytes },
    { name: "CUDA context", bytes: profile.context_bytes }
  );
  return parts.filter(({ bytes }) => bytes > 0);
}
function stackedBar(parts, scale, width) {
  let end = 0;
  let bar = "";
  for (const { name, bytes } of parts) {
    end += bytes;
    const upTo = Math.min(width, Math.max(bar.length + 1, Math.round(end / scale * width)));
    bar += GLYPHS[name].repeat(Math.max(0, upTo - bar.length));
  }
  return bar.padEnd(width);
}
function legend(parts, width) {
  const lines = [""];
  for (const { name } of parts) {
    const entry = `${GLYPHS[name]} ${name}`;
    const line = lines.at(-1) ?? "";
    if (line.length + entry.length + 2 > width) lines.push(entry);
    else lines[lines.length - 1] = line === "" ? entry : `${line}  ${entry}`;
  }
  return lines;
}
function gauge(share, width) {
  const full = Math.min(width, Math.max(share > 0 ? 1 : 0, Math.round(share * width)));
  return "\u2588".repeat(full) + "\u2591".repeat(width - full);
}

// src/report/batch-words.ts
function evidenceText({ max_batch_size, evidence }) {
  switch (evidence.kind) {
    case "computed":
      return void 0;
    case "affine": {
      const told = max_batch_size > 1 && !evidence.traced.includes(max_batch_size);
      const alone = told ? `; ${formatCount(max_batch_size)} itself was not traced` : "";
      return `one trace answers every batch size: those at ${listed(evidence.traced)} agree to the byte${alone}`;
    }
    case "traced":
      return evidence.unknown_below === void 0 ? `traced at ${listed(evidence.traced)}` : `no one trace answers every batch size: traced at ${listed(evidence.traced)}; ${untraced(max_batch_size, evidence.unknown_below)} nothing was`;
  }
}
function untraced(low, high) {
  return high > LARGEST_BATCH ? `above ${formatCount(low)}` : `between ${formatCount(low)} and ${formatCount(high)}`;
}
function listed(batches) {
  const texts = batches.map(formatCount);
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
}
var BATCH_COLUMNS = ["Training", "Batch", "Allocated", "Reserved", "Device", "Headroom"];
function batchCells({ trainings }) {
  return trainings.flatMap(
    ({ name, at_batch_sizes }) => at_batch_sizes.map((row) => [name, formatCount(row.batch_size), ...tierCells(row)])
  );
}
function tierCells(row) {
  if (row.kind === "unknown") return ["unknown", "\u2013", "\u2013", "\u2013"];
  const { allocated_bytes, reserved_bytes, device_bytes, headroom_bytes } = row;
  return [
    formatSize(allocated_bytes),
    formatSize(reserved_bytes),
    formatSize(device_bytes),
    formatDelta(headroom_bytes)
  ];
}
function batchRefusals({ trainings }) {
  return trainings.flatMap(
    ({ name, at_batch_sizes }) => at_batch_sizes.flatMap(
      (row) => row.kind === "unknown" ? [`${name}, batch ${formatCount(row.batch_size)}: ${row.what}`] : []
    )
  );
}

// src/report/block-words.ts
function blocksTitle({ device }) {
  return `the largest blocks at the peak${device.kind === "cuda" ? " of the step that was recorded" : ""}`;
}
function blockTable(groups) {
  const total = groups.reduce((sum2, { bytes }) => sum2 + bytes, 0);
  const unit = unitFor(total / KIB);
  const digits = apportion(
    groups.map(({ bytes }) => bytes),
    unit
  );
  const rows = groups.map((group, index) => rowOf(group, fromDigits(digits[index] ?? 0, unit)));
  const sum = digits.reduce((all, count) => all + count, 0);
  return { unit, rows, total: fromDigits(sum, unit) };
}
function rowOf(group, size) {
  const { count, category, operator, module, file, line } = group;
  return {
    size,
    blocks: formatCount(count),
    what: [category ?? "", shortened(operator)].filter((part) => part !== "").join(", "),
    module: shortened(module),
    where: whereText(group),
    line: file === "" ? "" : `${shortened(file)}:${line}`,
    function: shortened(group.function)
  };
}
function whereText({ origin, file }) {
  switch (origin) {
    case "code":
      return "";
    case "backward":
      return file === "" ? "backward" : "backward of";
    case "before":
      return "before the recording";
    case "unknown":
      return "line not known";
    case "rest":
      return "all others";
  }
}
var LONGEST = 72;
function shortened(text) {
  const plain = Array.from(plainLine(text));
  return plain.length <= LONGEST ? plain.join("") : `\u2026${plain.slice(1 - LONGEST).join("")}`;
}

// src/report/breakdown.ts
function breakdownOf(profile) {
  const unit = unitFor(profile.device_bytes);
  const onCard = profile.device_bytes > profile.allocated_bytes;
  const parts = [
    ...categoryParts(profile.peak.categories),
    ...onCard ? [
      ["allocator overhead", profile.overhead_bytes],
      ["CUDA context", profile.context_bytes]
    ] : []
  ];
  const digits = apportion(
    parts.map(([, size]) => size),
    unit
  );
  const sumTo = (count) => digits.slice(0, count).reduce((sum2, value) => sum2 + value, 0);
  const total = Math.max(profile.device_bytes, 1);
  const part = (index) => ({
    name: parts[index]?.[0] ?? "",
    kind: "part",
    text: fromDigits(digits[index] ?? 0, unit),
    share: (parts[index]?.[1] ?? 0) / total
  });
  const sum = (name, count) => ({
    name,
    kind: "sum",
    text: fromDigits(sumTo(count), unit),
    share: 0
  });
  const categories = onCard ? parts.length - 2 : parts.length;
  const rows = [...Array.from({ length: categories }, (_, i) => part(i)), sum("allocated", categories)];
  if (!onCard) return { unit, rows };
  return {
    unit,
    rows: [
      ...rows,
      part(categories),
      sum("reserved", categories + 1),
      part(categories + 1),
      sum("device", categories + 2)
    ]
  };
}
function categoryParts(categories) {
  return CATEGORIES.filter((name) => categories[name] > 0).map((name) => [name, categories[name]]);
}

export {
  plainLine,
  escapeMarkdown,
  codeSpan,
  fence,
  unitFor,
  formatSize,
  inUnit,
  formatDelta,
  formatCount,
  formatPercent,
  GLYPH,
  headline,
  budgetShare,
  findingText,
  rangeText,
  doubtTexts,
  measuredAlone,
  agreement,
  parametersText,
  partsOf,
  stackedBar,
  legend,
  gauge,
  evidenceText,
  BATCH_COLUMNS,
  batchCells,
  batchRefusals,
  blocksTitle,
  blockTable,
  breakdownOf
};
