import type { Finding, WhyNotMeasured } from "../compare/finding.ts";
import type { Results, TrainingResult } from "../compare/result.ts";
import { causeSentence } from "./cause-markdown.ts";
import { causeOf } from "./cause-words.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import type { Links } from "./links.ts";
import { findingText } from "./words.ts";

/** The table says these; a line of their own would say them again. */
const IN_THE_TABLE: ReadonlySet<Finding["kind"]> = new Set(["over-budget", "not-measured"]);

/** What else there is to say of the trainings in the table, and what moved those that the headline is not about. */
export function findingLines(
  shown: readonly TrainingResult[],
  base: Results["base"],
  links: Links | undefined,
): string[] {
  return shown.flatMap((training, index) => {
    const cause = index === 0 ? undefined : causeOf(training);
    return [
      ...(cause === undefined ? [] : [`- ${codeSpan(training.name)}: ${causeSentence(cause, links)}`]),
      ...training.findings.flatMap((finding) => {
        if (IN_THE_TABLE.has(finding.kind)) return [];
        const { glyph, text } = findingText(finding);
        return [`- ${glyph} ${codeSpan(training.name)}: ${escapeMarkdown(text)}`];
      }),
      ...unknownChange(training, base),
    ];
  });
}

function unknownChange({ change, name }: TrainingResult, base: Results["base"]): string[] {
  if (change?.kind !== "unknown") return [];
  return [
    `- ℹ️ ${codeSpan(name)}: not compared with ${base === undefined ? "the base" : codeSpan(base.name)}: ${escapeMarkdown(change.why)}`,
  ];
}

/** What is so for many trainings at once, said once: why they were not measured. That nobody asked is no news. */
export function noteLines(results: Results): string[] {
  return notMeasured(results, ({ reason }) => reason !== "not-asked");
}

export function notAskedLines(results: Results): string[] {
  return notMeasured(results, ({ reason }) => reason === "not-asked");
}

function notMeasured({ trainings }: Results, wanted: (why: WhyNotMeasured) => boolean): string[] {
  const notes = new Map<string, number>();
  for (const finding of trainings.flatMap(({ findings }) => findings)) {
    if (finding.kind !== "not-measured" || !wanted(finding)) continue;
    const { text } = findingText(finding);
    notes.set(text, (notes.get(text) ?? 0) + 1);
  }
  return [...notes].map(([text, count]) => {
    const which = count === trainings.length ? "" : `${count} of ${trainings.length} trainings `;
    return `- ℹ️ ${which}${escapeMarkdown(text)}`;
  });
}
