import type { TrainingResult } from "../compare/result.ts";
import type { Cost, Way, WayChange } from "../compare/way.ts";
import { plainLine } from "./escape.ts";
import { formatApart, formatBrief, formatBriefDelta, formatCount } from "./format.ts";

const COST_TEXT: Readonly<Record<Cost, string>> = {
  none: "nothing",
  time: "time",
  numerics: "numerics",
  hardware: "hardware",
  training: "another training",
};

export const WAY_COLUMNS = ["Change", "Costs", "Needs", "Saves", "Largest batch"] as const;

/** "Cheapest ways back under 12.00 GiB", and what it is where nothing gets there. Plain text. */
export function waysTitle({ ways, budget, findings }: TrainingResult): string {
  const limit = budget === undefined ? "the budget" : formatBrief(budget.limit_bytes);
  if (!ways.some(({ fits }) => fits)) return `Nothing that was tried fits ${limit}; the nearest`;
  const isOver = findings.some(({ kind }) => kind === "over-budget" || kind === "out-of-memory");
  return isOver ? `Cheapest ways back under ${limit}` : `Cheapest ways to more room under ${limit}`;
}

/** As YAML has it, and a shell what is of the environment. */
export function changeText({ key, value, where }: WayChange): string {
  return plainLine(where === "environment" ? `${key}=${value}` : `${key}: ${value}`);
}

/** What stands behind the changes, as WAY_COLUMNS. Plain text. */
export function wayCells({ cost, device_bytes, limit_bytes, saves_bytes, tight, fits, changes, max_batch_size }: Way) {
  const isOtherCard = changes.some(({ key }) => key === "device");
  const [apart, limit] = formatApart(device_bytes, limit_bytes);
  const needs = isOtherCard ? `${apart} of ${limit}` : formatBrief(device_bytes);
  return [
    COST_TEXT[cost],
    `${needs}${fits && tight ? ", tight" : ""}`,
    isOtherCard ? "–" : formatBriefDelta(-saves_bytes),
    max_batch_size === undefined ? "–" : formatCount(max_batch_size),
  ];
}

/** That a description is not the command. Plain text; undefined where the config alone is changed. */
export function commandText({ ways }: TrainingResult): string | undefined {
  const isOfCommand = ways.some(({ changes }) => changes.some(({ where }) => where === "command"));
  return isOfCommand ? "the config only describes the command: change it there too" : undefined;
}

/** Changes of which it is not known, by the reason. */
export type UnknownWays = { readonly changes: readonly (readonly WayChange[])[]; readonly why: string };

/** What is not known for one reason is one line. */
export function unknownWays({ unknown_ways }: TrainingResult): readonly UnknownWays[] {
  const reasons = [...new Set(unknown_ways.map(({ why }) => firstLine(why)))];
  return reasons.map((why) => ({
    why,
    changes: unknown_ways.filter((way) => firstLine(way.why) === why).map(({ changes }) => changes),
  }));
}

function firstLine(text: string): string {
  return plainLine(text.split("\n")[0] ?? "");
}

/** The first way, as the last sentence of what is over budget. Plain text; undefined where none fits. */
export function firstWayText({ ways }: TrainingResult): string | undefined {
  const way = ways.find(({ fits }) => fits);
  if (way === undefined) return undefined;
  return `the cheapest way back: ${way.changes.map(changeText).join(" and ")}, which needs ${formatBrief(way.device_bytes)}`;
}

/** What does not stand here. */
export function moreText(count: number): string {
  return `${formatCount(count)} more ${count === 1 ? "is" : "are"} in report.json`;
}
