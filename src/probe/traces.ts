import type { BatchRequest, ProbeRequest } from "./protocol.ts";
import { type ProbeFailed, type ProbeOptions, startProbe } from "./run.ts";

/** A trace as the probe wrote it, not yet checked. */
export type ProbeTrace = { readonly kind: "answered"; readonly trace: unknown } | ProbeFailed;

/** One process that traces one training for one card, at one batch size after another. */
export type ProbeTraces = {
  readonly at: (batchSize: number) => Promise<ProbeTrace>;
  /** Lets the process end; nothing of it runs on. */
  readonly end: () => Promise<void>;
};

/** Importing PyTorch and testing it takes longer than a trace: it is done once. */
export function startTraces(request: ProbeRequest, options: ProbeOptions): ProbeTraces {
  const waiting: ((answer: ProbeTrace) => void)[] = [];
  let over: ProbeTrace | undefined;
  const probe = startProbe(request, options, (message) => {
    const answer: ProbeTrace =
      "failure" in message
        ? { kind: "failed", ...message.failure }
        : { kind: "answered", trace: "trace" in message ? message.trace : undefined };
    const next = waiting.shift();
    if (next === undefined) over ??= answer;
    else next(answer);
  });
  const settle = async () => {
    const { failed } = await probe.ended;
    over ??= failed;
    for (const next of waiting.splice(0)) next(over);
  };
  const ended = settle();
  return {
    at: (batchSize) =>
      new Promise((resolve) => {
        if (over !== undefined) {
          resolve(over);
          return;
        }
        waiting.push(resolve);
        const asked: BatchRequest = { batch_size: batchSize };
        probe.write(`${JSON.stringify(asked)}\n`);
      }),
    end: () => {
      probe.endInput();
      return ended;
    },
  };
}
