import type { TrainingResult } from "../compare/result.ts";
import type { WayChange } from "../compare/way.ts";
import { textColumns } from "./text-columns.ts";
import { changeText, commandText, unknownWays, WAY_COLUMNS, wayCells, waysTitle } from "./ways-words.ts";

/** How the training gets back under its budget. */
export function waysLines(training: TrainingResult): string[] {
  const { ways } = training;
  const unknown = unknownWays(training).map(
    ({ changes, why }) => `    not known of ${changes.map(changesText).join(", ")}: ${why}`,
  );
  if (ways.length === 0 && unknown.length === 0) return [];
  const command = commandText(training);
  return [
    "",
    `  ${waysTitle(training)}`,
    ...(ways.length === 0 ? [] : table(training)),
    ...(command === undefined ? [] : [`    ${command}`]),
    ...unknown,
  ];
}

function table({ ways }: TrainingResult): string[] {
  const head = WAY_COLUMNS.map((name) => name.toLowerCase());
  const rows = [head, ...ways.map((way) => [changesText(way.changes), ...wayCells(way)])];
  return textColumns(rows, ["left", "left", "right", "right", "right"]).map((line) => `    ${line}`);
}

function changesText(changes: readonly WayChange[]): string {
  return changes.map(changeText).join(" + ");
}
