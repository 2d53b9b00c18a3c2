import * as z from "zod/mini";
import type { AttachedFailure, AttachedMessage, Ended } from "./attached-message.ts";
import { isOfOthers } from "./known-errors.ts";
import { type ProcessName, processNameText } from "./process-name.ts";

/** As far as a process has come: a Python with the probe in it, torch, the first forward pass. */
const STAGES = ["python", "torch", "training"] as const;

/** What one process of a run has told so far. */
type Process = {
  readonly name: ProcessName;
  stage: (typeof STAGES)[number];
  rank: number | null;
  measurement?: unknown;
  failure?: AttachedFailure;
  ended?: Ended;
  /** Whether it was there when somebody looked, and since which look it is not. */
  life: { readonly kind: "not-seen" | "seen" } | { readonly kind: "gone"; readonly look: number };
};

/** A process that has measured, and what it wrote. */
export type Measured = { readonly process: ProcessName; readonly measurement: unknown };

/** A process that an error ended. */
export type Failed = { readonly process: ProcessName; readonly failure: AttachedFailure };

/** A rank of which no word came any more. */
export type Lost = { readonly process: ProcessName; readonly rank: number };

/** One of several, or one that ran out of memory; looked at before the rest of it is believed. */
const OfSeveral = z.object({ distributed: z.object({ world_size: z.int().check(z.positive()) }) });
const OutOfMemory = z.object({ out_of_memory: z.looseObject({}) });

/** What the processes of a run have told, and what follows from all of it together. */
export class Told {
  readonly #processes = new Map<string, Process>();
  #step = 0;
  #looks = 0;
  #trace: unknown;

  take(name: ProcessName, message: AttachedMessage): void {
    const process = this.#process(name);
    if ("reached" in message) Object.assign(process, message.reached);
    else if ("progress" in message) this.#step = Math.max(this.#step, message.progress.step);
    else if ("measurement" in message) process.measurement = message.measurement;
    else if ("trace" in message) this.#trace = message.trace;
    else if ("failure" in message) process.failure ??= message.failure;
    else process.ended = message.ended;
  }

  /** `lives` looks whether a process is there. One of another node is never seen, and so never missed. */
  look(lives: (process: ProcessName) => boolean): void {
    this.#looks++;
    for (const process of this.#all()) {
      if (lives(process.name)) process.life = { kind: "seen" };
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
    return this.#all().flatMap(({ name, measurement, failure }) =>
      measurement === undefined || (failure !== undefined && !OutOfMemory.safeParse(measurement).success)
        ? []
        : [{ process: name, measurement }],
    );
  }

  /** There is a trace; or every process of the training has measured; or one ran out of memory, which needs no other. */
  isComplete(): boolean {
    if (this.#trace !== undefined) return true;
    const measurements = this.measured.map(({ measurement }) => measurement);
    return measurements.length >= this.#worldSize() || measurements.some((each) => OutOfMemory.safeParse(each).success);
  }

  /**
   * Of those that failed: one that trained before a rank that had not yet, before what others started; one with an error
   * of its own before one that tells of another's end; then the first.
   */
  failure(): Failed | undefined {
    const failed = this.#all().filter(({ failure }) => failure !== undefined);
    const [worst] = failed.toSorted(
      (a, b) => closeness(b) - closeness(a) || tellsOfOthers(a) - tellsOfOthers(b) || when(a) - when(b),
    );
    return worst?.failure === undefined ? undefined : { process: worst.name, failure: worst.failure };
  }

  /** Something of which the others of a training do not know has ended it: waiting for them is in vain. */
  isBroken(): boolean {
    const failed = this.#all().some((process) => process.failure !== undefined && closeness(process) === 2);
    return failed || this.lostRanks().length > 0 || (this.isSeveral() && this.#endedBeforeOthers());
  }

  /**
   * Ranks that are gone, and said nothing of their end: the first, for others may have been ended after them. Where none
   * is seen to be gone and one of this training says that another is: those that could not be seen, and said nothing.
   */
  lostRanks(): Lost[] {
    const silent = this.#all().filter(({ stage, rank, measurement, failure, ended }) => {
      const saidNothing = measurement === undefined && failure === undefined && ended === undefined;
      return stage === "training" && rank !== null && saidNothing;
    });
    const gone = silent.filter(({ life }) => life.kind === "gone");
    const first = Math.min(...gone.map(goneAt));
    const missed = this.#all().some((process) => closeness(process) === 2 && tellsOfOthers(process) === 1);
    const unseen = missed ? silent.filter(({ life }) => life.kind === "not-seen") : [];
    return (gone.length > 0 ? gone.filter((process) => goneAt(process) === first) : unseen).flatMap(({ name, rank }) =>
      rank === null ? [] : [{ process: name, rank }],
    );
  }

  /** Of a training that has measured, the ranks that no process said to be. */
  unheardRanks(): number[] {
    if (this.measured.length === 0) return [];
    const heard = new Set(this.#all().map(({ rank }) => rank));
    return Array.from({ length: this.#worldSize() }, (_, rank) => rank).filter((rank) => !heard.has(rank));
  }

  /** ` on gpu-02`, where processes of several machines told something. */
  on({ host }: ProcessName): string {
    return new Set(this.#all().map(({ name }) => name.host)).size > 1 ? ` on ${host}` : "";
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
  isFurthest(process: ProcessName): boolean {
    const most = Math.max(0, ...this.#all().map(({ stage }) => STAGES.indexOf(stage)));
    return STAGES.indexOf(this.#processes.get(processNameText(process))?.stage ?? "python") === most;
  }

  /** They do not take the same number of steps. */
  #endedBeforeOthers(): boolean {
    return this.measured.length > 0 && this.ended() !== undefined;
  }

  #all(): Process[] {
    return [...this.#processes.values()];
  }

  /** As a measurement says it; 1 where none does. */
  #worldSize(): number {
    return OfSeveral.safeParse(this.measured[0]?.measurement).data?.distributed.world_size ?? 1;
  }

  #process(name: ProcessName): Process {
    const text = processNameText(name);
    const process = this.#processes.get(text) ?? { name, stage: "python", rank: null, life: { kind: "not-seen" } };
    this.#processes.set(text, process);
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
