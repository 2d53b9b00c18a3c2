import { constants } from "node:os";
import type { ChildExit } from "./child.ts";
import { isOfOthers, reasonOf } from "./known-errors.ts";
import type { ProcessName } from "./process-name.ts";
import type { NotMeasuredReason } from "./reasons.ts";
import { type Frame, ownFrame, frameText, stackLines } from "./stack.ts";
import type { Failed, Lost, Told } from "./told.ts";

/** All that is known of a run that gave no measurement. */
export type Unmeasured = {
  readonly exit: ChildExit;
  readonly told: Told;
  /** Why its answer is not believed. */
  readonly disbelief: string | undefined;
  /** Where the main thread of each process stood at the limit. */
  readonly stacks: readonly { readonly process: ProcessName; readonly frames: readonly Frame[] }[];
  /** What it printed last. */
  readonly printed: readonly string[];
  readonly timeoutMs: number;
  readonly workspace: string;
};

export type Outcome = {
  readonly reason: NotMeasuredReason;
  readonly detail: string;
  readonly advice: string | undefined;
};

/** What happened, in one line, and below it what was seen: the training's own error, a stack, the last lines. */
export function outcomeOf(run: Unmeasured): Outcome {
  const { reason, what, seen = [], advice } = whatHappened(run);
  const isTold = run.told.failure() !== undefined; // with its frames
  const printed = (isTold ? withoutTracebacks(run.printed) : run.printed).slice(-PRINTED_LINES);
  const last = printed.length === 0 ? [] : ["it printed last:", ...printed];
  return { reason, detail: [what, ...seen, ...last].join("\n").slice(0, MOST_DETAIL), advice };
}

const MOST_DETAIL = 16_384;
const PRINTED_LINES = 20;

/** Their frames; the words of the error stay. */
function withoutTracebacks(lines: readonly string[]): string[] {
  let within = false;
  return lines.filter((line) => {
    within = line.startsWith("Traceback (most recent call last)") || (within && line.startsWith(" "));
    return !within;
  });
}

/** So begins what the probe prints where the way back is barred (Answers of attached/answers.py). */
export const CANNOT_WRITE = "vram-budget: cannot write what was seen";

type Happened = {
  readonly reason: NotMeasuredReason;
  readonly what: string;
  readonly seen?: readonly string[];
  readonly advice?: string | undefined;
};

function whatHappened(run: Unmeasured): Happened {
  const { exit, told, disbelief } = run;
  if (exit.kind === "not-started") return { reason: "failed", what: `Cannot start /bin/sh: ${exit.message}` };
  if (exit.kind === "cancelled") return { reason: "cancelled", what: "The run was cancelled" };
  if (disbelief !== undefined) return { reason: "not-believed", what: `The answer is not believed: ${disbelief}` };
  const failure = told.failure();
  const lost = told.lostRanks();
  const isCause = failure !== undefined && (lost.length === 0 || !isOfOthers(failure.failure.detail));
  if (isCause) return failed(failure, run);
  if (lost.length > 0) return lostRanks(lost, run);
  if (exit.kind === "timed-out") return timedOut(run);
  if (told.measured.length > 0) return disagreeing(run);
  return endedUnmeasured(run, codeOf(exit));
}

const MAY_BE_OF_THE_MACHINE: ReadonlySet<NotMeasuredReason> = new Set(["failed", "probe-failed"]);

function failed({ process, failure }: Failed, { told, workspace }: Unmeasured): Happened {
  const { detail, advice, rank, frames = [] } = failure;
  const own = MAY_BE_OF_THE_MACHINE.has(failure.reason) ? (reasonOf(detail) ?? failure.reason) : failure.reason;
  const [first = "", ...more] = detail.split("\n");
  const seen = [...more, ...stackLines(frames, workspace)];
  if (rank === null || !told.isSeveral()) return { reason: own, what: first, seen, advice };
  return {
    reason: own === "failed" ? "rank-died" : own,
    what: `Rank ${rank}${told.on(process)} failed, the others were stopped: ${first}`,
    seen,
  };
}

