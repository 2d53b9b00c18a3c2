import { SEVERITY } from "../compare/finding.ts";
import type { BudgetResult, Results, TrainingResult } from "../compare/result.ts";
import { baseLabel } from "./change-words.ts";
import { briefLine, plainLine } from "./escape.ts";
import { findingText, firstLine } from "./finding-words.ts";
import { formatApart, formatBriefDelta, formatCount, formatSize } from "./format.ts";
import { budgetShare, bySeverity } from "./severity.ts";
import { shortCardName } from "./words.ts";

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
