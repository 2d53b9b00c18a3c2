import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

export type ChildOptions = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Each line on descriptor 3. */
  readonly onAnswer: (line: string) => void;
  /** Each line of standard output and standard error. */
  readonly onOutput: (line: string) => void;
};

export type ChildExit =
  | { readonly kind: "exited"; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly kind: "timed-out" }
  | { readonly kind: "cancelled" }
  | { readonly kind: "not-started"; readonly message: string };

/** Between SIGTERM and SIGKILL. */
const GRACE_MS = 500;
/** A line longer than this is not believed. */
const MAX_LINE = 64 * 2 ** 20;

export type Child = {
  /** Puts text on its standard input. */
  readonly write: (text: string) => void;
  /** It reads to the end of its standard input. */
  readonly endInput: () => void;
  /** Settles when the program itself has exited, whatever its children still hold open, and the whole group is gone. */
  readonly exit: Promise<ChildExit>;
};

/** Starts a program in a process group of its own, with a wall-clock limit. */
export function startChild(options: ChildOptions): Child {
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.environment,
    detached: true,
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  const [, stdout, stderr, answers] = child.stdio;
  const drained = [
    readLines(stdout, options.onOutput),
    readLines(stderr, options.onOutput),
    readLines(asReadable(answers), options.onAnswer),
  ];
  child.stdin?.on("error", () => {}); // it may exit before it has read everything
  return {
    write: (text) => void child.stdin?.write(text),
    endInput: () => void child.stdin?.end(),
    exit: settled(child, options).then(async (end) => {
      await killGroup(child.pid);
      await Promise.race([Promise.all(drained), delay(GRACE_MS)]);
      return end;
    }),
  };
}

function asReadable(stream: ChildProcess["stdio"][3]): Readable | null {
  return stream !== null && stream !== undefined && "read" in stream ? stream : null;
}

/** The first of: exit, limit, cancellation. On the last two the group is asked to stop before it is killed. */
function settled(child: ChildProcess, { timeoutMs, signal }: ChildOptions): Promise<ChildExit> {
  return new Promise((resolve) => {
    let stopped: ChildExit | undefined;
    const stop = (why: ChildExit) => {
      stopped ??= why;
      sendToGroup(child.pid, "SIGTERM");
      setTimeout(() => done(why), GRACE_MS);
    };
    const cancel = () => stop({ kind: "cancelled" });
    const timer = setTimeout(() => stop({ kind: "timed-out" }), timeoutMs);
    const done = (end: ChildExit) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      resolve(stopped ?? end);
    };
    signal?.addEventListener("abort", cancel, { once: true });
    if (signal?.aborted === true) cancel();
    child.once("error", (error) => done({ kind: "not-started", message: error.message }));
    child.once("exit", (code, killedBy) => done({ kind: "exited", code, signal: killedBy }));
  });
}

/** SIGKILL until nobody of the group is left, for at most two seconds. */
async function killGroup(pid: number | undefined): Promise<void> {
  for (let round = 0; round < 40 && sendToGroup(pid, "SIGKILL"); round++) await delay(50);
}

/** Says whether somebody was there to hear it. */
function sendToGroup(pid: number | undefined, signal: NodeJS.Signals): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false; // ESRCH: nobody is left
  }
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
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