function lostRanks(lost: readonly Lost[], { exit, told, printed }: Unmeasured): Happened {
  const reason = reasonOf(printed.join("\n")) ?? "rank-died";
  const when = `after optimizer step ${told.step} at the earliest`;
  const how = exit.kind === "exited" ? `, and the command ended with ${describe(codeOf(exit))}` : "";
  const ranks = lost.map(({ process, rank }) => `${rank}${told.on(process)}`).join(" and ");
  return { reason, what: `Rank ${ranks} ended without a word ${when}; the others were stopped${how}` };
}

/** The user's own line first, of the process that came furthest. */
function timedOut({ told, stacks, timeoutMs, workspace }: Unmeasured): Happened {
  const candidates = stacks.filter(({ process }) => told.isFurthest(process));
  const own = candidates.filter(({ frames }) => ownFrame(frames) !== undefined);
  const stood = (own.length > 0 ? own : candidates)
    .toSorted((a, b) => a.process.pid - b.process.pid)
    .slice(0, MOST_STACKS);
  const what = `Not done after ${timeoutMs / 1000} s, ${progress(told)}${unheard(told)}`;
  const [first] = stood;
  if (first === undefined) return { reason: "timed-out", what };
  const frame = ownFrame(first.frames) ?? first.frames[0];
  const where = frame === undefined ? "" : `; it stood at ${frameText(frame, workspace)}`;
  const seen = stood.flatMap(({ process, frames }) => {
    const lines = stackLines(frames, workspace);
    return stood.length > 1 ? [`process ${process.pid}${told.on(process)}:`].concat(lines) : lines;
  });
  return { reason: "timed-out", what: `${what}${where}`, seen };
}

const MOST_STACKS = 4;

/** Of a node that does not see the probe or the run's folder. */
function unheard(told: Told): string {
  const ranks = told.unheardRanks();
  return ranks.length === 0 ? "" : `; nothing was ever heard of rank ${ranks.join(", ")}`;
}

function progress(told: Told): string {
  if (told.step > 0) return `the last optimizer step that was heard of is ${told.step}`;
  if (told.hasTorch()) return "and without an optimizer step";
  return told.processes > 0 ? "and torch was not imported" : "and no Python with the probe in it was started";
}

function disagreeing({ told }: Unmeasured): Happened {
  const measured = told.measured.length;
  const steps = told.ended()?.steps;
  const other =
    steps === undefined ? `the others did not${unheard(told)}` : `another ended after ${steps} optimizer step(s)`;
  return {
    reason: "ranks-disagree",
    what: `${measured} process(es) of the training took the measured steps, ${other}`,
  };
}

type Code = { readonly code: number | null; readonly signal: string | null };

/** A shell gives a program that a signal ended the exit code 128 + the signal. */
function codeOf(exit: Extract<ChildExit, { kind: "exited" | "stopped" }>): Code {
  if (exit.kind === "stopped") return { code: null, signal: null };
  if (exit.signal !== null) return { code: null, signal: exit.signal };
  const signals: readonly [string, number][] = Object.entries(constants.signals);
  const [signal = null] = signals.find(([, number]) => number === (exit.code ?? 0) - 128) ?? [];
  return { code: exit.code, signal };
}

function describe({ code, signal }: Code): string {
  if (signal !== null) return code === null ? `signal ${signal}` : `exit code ${code}, signal ${signal}`;
  return `exit code ${code ?? "unknown"}`;
}

function endedUnmeasured({ told, printed }: Unmeasured, how: Code): Happened {
  const after = told.ended();
  const succeeded = how.code === 0 && how.signal === null;
  const cut = printed.find((line) => line.startsWith(CANNOT_WRITE));
  if (cut !== undefined) return { reason: reasonOf(cut) ?? "failed", what: `The probe's answer is lost: ${cut}` };
  const known = succeeded ? undefined : reasonOf(printed.join("\n"));
  const what = `The command ended with ${describe(how)}, ${made(told)}`;
  if (known !== undefined) return { reason: known, what };
  if (how.signal !== null) return { reason: "killed", what };
  if (!succeeded && (after?.steps ?? 0) === 0) return { reason: "failed", what };
  return { reason: told.processes === 0 ? "not-attached" : "no-step", what };
}

/** How far the process got that came furthest. */
function made(told: Told): string {
  const after = told.ended();
  if (after === undefined) return progress(told);
  if (after.steps > 0) return `after ${after.steps} optimizer step(s), all of them warm-up`;
  return `and without an optimizer step: ${after.forwards} forward and ${after.backwards} backward passes were seen`;
}
