import type { Evidence, Finding, WhyNotMeasured } from "../compare/finding.ts";
import type { TrainingResult } from "../compare/result.ts";
import { acceptedText, HOW_TO_ACCEPT } from "./acceptance-words.ts";
import { ADVICE } from "./advice.ts";
import { briefLine, plainLine } from "./escape.ts";
import { formatDelta, formatPercent, formatShare, formatSize } from "./format.ts";
import { growthText } from "./growth-words.ts";
import {
  fragmentationText,
  leakText,
  outOfMemoryText,
  passedOverText,
  ranksText,
  retriesText,
  tenantText,
  varyingText,
} from "./observed-words.ts";

const HOW = {
  measurement: "measured",
  prediction: "predicted",
  extrapolation: "extrapolated",
} as const satisfies Record<Evidence, string>;

export type FindingText = { readonly glyph: string; readonly text: string };

/** What a finding says, and what to do. Plain text; a new kind does not compile until it is here. */
export function findingText(finding: Finding): FindingText {
  switch (finding.kind) {
    case "over-budget": {
      const over = formatSize(finding.needed_bytes - finding.limit_bytes);
      return { glyph: "❌", text: `over budget by ${over} (${HOW[finding.from]})` };
    }
    case "out-of-memory":
      return { glyph: "❌", text: outOfMemoryText(finding) };
    case "drift": {
      const way = finding.delta_bytes > 0 ? "more than predicted, the unsafe direction" : "less than predicted";
      const share = formatShare(finding.delta_bytes / Math.max(finding.predicted_bytes, 1));
      const { mostly, tolerance } = finding;
      const named = mostly === undefined ? "" : `, mostly ${mostly.name} (${formatDelta(mostly.delta_bytes)})`;
      return {
        glyph: "⚠️",
        text: `${finding.tier} memory is ${formatSize(Math.abs(finding.delta_bytes))} (${share}) ${way}${named}; the tolerance is ${formatPercent(tolerance)}`,
      };
    }
    case "growth":
      return { glyph: "⚠️", text: `${growthText(finding)}; ${HOW_TO_ACCEPT}` };
    case "accepted-growth":
      return { glyph: "ℹ️", text: acceptedText(finding) };
    case "shrinkage":
      return { glyph: "ℹ️", text: growthText(finding) };
    case "tight": {
      const { needed_bytes, high_bytes, limit_bytes } = finding;
      const left = `close to the budget: ${formatSize(limit_bytes - needed_bytes)} are left`;
      const over = high_bytes > limit_bytes ? `, and up to ${formatSize(high_bytes)} may be needed` : "";
      return { glyph: "⚠️", text: `${left}${over}` };
    }
    case "leak":
      return { glyph: "⚠️", text: leakText(finding) };
    case "leak-over-budget":
      return { glyph: "❌", text: leakText(finding) };
    case "retries":
      return { glyph: "⚠️", text: retriesText(finding) };
    case "fragmentation":
      return { glyph: "⚠️", text: fragmentationText(finding) };
    case "varying-batches":
      return { glyph: "⚠️", text: varyingText(finding) };
    case "extrapolation-open": {
      const ends = `${formatSize(finding.low_bytes)} to ${formatSize(finding.high_bytes)}`;
      const budget = `the budget of ${formatSize(finding.limit_bytes)} lies between`;
      return {
        glyph: "❔",
        text: `extrapolated, ${ends} are needed, and ${budget}: measure batch sizes closer to it, or on a card that can run it`,
      };
    }
    case "limit-failed": {
      const asked = `${formatSize(finding.requested_bytes)} were requested with ${formatSize(finding.held_bytes)} held`;
      return {
        glyph: "❌",
        text: `what is predicted is no limit: with ${formatSize(finding.limit_bytes)} it ran out of memory in ${finding.phase} of step ${finding.step}, where ${asked}`,
      };
    }
    case "not-verified":
      return { glyph: "❔", text: `the predicted limit is not verified: ${briefLine(finding.detail)}` };
    case "co-tenant":
      return { glyph: "⚠️", text: tenantText(finding) };
    case "rank-spread":
      return { glyph: "⚠️", text: ranksText(finding) };
    case "not-on-the-card":
      return { glyph: "❔", text: passedOverText(finding) };
    case "not-measured":
      return { glyph: "ℹ️", text: `not measured: ${whyNot(finding)}` };
    case "measurement-failed":
      return { glyph: "❔", text: `the measurement failed: ${whyNot(finding)}` };
    case "unknown":
      return {
        glyph: "❔",
        text: `${finding.place.file}:${finding.place.line}:${finding.place.column}: ${briefLine(finding.what)}: ${briefLine(finding.advice)}`,
      };
    case "no-device":
      return { glyph: "❔", text: `no budget: ${briefLine(finding.detail)}` };
  }
}

/** The first line of what happened, and what to do; the rest is in the details. */
function whyNot({ reason, detail, advice }: WhyNotMeasured): string {
  const toDo = advice === undefined ? ADVICE[reason] : briefLine(advice);
  return `${firstLine(detail)}${toDo === "" ? "" : `; ${toDo}`}`;
}

/** Of a text of strangers. */
export function firstLine(detail: string): string {
  return briefLine(detail.split("\n")[0] ?? "");
}

/** What is left of it where it has more than one line: the stack, and what the training printed last. */
export function whatWasSeen({ findings }: TrainingResult): string | undefined {
  const lines = findings.flatMap((finding) =>
    finding.kind === "not-measured" || finding.kind === "measurement-failed" ? finding.detail.split("\n").slice(1) : [],
  );
  return lines.length === 0 ? undefined : lines.map(plainLine).join("\n");
}
