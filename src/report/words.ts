import { type Evidence, type Finding, SEVERITY, type WhyNotMeasured } from "../compare/finding.ts";
import { warns } from "../compare/notable.ts";
import type { BudgetResult, Results, TrainingResult } from "../compare/result.ts";
import type { Verdict } from "../compare/finding.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { Interval } from "../predict/interval.ts";
import type { Prediction } from "../predict/prediction.ts";
import { acceptedText, HOW_TO_ACCEPT } from "./acceptance-words.ts";
import { ADVICE } from "./advice.ts";
import { baseLabel } from "./change-words.ts";
import { briefLine, plainLine } from "./escape.ts";
import { growthText } from "./growth-words.ts";
import {
  fragmentationText,
  leakText,
  passedOverText,
  ranksText,
  retriesText,
  tenantText,
  varyingText,
  outOfMemoryText,
} from "./observed-words.ts";
import {
  formatApart,
  formatBriefDelta,
  formatCount,
  formatDelta,
  formatPercent,
  formatShare,
  formatSize,
  inUnit,
  unitFor,
} from "./format.ts";

export const GLYPH = { pass: "✅", fail: "❌", unknown: "❔" } as const satisfies Record<Verdict, string>;

/** The first line of every report: verdict, number, training, and how far it is from the base. Plain text. */
export function headline(results: Results): string {
  const [worst] = bySeverity(results.trainings);
  if (worst === undefined) return "GPU memory not decided: the config has no trainings";
  switch (results.verdict) {
    case "fail":
      return `${failure(worst)}${aside([...sinceBase(worst, results), ...among(results)])}`;
    case "unknown":
      return `GPU memory not decided: ${worst.name}: ${firstOpen(worst)}${aside(among(results))}`;
    case "pass":
      return passLine(results);
  }
}

function passLine(results: Results): string {
  const { trainings } = results;
  const [tightest] = trainings.toSorted((a, b) => budgetShare(b) - budgetShare(a));
  if (tightest === undefined) return "GPU memory within budget";
  const { budget, name } = tightest;
  if (budget === undefined) return `GPU memory within budget: ${name}`;
  const since = aside(sinceBase(tightest, results));
  if (trainings.length === 1) return `GPU memory within budget: ${name} needs ${needText(budget)}${since}`;
  return `GPU memory within budget: ${trainings.length} trainings, the tightest ${name} with ${needText(budget)}${since}`;
}

/** "41.2 GiB of 40.0 GiB on L40S" */
function needText({ needed_bytes, limit_bytes, device }: BudgetResult): string {
  const [needed, limit] = formatApart(needed_bytes, limit_bytes);
  return `${needed} of ${limit} on ${plainLine(shortCardName(device.name))}`;
}

