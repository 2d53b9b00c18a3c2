import * as z from "zod/mini";
import type { AttachedFailure, AttachedMessage, Ended } from "./attached-message.ts";
import { isOfOthers } from "./known-errors.ts";

/** As far as a process has come: a Python with the probe in it, torch, the first forward pass. */
const STAGES = ["python", "torch", "training"] as const;

/** What one process of a run has told so far. */
type Process = {
  stage: (typeof STAGES)[number];
  rank: number | null;
  measurement?: unknown;
  failure?: AttachedFailure;
  ended?: Ended;
  /** Whether it was there when somebody looked, and since which look it is not. */
  life: { readonly kind: "not-seen" | "seen" } | { readonly kind: "gone"; readonly look: number };
};

/** A process that has measured, and what it wrote. */
export type Measured = { readonly pid: number; readonly measurement: unknown };

/** One of several, or one that ran out of memory; looked at before the rest of it is believed. */
const OfSeveral = z.object({ distributed: z.object({ world_size: z.int().check(z.positive()) }) });
const OutOfMemory = z.object({ out_of_memory: z.looseObject({}) });

/** What the processes of a run have told, and what follows from all of it together. */
export class Told {
  readonly #processes = new Map<number, Process>();
  #step = 0;
  #looks = 0;
  #trace: unknown;

  take(pid: number, message: AttachedMessage): void {
    const process = this.#process(pid);
    if ("reached" in message) Object.assign(process, message.reached);
    else if ("progress" in message) this.#step = Math.max(this.#step, message.progress.step);
    else if ("measurement" in message) process.measurement = message.measurement;
    else if ("trace" in message) this.#trace = message.trace;
    else if ("failure" in message) process.failure ??= message.failure;
    else process.ended = message.ended;
  }

  /** `lives` looks whether a process is there. One that was never seen may have another number here. */
  look(lives: (pid: number) => boolean): void {
    this.#looks++;
    for (const [pid, process] of this.#processes) {
      if (lives(pid)) process.life = { kind: "seen" };
      else if (process.life.kind === "seen") process.life = { kind: "gone", look: this.#looks };
    }
  }

  /** The last optimizer step that was heard of; 0 for none. */
  get step(): number {
    return this.#step;
  }

  /** Where one was asked for. One process makes it. */
  get trace(): unknown {
    return this.#trace;
  }

  /** The Pythons with the probe in them. */
  get processes(): number {
    return this.#processes.size;
  }

  /** What was measured before an error ended the program is half a measurement, unless the error was out of memory. */
  get measured(): Measured[] {
    return [...this.#processes].flatMap(([pid, { measurement, failure }]) =>
      measurement === undefined || (failure !== undefined && !OutOfMemory.safeParse(measurement).success)
        ? []
        : [{ pid, measurement }],
    );
  }

  /** There is a trace; or every process of the training has measured; or one ran out of memory, which needs no other. */
  isComplete(): boolean {
    if (this.#trace !== undefined) return true;
    const measurements = this.measured.map(({ measurement }) => measurement);
    const several = OfSeveral.safeParse(measurements[0]).data?.distributed.world_size ?? 1;
    return measurements.length >= several || measurements.some((each) => OutOfMemory.safeParse(each).success);
  }

  /**
   * Of those that failed: one that trained before a rank that had not yet, before what others started; one with an error
   * of its own before one that tells of another's end; then the first.
   */
  failure(): AttachedFailure | undefined {
    const failed = this.#all().filter(({ failure }) => failure !== undefined);
    const [worst] = failed.toSorted(
      (a, b) => closeness(b) - closeness(a) || tellsOfOthers(a) - tellsOfOthers(b) || when(a) - when(b),
    );
    return worst?.failure;
  }

  /** Something of which the others of a training do not know has ended it: waiting for them is in vain. */
  isBroken(): boolean {
    const failed = this.#all().some((process) => process.failure !== undefined && closeness(process) === 2);
    return failed || this.lostRanks().length > 0 || (this.isSeveral() && this.#endedBeforeOthers());
  }

  /** Ranks that are gone, and said nothing of their end: the first, for others may have been ended after them. */
  lostRanks(): number[] {
    const lost = this.#all().filter(({ stage, rank, life, measurement, failure, ended }) => {
      const saidNothing = measurement === undefined && failure === undefined && ended === undefined;
      return stage === "training" && rank !== null && life.kind === "gone" && saidNothing;
    });
    const first = Math.min(...lost.map(goneAt));
    return lost.flatMap((process) => (goneAt(process) === first ? (process.rank ?? []) : []));
  }

  /** Of those that ended without a measurement: the one that came furthest. */
  ended(): Ended | undefined {
    const all = this.#all().flatMap(({ ended }) => ended ?? []);
    return all.toSorted((a, b) => b.steps - a.steps || b.forwards - a.forwards)[0];
  }

  hasTorch(): boolean {
    return this.#all().some(({ stage }) => stage !== "python");
  }

  isSeveral(): boolean {
    return this.#all().filter(({ rank }) => rank !== null).length > 1;
  }

  /** Whether no process came further than this one. One that was forked, and has told nothing, is a Python. */
  isFurthest(pid: number): boolean {
    const most = Math.max(0, ...this.#all().map(({ stage }) => STAGES.indexOf(stage)));
    return STAGES.indexOf(this.#processes.get(pid)?.stage ?? "python") === most;
  }

  /** They do not take the same number of steps. */
  #endedBeforeOthers(): boolean {
    return this.measured.length > 0 && this.ended() !== undefined;
  }

  #all(): Process[] {
    return [...this.#processes.values()];
  }

  #process(pid: number): Process {
    const process = this.#processes.get(pid) ?? { stage: "python", rank: null, life: { kind: "not-seen" } };
    this.#processes.set(pid, process);
    return process;
  }
}

/** How near to the training a process was. */
function closeness({ stage, rank, failure }: Process): number {
  if (failure?.trained === true || stage === "training") return 2;
  return stage === "torch" && rank !== null ? 1 : 0;
}

function tellsOfOthers({ failure }: Process): number {
  return Number(failure !== undefined && isOfOthers(failure.detail));
}

function when({ failure }: Process): number {
  return failure?.at ?? 0;
}

function goneAt({ life }: Process): number {
  return life.kind === "gone" ? life.look : Infinity;
}
