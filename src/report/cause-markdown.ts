import type { Results, TrainingResult } from "../compare/result.ts";
import type { Place } from "../config/training.ts";
import { type Cause, type CauseKey, causeOf, overBudgetTexts } from "./cause-words.ts";
import { codeSpan, escapeMarkdown, proseMarkdown } from "./escape.ts";
import { findingText } from "./finding-words.ts";
import { type Links, lineLink } from "./links.ts";

/** Right below the headline: which key of the config did it, on which line, and what that leaves. */
export function causeMarkdown(training: TrainingResult, base: Results["base"], links: Links | undefined): string {
  const cause = causeOf(training);
  return [
    ...(cause === undefined ? [] : [causeSentence(cause, links)]),
    ...training.findings
      .filter(({ kind }) => kind === "growth")
      .map((finding) => `${proseMarkdown(findingText(finding).text)}.`),
    ...overBudgetTexts(training, base).map(escapeMarkdown),
  ].join(" ");
}

/** "Cause: `batch_size: 64 → 128` ([line 12](…)) adds **+66.0 MiB**, mostly activations (+50.0 MiB)." */
export function causeSentence({ keys, more }: Cause, links: Links | undefined): string {
  const named = [...keys.map((key) => keyMarkdown(key, links)), ...more.map(escapeMarkdown)].join(", ");
  return `${keys.length === 1 ? "Cause" : "Causes"}: ${named}.`;
}

function keyMarkdown({ key, place, effect }: CauseKey, links: Links | undefined): string {
  const alone = effect.kind === "none" ? effect.why : `${effect.verb} **${effect.size}**`;
  return `${codeSpan(key)} (${placeMarkdown(place, links)}) ${alone}`;
}

function placeMarkdown({ file, line }: Place, links: Links | undefined): string {
  return links === undefined ? `line ${line} of ${codeSpan(file)}` : `[line ${line}](${lineLink(links, file, line)})`;
}
