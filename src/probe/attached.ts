import { lstat, mkdtemp, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import * as z from "zod/mini";
import { type Child, type ChildExit, startChild } from "./child.ts";
import { childEnvironment } from "./child-environment.ts";
import { ProbeFailure, ProbeProgress } from "./protocol.ts";
import type { ProbeFailed, ProbeOptions } from "./run.ts";

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
};

export type AttachCard = { readonly uuid: string; readonly driver: string; readonly used_bytes: number };

/** What each process of the training wrote, not yet checked. */
export type AttachedAnswer = { readonly kind: "answered"; readonly processes: readonly ProcessAnswer[] } | ProbeFailed;

export type ProcessAnswer = { readonly measurement: unknown; readonly recording: RecordedStep | undefined };

/** A step as PyTorch's memory snapshot, or, on the CPU, as `vram-budget/trace@2`. */
export type RecordedStep = { readonly format: "pickle" | "json"; readonly content: Uint8Array };

const whole = z.int().check(z.nonnegative());

/** One line of a process's answer. */
const AttachedMessage = z.union([
  z.strictObject({ progress: ProbeProgress }),
  z.strictObject({ measurement: z.unknown() }),
  z.strictObject({ failure: z.strictObject({ ...ProbeFailure.shape, trained: z.boolean() }) }),
  z.strictObject({ ended: z.strictObject({ steps: whole, trained: z.boolean() }) }),
]);
type AttachedMessage = z.infer<typeof AttachedMessage>;

/** How many processes a measurement is one of. */
const OfSeveral = z.object({ distributed: z.object({ world_size: z.int().check(z.positive()) }) });

const POLL_MS = 100;
/** When one process of several has failed, the others are given this long to end by themselves. */
const OTHERS_MS = 10_000;
/** What the training printed last is kept for the report. */
const TAIL_LINES = 20;
/** A recording that is larger is left behind. */
const MAX_RECORDING_BYTES = 512 * 2 ** 20;
/** More is not believed of one process. */
const MAX_ANSWER_BYTES = 64 * 2 ** 20;

/**
 * Runs a command with the probe in every Python that it starts, until every process of its training has measured its
 * steps, and ends it there. Nothing of it runs on.
 */
