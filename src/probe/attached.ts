import { delimiter, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readMessage } from "./attached-message.ts";
import { CANNOT_WRITE, outcomeOf } from "./attached-outcome.ts";
import { type Child, type ChildExit, startChild } from "./child.ts";
import { childEnvironment } from "./child-environment.ts";
import { reasonOf } from "./known-errors.ts";
import { ATTACH, parentOfRunFolder, passedOnBySrun } from "./nodes.ts";
import { isAlive } from "./processes.ts";
import { isHere } from "./process-name.ts";
import type { Card } from "./protocol.ts";
import type { ProbeFailed, ProbeOptions } from "./run.ts";
import { type RecordedStep, RunFolder } from "./run-folder.ts";
import type { DescribedTraining } from "../config/training.ts";
import { askForStacks } from "./stack-signal.ts";
import { type Measured, Told } from "./told.ts";

/** What the probe is told, as `request.json` in the run's folder (vram_probe/attached/attach.py). */
export type AttachRequest = {
  readonly schema: "vram-budget/attach@1";
  /** Where the command runs, relative to the workspace. */
  readonly folder: string;
  /** Optimizer steps to measure after the warm-up; null to stop when the peak has been stable. */
  readonly steps: number | null;
  readonly warmup: number;
  /** Record a step too, with the lines of the code in the workspace that asked for memory. */
  readonly explain: boolean;
  /** The cards of this machine before anything ran on them. */
  readonly cards: readonly AttachCard[];
  /** What `vram_probe.described` trains, where that is the command. */
  readonly training?: DescribedTraining;
  /** The most that each process may take: reserved by the allocator of a card, alive on the CPU. */
  readonly limit_bytes?: number;
  /** Run it under fake tensors for a card, and answer with a trace instead of measurements. */
  readonly trace?: { readonly card: Card; readonly batch_size: number | null };
};

export type AttachCard = { readonly uuid: string; readonly driver: string; readonly used_bytes: number };

/** What each process of the training wrote, and the trace that was asked for; not yet checked. */
export type AttachedAnswer =
  | { readonly kind: "answered"; readonly processes: readonly ProcessAnswer[]; readonly trace?: unknown }
  | ProbeFailed;

export type ProcessAnswer = { readonly measurement: unknown; readonly recording: RecordedStep | undefined };

const POLL_MS = 100;
/** So long it takes every process to write down where it stands. */
const STACKS_MS = 300;
/** When one process of several has failed, the others are given this long to end by themselves. */
const OTHERS_MS = 10_000;
/** What the training printed last is kept for the report, and for what it says of the reason. */
const PRINTED_LINES = 200;

/**
 * Runs a command with the probe in every Python that it starts, until every process of its training has measured its
 * steps, and ends it there. Nothing of it runs on.
 */
export async function runAttached(
  command: string,
  request: AttachRequest,
  options: ProbeOptions,
): Promise<AttachedAnswer> {
  let folder: RunFolder;
  try {
    const parent = parentOfRunFolder(options.environment, options.workspace);
    folder = await RunFolder.make({ ...request, workspace: options.workspace }, parent);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return { kind: "failed", reason: reasonOf(what) ?? "failed", detail: `Cannot make a folder for the run: ${what}` };
  }
  try {
    return await new AttachedRun(folder, options).run(command, join(options.workspace, request.folder));
  } finally {
    await folder.remove();
  }
}

class AttachedRun {
  readonly #folder: RunFolder;
  readonly #options: ProbeOptions;
  readonly #printed: string[] = [];
  readonly #told = new Told();
  #disbelief: string | undefined;
  #isCut = false;
  #brokenAt: number | undefined;

  constructor(folder: RunFolder, options: ProbeOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  async run(command: string, cwd: string): Promise<AttachedAnswer> {
    const child = this.#start(command, cwd);
    const exited = child.exit.then(() => true);
    while (!(await Promise.race([exited, delay(POLL_MS, false)]))) {
      await this.#read();
      this.#told.look((process) => isHere(process) && isAlive(process.pid));
      if (this.#isOver()) child.stop();
    }
    const exit = await child.exit;
    await this.#read();
    return this.#answer(exit);
  }

  #start(command: string, cwd: string): Child {
    const { python, environment, passed, timeoutMs, signal, onOutput, probeFolder } = this.#options;
    const start = join(probeFolder, "vram_probe", "attached", "start");
    const child = childEnvironment(environment, start, passed);
    return startChild({
      command: "/bin/sh",
      args: ["-c", command],
      cwd,
      // `python` in the command is the Python that was found
      environment: {
        ...child,
        ...pathOf(python, child["PATH"]),
        ...passedOnBySrun(child),
        [ATTACH]: this.#folder.path,
      },
      timeoutMs,
      ...(signal === undefined ? {} : { signal }),
      atLimit: async (pids) => {
        askForStacks(pids);
        await delay(STACKS_MS);
      },
      onOutput: (line) => {
        this.#printed.push(line.slice(0, 2000));
        if (this.#printed.length > PRINTED_LINES) this.#printed.shift();
        this.#isCut ||= line.startsWith(CANNOT_WRITE);
        onOutput?.(line);
      },
    });
  }

  /** What the processes have written since the last time. */
  async #read(): Promise<void> {
    if (this.#disbelief !== undefined) return;
    const found = await this.#folder.newLines();
    if (found.kind === "not-believed") {
      this.#disbelief = found.detail;
      return;
    }
    for (const { process, text } of found.lines) {
      const message = readMessage(text);
      if (message === undefined) this.#disbelief ??= "a line of it is not in the probe's form";
      else this.#told.take(process, message);
      if (message !== undefined && "progress" in message) this.#options.onProgress?.(message.progress);
    }
  }

  /** Nothing more will come, or nothing of it would be believed. */
  #isOver(): boolean {
    if (this.#disbelief !== undefined || this.#isCut || this.#told.isComplete()) return true;
    if (this.#told.isBroken()) this.#brokenAt ??= Date.now();
    return this.#brokenAt !== undefined && Date.now() - this.#brokenAt > OTHERS_MS;
  }

  async #answer(exit: ChildExit): Promise<AttachedAnswer> {
    if (this.#disbelief === undefined && this.#told.isComplete()) {
      return {
        kind: "answered",
        processes: await Promise.all(this.#told.measured.map((each) => this.#withRecording(each))),
        trace: this.#told.trace,
      };
    }
    const { timeoutMs, workspace } = this.#options;
    const outcome = outcomeOf({
      exit,
      told: this.#told,
      disbelief: this.#disbelief,
      stacks: await this.#folder.stacks(),
      printed: this.#printed,
      timeoutMs,
      workspace,
    });
    return { kind: "failed", ...outcome };
  }

  async #withRecording({ process, measurement }: Measured): Promise<ProcessAnswer> {
    return { measurement, recording: await this.#folder.recording(process) };
  }
}

/** The folder of the Python first, and the environment that it is of. */
function pathOf(python: string, path = ""): Record<string, string> {
  return python.includes("/") ? { PATH: `${dirname(python)}${delimiter}${path}` } : {};
}
