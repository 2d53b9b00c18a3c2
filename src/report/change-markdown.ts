import { markdownTable } from "markdown-table";
import type { Results, TrainingResult } from "../compare/result.ts";
import { baseName, changeText, type KeyRow, keyRows, keysWithoutEffect, measuredText } from "./change-words.ts";
import { countedDelta } from "./difference-words.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import { formatCount } from "./format.ts";

/** More are in report.json. */
const MOST_KEYS = 20;

/** What became of a training since the base, and the keys that did it, for the details; empty where none was asked for. */
export function changeMarkdown(training: TrainingResult, base: Results["base"]): string {
  const { change } = training;
  if (change === undefined) return "";
  const texts = [changeText(change), measuredText(change)].filter((part) => part !== undefined);
  const since = base === undefined ? "**What changed**" : `**Since ${codeSpan(baseName(base))}**`;
  return [
    `${since}, predicted by this version and with this code: ${escapeMarkdown(texts.join("; "))}.`,
    keysMarkdown(training),
    noEffectMarkdown(training),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function keysMarkdown(training: TrainingResult): string {
  const rows = keyRows(training, MOST_KEYS);
  if (rows.length === 0) return "";
  return markdownTable([["Key", "Was", "Is", "Memory"], ...rows.map(cells)], { align: ["l", "l", "l", "r"] });
}

function cells({ kind, name, was, is, share }: KeyRow): string[] {
  if (kind === "sum") return [`**${name}**`, "", "", `**${share}**`];
  return kind === "together" ? [name, "", "", share] : [codeSpan(name), valueCell(was), valueCell(is), share];
}

function valueCell(text: string): string {
  return text === "–" ? text : codeSpan(text);
}

function noEffectMarkdown(training: TrainingResult): string {
  const paths = keysWithoutEffect(training);
  if (paths.length === 0) return "";
  const named = paths.slice(0, MOST_KEYS).map(codeSpan).join(", ");
  const more = paths.length > MOST_KEYS ? ` and ${paths.length - MOST_KEYS} more` : "";
  return `No effect on memory: ${named}${more}`;
}

/** Part by part, for the details; empty where nothing moved. */
export function changePartsMarkdown({ change }: TrainingResult): string {
  if (change?.kind !== "changed") return "";
  const { base_bytes, head_bytes, delta_bytes, categories } = change;
  const whole = { name: "**device**", base_bytes, head_bytes, delta_bytes };
  const rows = [...categories, whole].map((row) => [
    row.name,
    formatCount(row.base_bytes),
    formatCount(row.head_bytes),
    countedDelta(row.delta_bytes),
  ]);
  const table = markdownTable([["At the peak, bytes", "Base", "Here", "Here − base"], ...rows], {
    align: ["l", "r", "r", "r"],
  });
  return `**What changed**, part by part.\n\n${table}`;
}
