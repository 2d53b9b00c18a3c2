import type { Results, TrainingResult } from "../compare/result.ts";
import { type Part, inOrder, legend, partsOf, stackedBar } from "./bars.ts";
import { baseLabel } from "./change-words.ts";
import { plainLine } from "./escape.ts";
import { formatBrief, formatPercent } from "./format.ts";
import { budgetShare } from "./severity.ts";
import { shortCardName } from "./words.ts";

/** Of the bars alone; labels stand before them. */
const WIDTH = 44;
const LABEL = 16;

/** A bar with less than this share of the budget would be a glyph or two: it is drawn larger, and the budget is told. */
const LEAST_SHARE = 0.25;

type Parts = readonly { readonly name: Part; readonly bytes: number }[];
type Bar = { readonly label: string; readonly parts: Parts; readonly bytes: number };

/**
 * What is predicted of each training, by what it is for, below the same of the base where that is another: as text, which
 * shows in mail and at a terminal. Empty where nothing is predicted.
 */
export function budgetBars(trainings: readonly TrainingResult[], base: Results["base"]): string[] {
  const drawn = trainings.map((training) => ({ training, bars: barsOf(training, baseLabel(base)) }));
  const blocks = drawn.flatMap(({ training, bars }) => (bars.length === 0 ? [] : [barBlock(training, bars)]));
  if (blocks.length === 0) return [];
  const seen = new Set(drawn.flatMap(({ bars }) => bars.flatMap(({ parts }) => parts.map(({ name }) => name))));
  return [...blocks.flatMap((lines) => lines.concat("")), ...legend(inOrder(seen), LABEL + WIDTH + 8)];
}

function barsOf({ prediction, change }: TrainingResult, base: string): Bar[] {
  if (prediction?.kind !== "predicted") return [];
  const { profile } = prediction;
  const now = { label: change?.kind === "changed" ? "now" : "", parts: partsOf(profile), bytes: profile.device_bytes };
  if (change?.kind !== "changed") return [now];
  const before = change.categories.map(({ name, base_bytes }) => ({ name, bytes: base_bytes }));
  return [{ label: base, parts: before.filter(({ bytes }) => bytes > 0), bytes: change.base_bytes }, now];
}

function barBlock(training: TrainingResult, bars: readonly Bar[]): string[] {
  const { name, budget } = training;
  const largest = Math.max(...bars.map(({ bytes }) => bytes));
  const isOnScale = budget !== undefined && largest >= LEAST_SHARE * budget.limit_bytes;
  const scale = isOnScale ? Math.max(largest, budget.usable_bytes, budget.limit_bytes) : largest;
  const at = (size: number) => Math.round((size / scale) * WIDTH);
  const marks = isOnScale ? { budget: at(budget.limit_bytes), card: at(budget.usable_bytes) } : undefined;
  const lines = bars.map(({ label, parts, bytes }) =>
    barLine(label, bytes, marked(stackedBar(parts, scale, WIDTH), marks)),
  );
  const card =
    budget === undefined
      ? ""
      : ` on ${plainLine(shortCardName(budget.device.name))}, ${formatBrief(budget.usable_bytes)}`;
  return [`${plainLine(name)}${card}`, ...lines, ...footOf(training, marks)];
}

function barLine(label: string, bytes: number, bar: string): string {
  const size = formatBrief(bytes);
  const room = LABEL - size.length - 1;
  return `${fitted(label, room - 1).padEnd(room)}${size} │${bar}│`;
}

function fitted(text: string, width: number): string {
  const characters = Array.from(text);
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join("")}…`;
}

/** Columns of the bar at which the budget ends, and the card. */
type Marks = { readonly budget: number; readonly card: number };

/** The budget is a dotted line through the bar, the card's end a line where the bar goes on; none stands at an end. */
function marked(bar: string, marks: Marks | undefined): string {
  if (marks === undefined) return bar;
  return lineAt(lineAt(bar, marks.card, "│"), marks.budget, "┊");
}

function lineAt(bar: string, column: number, line: string): string {
  return isWithin(column) ? `${bar.slice(0, column)}${line}${bar.slice(column + 1)}` : bar;
}

function isWithin(column: number): boolean {
  return column > 0 && column < WIDTH;
}

/** Names the marks, or says how far the budget is away. */
function footOf(training: TrainingResult, marks: Marks | undefined): string[] {
  const { budget } = training;
  if (budget === undefined) return [];
  const limit = formatBrief(budget.limit_bytes);
  if (marks === undefined || !isWithin(marks.budget)) {
    return [`${" ".repeat(LABEL + 2)}${formatPercent(budgetShare(training))} of the budget of ${limit}`];
  }
  const foot = `budget ${limit} ┘`.padStart(LABEL + 2 + marks.budget + 1);
  const isCardApart = isWithin(marks.card) && marks.card > marks.budget + 1;
  return [isCardApart ? `${foot.padEnd(LABEL + 2 + marks.card)}└ card` : foot];
}
