import { isNotable } from "../compare/notable.ts";
import type { Results, TrainingResult } from "../compare/result.ts";
import { batchMarkdown } from "./batch-markdown.ts";
import { budgetBars } from "./budget-bars.ts";
import { causeMarkdown } from "./cause-markdown.ts";
import { baseLabel } from "./change-words.ts";
import { trainingDetails } from "./details-markdown.ts";
import { codeSpan, escapeMarkdown, fence } from "./escape.ts";
import { findingLines, noteLines } from "./findings-markdown.ts";
import { folded } from "./folded.ts";
import { formatBrief } from "./format.ts";
import type { Links } from "./links.ts";
import { overviewTable, overviewLegend } from "./overview-markdown.ts";
import { environmentFold, footer } from "./reproduce-markdown.ts";
import { waysMarkdown } from "./ways-markdown.ts";
import { headline } from "./headline.ts";
import { bySeverity } from "./severity.ts";
import { GLYPH } from "./words.ts";

/**
 * 0 is everything. 1 leaves the charts out, and the details of what a reviewer need not look at; 2 the details of each
 * training; 3 all but the worst of the table; 4 all but the headline.
 */
export const DETAILS = [0, 1, 2, 3, 4] as const;
export type Detail = (typeof DETAILS)[number];

/** Trainings that stand in the open, the worst first; more make a comment too long to read. */
const MOST_SHOWN = 20;

/** Trainings in a folded table, by detail; more are counted. */
const MOST_FOLDED = { 0: 500, 1: 200, 2: 60, 3: 20, 4: 0 } as const satisfies Record<Detail, number>;

/** The pull-request comment and the job summary: the verdict and the number first, then why, then the table; details folded. */
export function renderMarkdown(results: Results, detail: Detail, links?: Links): string {
  const parts = [`### ${GLYPH[results.verdict]} ${escapeMarkdown(headline(results))}`];
  if (detail < 4) parts.push(...body(results, detail, links));
  if (detail > 0) parts.push(shortened(links));
  parts.push(footer(links));
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function body(results: Results, detail: Detail, links: Links | undefined): string[] {
  const { trainings, base } = results;
  const notable = bySeverity(trainings.filter(isNotable));
  const quiet = bySeverity(trainings.filter((training) => !isNotable(training)));
  const [shown, more] = [notable.slice(0, MOST_SHOWN), notable.slice(MOST_SHOWN)];
  const [worst] = shown;
  return [
    worst === undefined ? "" : causeMarkdown(worst, base, links),
    shown.length === 0 ? "" : overviewTable(shown, results, MOST_SHOWN),
    shown.length === 0 ? "" : overviewLegend(results),
    barsFence(shown, results, detail),
    detail < 3 ? waysMarkdown({ ...results, trainings: shown }) : "",
    cappedList([...findingLines(shown, links), ...removedLines(results), ...noteLines(results)]),
    batchMarkdown(results),
    ...(detail < 2 ? shown.map((training) => trainingDetails(training, base, detail === 0)) : []),
    tableFold(`${more.length} more to look at`, more, results, detail),
    tableFold(quietTitle(quiet.length, base !== undefined), quiet, results, detail),
    environmentFold(results),
  ];
}

/** A reader does not go on, and a comment must end. */
const MOST_LINES = 40;

function cappedList(lines: readonly string[]): string {
  const rest = lines.length - MOST_LINES;
  return [...lines.slice(0, MOST_LINES), ...(rest > 0 ? [`- ${rest} more in report.json`] : [])].join("\n");
}

function quietTitle(count: number, isCompared: boolean): string {
  return `${count === 1 ? "1 training" : `${count} trainings`} within budget${isCompared ? ", not moved beyond the tolerance" : ""}`;
}

const MOST_BARS = 3;

function barsFence(trainings: readonly TrainingResult[], { base }: Results, detail: Detail): string {
  const lines = detail < 3 ? budgetBars(trainings.slice(0, MOST_BARS), base) : [];
  return lines.length === 0 ? "" : fence(lines.join("\n"), "text");
}

/** What does not stand in the open: a count, with the table inside. */
function tableFold(title: string, trainings: readonly TrainingResult[], results: Results, detail: Detail): string {
  if (trainings.length === 0) return "";
  const blocks = [
    overviewTable(trainings, results, MOST_FOLDED[detail]),
    overviewLegend(results),
    barsFence(trainings, results, detail),
    ...(detail === 0 ? trainings.map((training) => trainingDetails(training, results.base, true)) : []),
  ];
  return folded(title, blocks.filter((block) => block !== "").join("\n\n"));
}

function removedLines({ removed, base }: Results): string[] {
  return removed.map(({ name, base_bytes }) => {
    const there = base_bytes === undefined ? "has it" : `needs ${formatBrief(base_bytes)} for it`;
    return `- ℹ️ ${codeSpan(name)} is gone: ${escapeMarkdown(baseLabel(base))} ${there}`;
  });
}

/** What is left of a comment whose cause is gone: one line, which says so. */
export function renderQuiet(results: Results, links?: Links): string {
  const { trainings, base } = results;
  const count = trainings.length === 1 ? "1 training" : `${trainings.length} trainings`;
  const same = base === undefined ? "" : `, not moved beyond the tolerance since ${codeSpan(baseLabel(base))}`;
  const gone = `<sub>What this comment was about is gone: ${count} within budget${same}.</sub>`;
  const title = `### ${GLYPH[results.verdict]} ${escapeMarkdown(headline(results))}`;
  return `${[title, gone, footer(links)].filter((part) => part !== "").join("\n\n")}\n`;
}

function shortened(links: Links | undefined): string {
  const summary = links === undefined ? "the job summary" : `[the job summary](${links.run})`;
  return `<sub>Shortened to fit: the full report is in ${summary} and in report.json.</sub>`;
}
