import { markdownTable } from "markdown-table";
import type { Results, TrainingResult } from "../compare/result.ts";
import type { Way, WayChange } from "../compare/way.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import { capitalized } from "./format.ts";
import { changeText, commandText, moreText, unknownWays, wayCells, waysTitle } from "./ways-words.ts";

/** More are in report.json. */
const MOST_TRAININGS = 5;
const MOST_WAYS = 6;

/** How the trainings that are over their budget, or hardly within, get back under it. */
export function waysMarkdown({ trainings }: Results): string {
  const all = trainings.filter(({ ways, unknown_ways }) => ways.length > 0 || unknown_ways.length > 0);
  const rest = all.length - MOST_TRAININGS;
  const more = rest > 0 ? [`Ways of ${moreText(rest)}.`] : [];
  return [...all.slice(0, MOST_TRAININGS).map(trainingWays), ...more].join("\n\n");
}

function trainingWays(training: TrainingResult): string {
  const { name, ways } = training;
  const command = commandText(training);
  const notes = [
    ...(ways.length > MOST_WAYS ? [moreText(ways.length - MOST_WAYS)] : []),
    ...(command === undefined ? [] : [command]),
    ...unknownWays(training).map(
      ({ changes, why }) => `not known of ${changes.map(changesMarkdown).join(", ")}: ${escapeMarkdown(why)}`,
    ),
  ];
  return [
    `**${escapeMarkdown(waysTitle(training))}**: ${codeSpan(name)}`,
    ways.length === 0 ? "" : waysTable(training),
    notes.map((note) => `- ${capitalized(note)}`).join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function waysTable({ ways }: TrainingResult): string {
  const rows = ways.slice(0, MOST_WAYS).map(wayRow);
  return markdownTable([["Change", "Needs"], ...rows], { align: ["l", "r"] });
}

/** Two columns with two lines each: a key alone is half as wide as a telephone. */
function wayRow(way: Way): string[] {
  const [cost = "", needs = "", saves = "–", largest = "–"] = wayCells(way);
  const notes = [...(saves === "–" ? [] : [saves]), ...(largest === "–" ? [] : [`largest batch ${largest}`])];
  const below = notes.length === 0 ? "" : `<br><sub>${notes.join(", ")}</sub>`;
  return [`${changesMarkdown(way.changes)}<br><sub>costs ${cost}</sub>`, `${needs}${below}`];
}

function changesMarkdown(changes: readonly WayChange[]): string {
  return changes.map((change) => codeSpan(changeText(change))).join(" + ");
}
