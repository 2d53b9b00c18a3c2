import type { TrainingResult } from "../compare/result.ts";
import type { WayChange } from "../compare/way.ts";
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
  const widths = head.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map(([change = "", cost = "", ...numbers]) => {
    const cells = numbers.map((cell, index) => cell.padStart(widths[index + 2] ?? 0));
    return `    ${[change.padEnd(widths[0] ?? 0), cost.padEnd(widths[1] ?? 0), ...cells].join("  ")}`;
  });
}

function changesText(changes: readonly WayChange[]): string {
  return changes.map(changeText).join(" + ");
}
