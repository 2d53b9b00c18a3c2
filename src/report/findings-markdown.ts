import type { Finding, WhyNotMeasured } from "../compare/finding.ts";
import type { Results, TrainingResult } from "../compare/result.ts";
import { causeSentence } from "./cause-markdown.ts";
import { causeOf } from "./cause-words.ts";
import { baseLabel } from "./change-words.ts";
import { briefLine, codeSpan, proseMarkdown } from "./escape.ts";
import type { Links } from "./links.ts";
import { findingText } from "./finding-words.ts";

/** The table says these; a line of their own would say them again. */
const IN_THE_TABLE: ReadonlySet<Finding["kind"]> = new Set(["over-budget", "not-measured"]);

/** What else there is to say of the trainings in the table, and what moved those that the headline is not about. */
export function findingLines(shown: readonly TrainingResult[], links: Links | undefined): string[] {
  return shown.flatMap((training, index) => {
    const isFirst = index === 0; // whose cause stands below the headline
    const cause = isFirst ? undefined : causeOf(training);
    return [
      ...(cause === undefined ? [] : [`- ${codeSpan(training.name)}: ${causeSentence(cause, links)}`]),
      ...training.findings.flatMap((finding) => {
        if (IN_THE_TABLE.has(finding.kind) || (isFirst && finding.kind === "growth")) return [];
        const { glyph, text } = findingText(finding);
        return [`- ${glyph} ${codeSpan(training.name)}: ${proseMarkdown(text)}`];
      }),
    ];
  });
}

/** What is so for many trainings at once, said once: why they were not measured, or not compared. That nobody asked is no news. */
export function noteLines(results: Results): string[] {
  const { trainings, base } = results;
  const unmeasured = notMeasured(trainings, ({ reason }) => reason !== "not-asked");
  const uncompared = trainings.flatMap(({ change }) =>
    change?.kind === "unknown" ? [`not compared with ${baseLabel(base)}: ${briefLine(change.why)}`] : [],
  );
  return [...unmeasured, ...counted(uncompared, trainings.length)];
}

export function notAskedLines({ trainings }: Results): string[] {
  return notMeasured(trainings, ({ reason }) => reason === "not-asked");
}

function notMeasured(trainings: readonly TrainingResult[], wanted: (why: WhyNotMeasured) => boolean): string[] {
  const texts = trainings
    .flatMap(({ findings }) => findings)
    .flatMap((finding) => (finding.kind === "not-measured" && wanted(finding) ? [findingText(finding).text] : []));
  return counted(texts, trainings.length);
}

/** Each text once, with how many of all it is about. */
function counted(texts: readonly string[], all: number): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => {
    const which = count === all ? "" : `${count} of ${all} trainings `;
    return `- ℹ️ ${which}${proseMarkdown(text)}`;
  });
}
