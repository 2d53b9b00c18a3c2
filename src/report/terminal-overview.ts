import { isMoved } from "../compare/notable.ts";
import type { Results, TrainingResult } from "../compare/result.ts";
import { budgetBars } from "./budget-bars.ts";
import { causeOf, overBudgetTexts } from "./cause-words.ts";
import { baseLabel } from "./change-words.ts";
import { plainLine } from "./escape.ts";
import { type Cell, overviewRow } from "./overview-words.ts";
import type { Paint } from "./terminal-observed.ts";
import { textColumns } from "./text-columns.ts";
import { bySeverity } from "./severity.ts";

/** What the comment begins with, for a terminal: why, the table, and the bars of what moved. Empty where the details say it all. */
export function overviewLines(results: Results, paint: Paint): string[] {
  const ordered = bySeverity(results.trainings);
  const [worst] = ordered;
  if (worst === undefined) return [];
  const causes = causeLines(worst, results.base);
  const moved = ordered.filter(isMoved).slice(0, MOST_BARS);
  const bars = moved.length === 0 ? [] : ["", ...budgetBars(moved, results.base).map((line) => indented(line))];
  const isOne = ordered.length === 1 && worst.change === undefined;
  return [...causes, ...(isOne ? [] : ["", ...tableLines(ordered, results, paint)]), ...bars];
}

const MOST_BARS = 3;

function indented(line: string): string {
  return line === "" ? "" : `  ${line}`;
}

/** "cause: batch_size: 64 → 128 (vram-budget.yml:12) adds 66.0 MiB, mostly activations (+50.0 MiB)" */
function causeLines(training: TrainingResult, base: Results["base"]): string[] {
  const cause = causeOf(training);
  const keys = cause?.keys.map(({ key, place, effect }) => {
    const alone = effect.kind === "none" ? effect.why : `${effect.verb} ${effect.size}`;
    return `${key} (${place.file}:${place.line}) ${alone}`;
  });
  const named = keys === undefined ? [] : [`cause: ${[...keys, ...(cause?.more ?? [])].join(", ")}`];
  return [...named, ...overBudgetTexts(training, base)].map((line) => `  ${plainLine(line)}`);
}

function tableLines(trainings: readonly TrainingResult[], { base }: Results, paint: Paint): string[] {
  const rows = trainings.map(overviewRow);
  const isCompared = rows.some(({ change }) => change !== undefined);
  const header = ["training", "needs", "budget", ...(isCompared ? [`vs ${baseLabel(base)}`] : [])].map(plainLine);
  const cells = rows.map(({ name, needs, budget, change }) => [
    plainLine(name),
    cellText(needs),
    cellText(budget),
    ...(isCompared ? [change === undefined ? "–" : cellText(change)] : []),
  ]);
  const [head = "", ...lines] = textColumns(
    [header, ...cells],
    header.map(() => "left"),
  ).map((line) => line.trimEnd());
  return [paint(`     ${head}`, "dim"), ...lines.map((line, index) => `  ${rows[index]?.glyph ?? ""} ${line}`)];
}

function cellText({ text, note }: Cell): string {
  return plainLine(note === "" ? text : `${text}, ${note}`);
}
