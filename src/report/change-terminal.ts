import type { Results, TrainingResult } from "../compare/result.ts";
import { baseName, changeText, keyRows, keysWithoutEffect, measuredText, removedText } from "./change-words.ts";
import { plainLine } from "./escape.ts";

/** More are in report.json. */
const MOST_KEYS = 20;

/** What became of a training since the base, and the keys that did it. */
export function changeLines(training: TrainingResult, { base }: Pick<Results, "base">): string[] {
  const { change } = training;
  if (change === undefined) return [];
  const rows = keyRows(training, MOST_KEYS).map(({ name, was, is, share }) => ({
    name: plainLine(name),
    values: was === "" ? "" : `${was} → ${is}`,
    share,
  }));
  const wide = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length));
  const name = wide(rows.map((row) => row.name));
  const values = wide(rows.map((row) => row.values));
  const share = wide(rows.map((row) => row.share));
  const measured = measuredText(change);
  const silent = keysWithoutEffect(training);
  return [
    "",
    `  ${base === undefined ? "change" : `since ${baseName(base)}`}: ${changeText(change)}`,
    ...(measured === undefined ? [] : [`    ${measured}`]),
    ...rows.map((row) => `    ${row.name.padEnd(name)}  ${row.values.padEnd(values)}  ${row.share.padStart(share)}`),
    ...(silent.length === 0 ? [] : [`    no effect on memory: ${silent.map(plainLine).join(", ")}`]),
  ];
}

/** What the base has and this commit has not. */
export function removedLines({ removed }: Results): string[] {
  return removed.map((each) => `${plainLine(each.name)}: ${removedText(each)}`);
}
