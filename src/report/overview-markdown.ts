import { markdownTable } from "markdown-table";
import type { Results, TrainingResult } from "../compare/result.ts";
import { baseLabel } from "./change-words.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import { type Cell, overviewRow } from "./overview-words.ts";

/**
 * Four columns with two lines each: on a telephone, where GitHub gives a comment 320 pixels, more are cut off. The first
 * `most` trainings; how many are left out is in the last row.
 */
export function overviewTable(trainings: readonly TrainingResult[], results: Results, most: number): string {
  const base = baseColumn(results);
  const rows = trainings.slice(0, most).map((training) => {
    const { glyph, name, identity, needs, budget, change } = overviewRow(training);
    const own = { text: `${glyph} ${codeSpan(name)}`, note: escapeMarkdown(identity) };
    const cells = [own, bold(needs), budget];
    return [...cells, ...(base === undefined ? [] : [change ?? { text: "–", note: "" }])].map(twoLines);
  });
  const rest = trainings.length - rows.length;
  if (rest > 0) rows.push([`${rest} more`, ...Array<string>(base === undefined ? 2 : 3).fill("")]);
  const header = ["Training", "Needs", "Budget", ...(base === undefined ? [] : [base])];
  return markdownTable([header, ...rows], { align: ["l", "r", "r", "r"] });
}

function baseColumn({ base, trainings }: Results): string | undefined {
  if (base !== undefined) return `Δ vs ${codeSpan(shortName(baseLabel(base)))}`;
  return trainings.some(({ change }) => change !== undefined) ? "Δ vs base" : undefined;
}

/** A branch's name in a narrow column. */
function shortName(name: string): string {
  const characters = Array.from(name);
  return characters.length <= 16 ? name : `${characters.slice(0, 15).join("")}…`;
}

function bold({ text, note }: Cell): Cell {
  return { text: `**${text}**`, note };
}

/** A share stays on one line with its sign. */
function twoLines({ text, note }: Cell): string {
  return note === "" ? text : `${text}<br><sub>${note.replaceAll(/ (?=%)|(?<=[▲▼]) /g, "\u00a0")}</sub>`;
}

/** What the numbers are of. */
export function overviewLegend({ trainings }: Results): string {
  const several = trainings.some(
    ({ prediction }) => prediction?.kind === "predicted" && prediction.profile.communicator_bytes > 0,
  );
  const outside = several ? "CUDA context + NCCL communicator" : "CUDA context";
  return `<sub>Per GPU, at the peak: allocated + allocator overhead + ${outside}. GiB and MiB are binary.</sub>`;
}
