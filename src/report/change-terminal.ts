import type { Results, TrainingResult } from "../compare/result.ts";
import { baseName, changeText, keyRows, keysWithoutEffect, measuredText, removedText } from "./change-words.ts";
import { plainLine } from "./escape.ts";
import { textColumns } from "./text-columns.ts";

/** More are in report.json. */
const MOST_KEYS = 20;

/** What became of a training since the base, and the keys that did it. */
export function changeLines(training: TrainingResult, { base }: Pick<Results, "base">): string[] {
  const { change } = training;
  if (change === undefined) return [];
  const rows = keyRows(training, MOST_KEYS).map(({ name, was, is, share }) => [
    plainLine(name),
    was === "" ? "" : `${was} → ${is}`,
    share,
  ]);
  const measured = measuredText(change);
  const silent = keysWithoutEffect(training);
  return [
    "",
    `  ${base === undefined ? "change" : `since ${baseName(base)}`}: ${changeText(change)}`,
    ...(measured === undefined ? [] : [`    ${measured}`]),
    ...textColumns(rows, ["left", "left", "right"]).map((line) => `    ${line}`),
    ...(silent.length === 0 ? [] : [`    no effect on memory: ${silent.map(plainLine).join(", ")}`]),
  ];
}

/** What the base has and this commit has not. */
export function removedLines({ removed }: Results): string[] {
  return removed.map((each) => `${plainLine(each.name)}: ${removedText(each)}`);
}
