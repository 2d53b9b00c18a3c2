import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
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
function capitalized(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
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

export {
  plainLine,
  escapeMarkdown,
  codeSpan,
  fence,
  unitFor,
  formatSize,
  inUnit,
  formatDelta,
  formatShare,
  formatCount,
  capitalized,
  formatPercent,
  apportion,
  fromDigits
};