function aside(parts: readonly string[]): string {
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

/** "+12.2 GiB vs main": what was measured of both sides, else what is predicted of both. */
function sinceBase({ change, budget }: TrainingResult, { base }: Results): string[] {
  const how = budget?.from === "prediction" ? ["predicted"] : [];
  if (change === undefined) return how;
  if (change.kind === "new") return [...how, "new"];
  const moved = change.measured ?? (change.kind === "changed" ? change : undefined);
  if (moved === undefined || moved.delta_bytes === 0) return how;
  return [...how, `${formatBriefDelta(moved.delta_bytes, moved.head_bytes)} vs ${baseLabel(base)}`];
}

/** Of several: how many have this verdict. */
function among({ trainings, verdict }: Results): string[] {
  const those = trainings.filter((training) => training.verdict === verdict).length;
  const [one, many] = verdict === "fail" ? ["fails", "fail"] : ["is open", "are open"];
  return trainings.length === 1 ? [] : [`${those} of ${trainings.length} trainings ${those === 1 ? one : many}`];
}

function failure({ name, budget, findings, verification }: TrainingResult): string {
  const memory = findings.find((finding) => finding.kind === "out-of-memory");
  if (memory !== undefined) return `CUDA out of memory: ${name} in ${memory.phase} of step ${memory.step}`;
  const over = findings.some(({ kind }) => kind === "over-budget");
  if (!over && verification?.kind === "limit-failed")
    return `Predicted GPU memory is no limit: ${name} ran out of ${formatSize(verification.limit_bytes)}`;
  if (budget === undefined) return `GPU memory over budget: ${name}`;
  const leak = findings.find((finding) => finding.kind === "leak-over-budget");
  if (leak !== undefined) {
    const after = `${formatCount(leak.steps_to_limit)} more steps`;
    return `GPU memory leak: ${name} grows by ${formatSize(leak.bytes_per_step)} a step, over budget after about ${after}`;
  }
  return `GPU memory over budget: ${name} needs ${needText(budget)}`;
}

function firstOpen({ findings }: TrainingResult): string {
  const open = findings.find(({ kind }) => SEVERITY[kind] === "undecided");
  if (open === undefined) return "nothing was predicted or measured";
  switch (open.kind) {
    case "unknown":
      return briefLine(open.what);
    case "measurement-failed":
      return `the measurement failed: ${firstLine(open.detail)}`;
    case "not-on-the-card":
      return `it ran on the CPU, and not on ${plainLine(open.card)}`;
    case "extrapolation-open":
      return `${formatSize(open.low_bytes)} to ${formatSize(open.high_bytes)} are needed of ${formatSize(open.limit_bytes)}`;
    default:
      return findingText(open).text;
  }
}

const RANK = { fail: 3, unknown: 2, pass: 0 } as const satisfies Record<Verdict, number>;

/** The worst first: by verdict, then those that warn, then by the share of the budget. */
export function bySeverity(trainings: readonly TrainingResult[]): TrainingResult[] {
  const rank = (training: TrainingResult) => RANK[training.verdict] || (warns(training) ? 1 : 0);
  return trainings.toSorted((a, b) => rank(b) - rank(a) || budgetShare(b) - budgetShare(a));
}

export function budgetShare({ budget }: TrainingResult): number {
  return budget === undefined ? 0 : budget.needed_bytes / Math.max(budget.limit_bytes, 1);
}

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

function firstLine(detail: string): string {
  return briefLine(detail.split("\n")[0] ?? "");
}

/** What is left of it where it has more than one line: the stack, and what the training printed last. */
export function whatWasSeen({ findings }: TrainingResult): string | undefined {
  const lines = findings.flatMap((finding) =>
    finding.kind === "not-measured" || finding.kind === "measurement-failed" ? finding.detail.split("\n").slice(1) : [],
  );
  return lines.length === 0 ? undefined : lines.map(plainLine).join("\n");
}

/** Without the maker, for a narrow column: "NVIDIA GeForce RTX 4090" is "RTX 4090" there. */
export function shortCardName(name: string): string {
  return name.replace(/^NVIDIA (?:GeForce )?/, "");
}

/** "3.98 GiB (3.60 to 4.60)"; the number alone where nothing is in doubt. */
export function rangeText(size: Bytes, { low_bytes, high_bytes }: Interval): string {
  if (low_bytes === size && high_bytes === size) return formatSize(size);
  const unit = unitFor(size);
  return `${formatSize(size)} (${inUnit(low_bytes, unit)} to ${inUnit(high_bytes, unit)})`;
}

/** What moves the number: "CUDA context −36.00 MiB to +186.00 MiB", "whole segments ±20.00 MiB". */
export function doubtTexts({ doubts }: Interval): readonly string[] {
  return doubts.map(
    ({ part, below_bytes, above_bytes, reason }) => `${part} ${doubtText(below_bytes, above_bytes)}: ${reason}`,
  );
}

function doubtText(below: Bytes, above: Bytes): string {
  if (below === above) return `±${formatSize(above)}`;
  if (below === 0) return formatDelta(above);
  return above === 0 ? formatDelta(0 - below) : `${formatDelta(0 - below)} to ${formatDelta(above)}`;
}

/** That it lived under the predicted limit; a finding says where it did not. Plain text. */
export function survivalText({ verification, measurement }: TrainingResult): string | undefined {
  if (verification?.kind !== "survived" || measurement.kind !== "measured") return undefined;
  const { limit_bytes, num_alloc_retries } = verification;
  const what = measurement.document.device.kind === "cpu" ? "alive" : "reserved";
  const retries = num_alloc_retries === 0 ? "" : `, after cached memory was given back ${num_alloc_retries} time(s)`;
  return `survived at ${formatSize(limit_bytes)}, the most that is predicted to be ${what}${retries}`;
}

/** What was measured, where nothing was predicted for it to stand beside. */
export function measuredAlone({
  measurement,
  comparison,
}: TrainingResult): { title: string; text: string } | undefined {
  if (comparison !== undefined || measurement.kind !== "measured" || measurement.document.out_of_memory !== null)
    return undefined;
  const { device, allocated_bytes, reserved_bytes, device_bytes } = measurement.document;
  if (device.kind === "cpu") {
    const counted = `tensors of ${formatSize(allocated_bytes)} at the peak, every one counted`;
    const left =
      "a card's library workspaces, allocator and CUDA context are not in it, so it does not tell what a card needs";
    return { title: "measured on the CPU, a rehearsal", text: `${counted}; ${left}` };
  }
  const tiers = `${formatSize(allocated_bytes)} allocated, ${formatSize(reserved_bytes)} reserved, ${formatSize(device_bytes)} of the card`;
  return { title: `measured on ${plainLine(device.name)}`, text: tiers };
}

/** The comparison in a few words: "exact to the byte" or "+1.2 %". */
export function agreement({ comparison }: TrainingResult): string | undefined {
  if (comparison === undefined) return undefined;
  const row = comparison.tiers.at(-1);
  if (row === undefined) return undefined;
  if (row.delta_bytes === 0) return "exact";
  return `${formatShare(row.delta_bytes / Math.max(row.predicted_bytes, 1))} (${formatDelta(row.delta_bytes)})`;
}

/**
 * The formula where every parameter has one size: 101,770 parameters × 4 bytes = 407,080 bytes. A process of several may
 * hold a part of them alone: then what it holds.
 */
export function parametersText(
  count: string,
  { model, nominal_bytes, processes }: Extract<Prediction, { kind: "predicted" }>,
): string {
  const each = nominal_bytes.parameters / model.parameters;
  const size = `${formatCount(nominal_bytes.parameters)} bytes`;
  if (processes > 1) return `${count} parameters, ${size} of the first of ${formatCount(processes)} processes`;
  return Number.isInteger(each) ? `${count} parameters × ${each} bytes = ${size}` : `${count} parameters, ${size}`;
}
