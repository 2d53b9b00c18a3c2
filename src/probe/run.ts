import { type Child, type ChildExit, startChild } from "./child.ts";
import { childEnvironment } from "./child-environment.ts";
import { reasonOf } from "./known-errors.ts";
import { ProbeMessage, type ProbeProgress, type ProbeRequest } from "./protocol.ts";
import type { NotMeasuredReason } from "./reasons.ts";

export type ProbeOptions = {
  /** The Python that has torch. */
  readonly python: string;
  /** The folder that holds `vram_probe/`. */
  readonly probeFolder: string;
  /** Where the training runs: paths in the config are relative to it. */
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names of it that reach the training though they are not allowed to all. */
  readonly passed?: readonly string[];
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ProbeProgress) => void;
  /** Each line that the training prints. */
  readonly onOutput?: (line: string) => void;
};

export type ProbeFailed = {
  readonly kind: "failed";
  readonly reason: NotMeasuredReason;
  readonly detail: string;
  readonly advice?: string | undefined;
};

/** `measurement` and `trace` as the probe wrote them, not yet checked. */
export type ProbeAnswer =
  | {
      readonly kind: "answered";
      readonly measurement: unknown;
      readonly trace: unknown;
      /** PyTorch's memory snapshot, in base64. */
      readonly snapshot: string | undefined;
    }
  | ProbeFailed;

/** Starts the probe, hands it the request, and gives its answer or why there is none. Nothing of it runs on. */
export async function runProbe(request: ProbeRequest, options: ProbeOptions): Promise<ProbeAnswer> {
  const answer: { measurement?: unknown; trace?: unknown; snapshot?: string; failure?: ProbeFailed } = {};
  const probe = startProbe(request, options, (message) => {
    if ("failure" in message) answer.failure ??= known({ kind: "failed", ...message.failure });
    else Object.assign(answer, message);
  });
  probe.endInput();
  const { exit, failed } = await probe.ended;
  if (answer.failure !== undefined) return answer.failure;
  if (exit.kind === "exited" && exit.code === 0 && answer.measurement !== undefined) {
    const { measurement, trace, snapshot } = answer;
    return { kind: "answered", measurement, trace, snapshot };
  }
  return failed;
}

/** The training's own error may be about the machine. */
function known(failure: ProbeFailed): ProbeFailed {
  return failure.reason === "failed" ? { ...failure, reason: reasonOf(failure.detail) ?? "failed" } : failure;
}

type Answering = Exclude<ProbeMessage, { progress: unknown }>;

export type Probe = Pick<Child, "write" | "endInput"> & {
  /** How the process ended, and what that means where an answer is still missing. Nothing of it runs on. */
  readonly ended: Promise<{ readonly exit: ChildExit; readonly failed: ProbeFailed }>;
};

/** What the training printed last is kept for the report. */
const TAIL_LINES = 20;

/** Starts the probe with the request on its standard input, to which more may be written. */
export function startProbe(
  request: ProbeRequest,
  options: ProbeOptions,
  onAnswer: (message: Answering) => void,
): Probe {
  const tail: string[] = [];
  const child = startChild({
    command: options.python,
    args: ["-m", "vram_probe"],
    cwd: options.workspace,
    environment: childEnvironment(options.environment, options.probeFolder, options.passed),
    timeoutMs: options.timeoutMs,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onAnswer: (line) => {
      const message = readMessage(line);
      if ("progress" in message) options.onProgress?.(message.progress);
      else onAnswer(message);
    },
    onOutput: (line) => {
      tail.push(line.slice(0, 2000));
      if (tail.length > TAIL_LINES) tail.shift();
      options.onOutput?.(line);
    },
  });
  child.write(`${JSON.stringify(request)}\n`);
  const { write, endInput } = child;
  return { write, endInput, ended: child.exit.then((exit) => ({ exit, failed: whyNot(exit, options, tail) })) };
}

function readMessage(line: string): ProbeMessage {
  const unread: ProbeMessage = {
    failure: { reason: "not-believed", detail: "The probe's answer is not in its own form" },
  };
  try {
    return ProbeMessage.safeParse(JSON.parse(line)).data ?? unread;
  } catch {
    return unread; // not JSON
  }
}

function whyNot(exit: ChildExit, { python, timeoutMs }: ProbeOptions, tail: readonly string[]): ProbeFailed {
  const kind = "failed";
  switch (exit.kind) {
    case "not-started":
      return { kind, reason: "no-python", detail: `Cannot start ${python}: ${exit.message}` };
    case "timed-out":
      return {
        kind,
        reason: "timed-out",
        detail: `The training was stopped after ${timeoutMs / 1000} s${lastLines(tail)}`,
      };
    case "cancelled":
    case "stopped":
      return { kind, reason: "cancelled", detail: "The training was cancelled" };
    case "exited": {
      const how = exit.signal === null ? `exit code ${exit.code}` : `signal ${exit.signal}`;
      const reason = reasonOf(tail.join("\n")) ?? (exit.signal === null ? "failed" : "killed");
      return { kind, reason, detail: `The training ended without an answer, with ${how}${lastLines(tail)}` };
    }
  }
}

function lastLines(tail: readonly string[]): string {
  return tail.length === 0 ? "" : `\nit printed last:\n${tail.join("\n")}`;
}
