import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as delay } from "node:timers/promises";
import { askToEnd, isLeft, killRun, pidsOf, type Run, RUN_MARK, runOf } from "./processes.ts";

export type ChildOptions = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** What is done at the limit with the processes that run, before they are asked to end. */
  readonly atLimit?: (pids: readonly number[]) => Promise<void>;
  /** Each line on descriptor 3; without it the program has no such descriptor, and no standard input. */
  readonly onAnswer?: (line: string) => void;
  /** Each line of standard output and standard error. */
  readonly onOutput: (line: string) => void;
};

export type ChildExit =
  | { readonly kind: "exited"; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly kind: "timed-out" }
  | { readonly kind: "cancelled" }
  | { readonly kind: "stopped" }
  | { readonly kind: "not-started"; readonly message: string };

const CANCELLED: Child = {
  write: () => {},
  endInput: () => {},
  stop: () => {},
  exit: Promise.resolve({ kind: "cancelled" }),
};

/** From SIGTERM to SIGKILL at most: as long as somebody of the run is left. */
const GRACE_MS = 1500;
/** For what is still in the pipes when all have ended. */
const DRAIN_MS = 500;
/** A line longer than this is not believed. */
const MAX_LINE = 64 * 2 ** 20;

export type Child = {
  /** Puts text on its standard input. */
  readonly write: (text: string) => void;
  /** It reads to the end of its standard input. */
  readonly endInput: () => void;
  /** All is known: ends it at once, so that nothing is written that it would have written at its end. */
  readonly stop: () => void;
  /** Settles when the program itself has exited, whatever its children still hold open, and all that it started is gone. */
  readonly exit: Promise<ChildExit>;
};

/** Starts a program in a process group of its own, with a wall-clock limit; none where all is cancelled already. */
export function startChild(options: ChildOptions): Child {
  if (options.signal?.aborted === true) return CANCELLED;
  const mark = randomUUID();
  const { onAnswer } = options;
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...options.environment, [RUN_MARK]: mark },
    detached: true,
    stdio: onAnswer === undefined ? ["ignore", "pipe", "pipe"] : ["pipe", "pipe", "pipe", "pipe"],
  });
  const run = child.pid === undefined ? undefined : runOf(child.pid, mark);
  const [, stdout, stderr, answers] = child.stdio;
  const drained = [
    readLines(stdout, options.onOutput),
    readLines(stderr, options.onOutput),
    onAnswer === undefined ? Promise.resolve() : readLines(asReadable(answers), onAnswer),
  ];
  child.stdin?.on("error", () => {}); // it may exit before it has read everything
  const stopping = new AbortController();
  return {
    write: (text) => void child.stdin?.write(text),
    endInput: () => void child.stdin?.end(),
    stop: () => stopping.abort(),
    exit: settled(child, run, options, stopping.signal).then(async (end) => {
      await killAll(run);
      await Promise.race([Promise.all(drained), delay(DRAIN_MS, undefined, { ref: false })]);
      return end;
    }),
  };
}

function asReadable(stream: ChildProcess["stdio"][3]): Readable | null {
  return stream !== null && stream !== undefined && "read" in stream ? stream : null;
}

/**
 * The first of: exit, limit, cancellation, stop. On limit and cancellation all are asked to end before they are killed,
 * and all have the time: a shell is gone at once, while the program that it started still writes.
 */
function settled(
  child: ChildProcess,
  run: Run | undefined,
  { timeoutMs, signal, atLimit }: ChildOptions,
  stopping: AbortSignal,
): Promise<ChildExit> {
  return new Promise((resolve) => {
    let stopped: ChildExit | undefined;
    const end = async (why: ChildExit, before?: ChildOptions["atLimit"]) => {
      stopped ??= why;
      if (run !== undefined) {
        await before?.(pidsOf(run));
        askToEnd(run);
        await gone(run);
      }
      done(why);
    };
    const cancel = () => void end({ kind: "cancelled" });
    const expire = () => void end({ kind: "timed-out" }, atLimit);
    const timer = setTimeout(expire, timeoutMs);
    const done = (why: ChildExit) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      resolve(stopped ?? why);
    };
    signal?.addEventListener("abort", cancel, { once: true });
    stopping.addEventListener("abort", () => done({ kind: "stopped" }), { once: true });
    child.once("error", (error) => done({ kind: "not-started", message: error.message }));
    child.once("exit", (code, killedBy) => {
      if (stopped === undefined) done({ kind: "exited", code, signal: killedBy });
    });
  });
}

/** Waits until nobody of a run is left, for at most {@link GRACE_MS}. */
async function gone(run: Run): Promise<void> {
  for (let waited = 0; waited < GRACE_MS && isLeft(run); waited += 50) await delay(50);
}

/** SIGKILL until nobody is left, for at most two seconds. */
async function killAll(run: Run | undefined): Promise<void> {
  if (run === undefined) return;
  for (let round = 0; round < 40 && killRun(run); round++) await delay(50, undefined, { ref: false });
}

/** Whole lines, with characters that were cut between two chunks put together again, and a last line without an end. */
async function readLines(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (stream === null) return;
  const decoder = new StringDecoder("utf8");
  let rest = "";
  stream.on("error", () => {});
  stream.on("data", (chunk: Buffer) => {
    rest += decoder.write(chunk);
    if (rest.length > MAX_LINE) {
      rest = "";
      stream.destroy(new Error("A line is too long"));
      return;
    }
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
  await new Promise<void>((resolve) => {
    stream.once("end", resolve);
    stream.once("close", resolve);
  });
  rest += decoder.end();
  if (rest !== "") onLine(rest);
}
