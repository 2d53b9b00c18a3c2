import { type ChildExit, runChild } from "./child.ts";
import { childEnvironment } from "./child-environment.ts";
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
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ProbeProgress) => void;
  /** Each line that the training prints. */
  readonly onOutput?: (line: string) => void;
};

/** `measurement` and `trace` as the probe wrote them, not yet checked. */
export type ProbeAnswer =
  | { readonly kind: "answered"; readonly measurement: unknown; readonly trace: unknown }
  | { readonly kind: "failed"; readonly reason: NotMeasuredReason; readonly detail: string };

/** What the training printed last is kept for the report. */
const TAIL_LINES = 20;

/** Starts the probe, hands it the request, and gives its answer or why there is none. Nothing of it runs on. */
export async function runProbe(request: ProbeRequest, options: ProbeOptions): Promise<ProbeAnswer> {
  const tail: string[] = [];
  const answer: { measurement?: unknown; trace?: unknown; failure?: { reason: NotMeasuredReason; detail: string } } =
    {};
  const exit = await runChild({
    command: options.python,
    args: ["-m", "vram_probe"],
    cwd: options.workspace,
    environment: childEnvironment(options.environment, options.probeFolder),
    input: JSON.stringify(request),
    timeoutMs: options.timeoutMs,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onAnswer: (line) => {
      const message = readMessage(line);
      if (message === undefined)
        answer.failure ??= { reason: "failed", detail: "The probe's answer is not in its own form" };
      else if ("progress" in message) options.onProgress?.(message.progress);
      else Object.assign(answer, message);
    },
    onOutput: (line) => {
      tail.push(line.slice(0, 2000));
      if (tail.length > TAIL_LINES) tail.shift();
      options.onOutput?.(line);
    },
  });
  if (answer.failure !== undefined) return { kind: "failed", ...answer.failure };
  if (exit.kind === "exited" && exit.code === 0 && (answer.measurement ?? answer.trace) !== undefined) {
    return { kind: "answered", measurement: answer.measurement, trace: answer.trace };
  }
  return { kind: "failed", ...whyNot(exit, options, tail) };
}

function readMessage(line: string): ProbeMessage | undefined {
  try {
    return ProbeMessage.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined; // not JSON
  }
}

function whyNot(
  exit: ChildExit,
  { python, timeoutMs }: ProbeOptions,
  tail: readonly string[],
): { reason: NotMeasuredReason; detail: string } {
  switch (exit.kind) {
    case "not-started":
      return { reason: "no-python", detail: `Cannot start ${python}: ${exit.message}` };
    case "timed-out":
      return { reason: "timed-out", detail: `The training was stopped after ${timeoutMs / 1000} s${lastLines(tail)}` };
    case "cancelled":
      return { reason: "failed", detail: "The training was cancelled" };
    case "exited": {
      const how = exit.signal === null ? `exit code ${exit.code}` : `signal ${exit.signal}`;
      return { reason: "failed", detail: `The training ended without an answer, with ${how}${lastLines(tail)}` };
    }
  }
}

function lastLines(tail: readonly string[]): string {
  return tail.length === 0 ? "" : `; it printed last:\n${tail.join("\n")}`;
}
