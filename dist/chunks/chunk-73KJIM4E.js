import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  GIB,
  KIB,
  MIB
} from "./chunk-O56B5XNW.js";

// src/report/escape.ts
var INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;
function plainLine(text) {
  return text.replaceAll(/\u001b\[[0-?]*[ -/]*[@-~]/g, "").replaceAll(/[\r\n\t]+/g, " ").replaceAll(INVISIBLE, "").replaceAll("##[", "## [").replace(/^\s*::/, ": :");
}
function briefLine(text, most = 400) {
  const characters = Array.from(plainLine(text.slice(0, 4 * most)));
  return characters.length <= most ? characters.join("") : `${characters.slice(0, most - 1).join("")}\u2026`;
}
var BEGINNING = /[@#]|GH-(?=\d)|:(?=\/\/)|www(?=\.)|:(?=[\w+-]*[a-z][\w+-]*:|(?:100|1234|[+-]1):)/gi;
function escapeMarkdown(text) {
  return escapeInside(plainLine(text).trim());
}
function escapeInside(plain) {
  return plain.replaceAll(BEGINNING, "$&\u200B").replaceAll(/[&<>|`*_[\]~@#\\$\u200b]/g, entity);
}
function proseMarkdown(text) {
  const parts = plainLine(text).split(/(?<!`)`([^`]+)`(?!`)/);
  return parts.map((part, index) => index % 2 === 1 ? codeSpan(part) : escapeInside(part)).join("").trim();
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
function formatBrief(bytes, beside = bytes) {
  const unit = { ...unitFor(Math.abs(beside)), digits: 1 };
  const isSeen = Math.abs(bytes) >= unit.size / 10 && Math.abs(bytes) >= KIB;
  return isSeen ? `${inUnit(bytes, unit)} ${unit.name}` : formatDigits(bytes, 1);
}
function formatDigits(bytes, digits) {
  if (Math.abs(bytes) < KIB) return `${bytes} B`;
  const unit = { ...unitFor(Math.abs(bytes)), digits };
  return `${inUnit(bytes, unit)} ${unit.name}`;
}
function formatApart(a, b) {
  for (const digits of [1, 2, 3]) {
    const texts = [formatDigits(a, digits), formatDigits(b, digits)];
    if (a === b || texts[0] !== texts[1]) return texts;
  }
  return [`${formatCount(a)} B`, `${formatCount(b)} B`];
}
function formatBriefDelta(bytes, beside = bytes) {
  if (bytes === 0) return "\xB10";
  return `${bytes > 0 ? "+" : "\u2212"}${formatBrief(Math.abs(bytes), beside)}`;
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
  briefLine,
  escapeMarkdown,
  proseMarkdown,
  codeSpan,
  fence,
  unitFor,
  formatSize,
  formatBrief,
  formatApart,
  formatBriefDelta,
  inUnit,
  formatDelta,
  formatShare,
  formatCount,
  capitalized,
  formatPercent,
  apportion,
  fromDigits
};