export async function runAttached(
  command: string,
  request: AttachRequest,
  options: ProbeOptions,
): Promise<AttachedAnswer> {
  const folder = await mkdtemp(join(tmpdir(), "vram-budget-run-"));
  try {
    const deadline_s = (Date.now() + options.timeoutMs) / 1000;
    const { workspace } = options;
    await writeFile(join(folder, "request.json"), JSON.stringify({ ...request, workspace, deadline_s }));
    return await new AttachedRun(folder, options).run(command, join(workspace, request.folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class AttachedRun {
  readonly #folder: string;
  readonly #options: ProbeOptions;
  readonly #files = new Map<string, { offset: number; rest: string }>();
  readonly #tail: string[] = [];
  readonly #measurements = new Map<string, unknown>();
  readonly #failures: (ProbeFailure & { readonly trained: boolean })[] = [];
  #ended: { readonly steps: number } | undefined;
  #failedAt: number | undefined;

  constructor(folder: string, options: ProbeOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  async run(command: string, cwd: string): Promise<AttachedAnswer> {
    const child = this.#start(command, cwd);
    const exited = child.exit.then(() => true);
    while (!(await Promise.race([exited, delay(POLL_MS)]))) {
      await this.#read();
      if (this.#isComplete() || this.#othersAreLate()) child.stop();
    }
    await this.#read();
    return this.#answer(await child.exit);
  }

  #start(command: string, cwd: string): Child {
    const { python, environment, timeoutMs, signal, onOutput, probeFolder } = this.#options;
    const start = join(probeFolder, "vram_probe", "attached", "start");
    const child = childEnvironment(environment, start);
    return startChild({
      command: "/bin/sh",
      args: ["-c", command],
      cwd,
      // `python` in the command is the Python that was found
      environment: { ...child, ...pathOf(python, child["PATH"]), VRAM_BUDGET_ATTACH: this.#folder },
      timeoutMs,
      ...(signal === undefined ? {} : { signal }),
      onOutput: (line) => {
        this.#tail.push(line.slice(0, 2000));
        if (this.#tail.length > TAIL_LINES) this.#tail.shift();
        onOutput?.(line);
      },
    });
  }

  /** What the processes have written since the last time. */
  async #read(): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => /^answers-\d+\.jsonl$/.test(name));
    for (const name of names) {
      const file = this.#files.get(name) ?? { offset: 0, rest: "" };
      this.#files.set(name, file);
      const text = await readFrom(join(this.#folder, name), file.offset);
      file.offset += text.length;
      const lines = `${file.rest}${text.toString("utf8")}`.split("\n");
      file.rest = lines.pop() ?? "";
      for (const line of lines) this.#take(name, readMessage(line));
    }
  }

  #take(file: string, message: AttachedMessage): void {
    if ("progress" in message) this.#options.onProgress?.(message.progress);
    else if ("measurement" in message) this.#measurements.set(file, message.measurement);
    else if ("ended" in message) this.#ended = message.ended;
    else this.#failures.push(message.failure);
    if ("failure" in message && message.failure.trained) this.#failedAt ??= Date.now();
  }

  #isComplete(): boolean {
    return this.#measurements.size > 0 && this.#measurements.size >= this.#worldSize();
  }

  #worldSize(): number {
    const [first] = this.#measurements.values();
    return OfSeveral.safeParse(first).data?.distributed.world_size ?? 1;
  }

  #othersAreLate(): boolean {
    return this.#failedAt !== undefined && Date.now() - this.#failedAt > OTHERS_MS;
  }

  async #answer(exit: ChildExit): Promise<AttachedAnswer> {
    if (this.#isComplete()) return { kind: "answered", processes: await this.#processes() };
    const failed = (reason: ProbeFailed["reason"], detail: string): ProbeFailed => ({ kind: "failed", reason, detail });
    const printed = this.#tail.length === 0 ? "" : `; it printed last:\n${this.#tail.join("\n")}`;
    const failure = this.#failures.find(({ trained }) => trained) ?? this.#failures[0];
    switch (exit.kind) {
      case "not-started":
        return failed("failed", `Cannot start /bin/sh: ${exit.message}`);
      case "cancelled":
        return failed("cancelled", "The run was cancelled");
      case "timed-out": {
        const seconds = this.#options.timeoutMs / 1000;
        return failed("timed-out", `Not done after ${seconds} s${await this.#stacks()}${printed}`);
      }
      case "stopped":
      case "exited": {
        if (failure !== undefined) return failed(failure.reason, failure.detail);
        const how = exit.kind === "stopped" || exit.signal === null ? "" : `signal ${exit.signal}`;
        const code = exit.kind === "exited" && exit.code !== null ? `exit code ${exit.code}` : how;
        if (this.#ended !== undefined) {
          const taken = `${this.#ended.steps} optimizer step(s), all of them warm-up`;
          return failed("no-step", `The program ended after ${taken}, with ${code}${printed}`);
        }
        return failed("no-step", `The program ended without an optimizer step that was seen, with ${code}${printed}`);
      }
    }
  }

  async #processes(): Promise<ProcessAnswer[]> {
    const answers = [...this.#measurements].map(async ([name, measurement]) => {
      const pid = /\d+/.exec(name)?.[0] ?? "";
      return { measurement, recording: (await this.#recording(pid, "pickle")) ?? (await this.#recording(pid, "json")) };
    });
    return Promise.all(answers);
  }

  async #recording(pid: string, format: RecordedStep["format"]): Promise<RecordedStep | undefined> {
    const path = join(this.#folder, `recording-${pid}.${format}`);
    const found = await lstat(path).catch(() => undefined);
    if (found?.isFile() !== true || found.size > MAX_RECORDING_BYTES) return undefined;
    return { format, content: await readFile(path) };
  }

  /** Where each Python stood at the limit: the longest stack is of the one that did most. */
  async #stacks(): Promise<string> {
    const names = (await readdir(this.#folder)).filter((name) => /^stack-\d+\.txt$/.test(name));
    const texts = await Promise.all(names.map((name) => readFile(join(this.#folder, name), "utf8")));
    const [longest = ""] = texts.toSorted((a, b) => b.length - a.length);
    return longest === "" ? "" : `; it stood at:\n${longest.slice(0, 2000)}`;
  }
}

/** The folder of the Python first, and the environment that it is of. */
function pathOf(python: string, path = ""): Record<string, string> {
  return python.includes("/") ? { PATH: `${dirname(python)}${delimiter}${path}` } : {};
}

async function readFrom(path: string, offset: number): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    if (size > MAX_ANSWER_BYTES) return Buffer.alloc(0);
    const buffer = Buffer.alloc(size - offset);
    await file.read(buffer, 0, buffer.length, offset);
    return buffer;
  } finally {
    await file.close();
  }
}

function readMessage(line: string): AttachedMessage {
  const unread = { reason: "failed", detail: "The probe's answer is not in its own form", trained: true } as const;
  try {
    return AttachedMessage.safeParse(JSON.parse(line)).data ?? { failure: unread };
  } catch {
    return { failure: unread }; // not JSON
  }
}

function delay(milliseconds: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), milliseconds);
  });
}
