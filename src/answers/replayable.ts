import { releaseOf } from "../memory/torch-release.ts";
import type { CudaDevice } from "../memory/device.ts";
import { profileOf } from "../memory/replay.ts";
import { withKernels } from "../predict/kernels.ts";
import type { Unpacked } from "./packed.ts";
import { type TraceAnswer, TraceDocument } from "../predict/traced-engine.ts";
import { isTensor, type Operand, type TracedEvent } from "../predict/traced-event.ts";

/** Four times what is searched by traces, and fifty times a step of a 7-billion-parameter model. */
const MOST_EVENTS = 2 ** 20;
/** 16 TiB, of one storage. */
const MOST_BYTES = 2 ** 44;
/** That one tensor spans: its kernel is worked out piece by piece, of 2 GiB each, which takes a second for as many. */
const MOST_ELEMENTS = 2 ** 40;

/**
 * A stranger's trace, or why it is none. What a probe has written is consistent; this may free what was never alive, have
 * more bytes than a number counts, or call kernels with what they do not take. So it is replayed once before it counts.
 */
export function replayable(found: Unpacked, device: CudaDevice): TraceAnswer {
  if (found.kind === "problem") return notReplayable(found.detail);
  const answer = { kind: "answered", trace: found.value } as const;
  if (isTooLong(answer.trace)) return notReplayable("it is too large");
  const { data } = TraceDocument.safeParse(answer.trace);
  if (data === undefined) return answer; // which is said where every trace is read
  if (data.events.some(isTooLarge)) return notReplayable("it is too large");
  try {
    profileOf(withKernels(data.events, device, releaseOf(data.torch)), device);
    return answer;
  } catch (error) {
    return notReplayable(error instanceof Error ? error.message : String(error));
  }
}

function notReplayable(why: string): TraceAnswer {
  return { kind: "failed", detail: `the trace that a job has left cannot be replayed: ${why}` };
}

/** Looked at before each of them is read. */
function isTooLong(trace: unknown): boolean {
  if (typeof trace !== "object" || trace === null || !("events" in trace)) return false;
  return Array.isArray(trace.events) && trace.events.length > MOST_EVENTS;
}

function isTooLarge(event: TracedEvent): boolean {
  switch (event.op) {
    case "alloc":
      return event.bytes > MOST_BYTES;
    case "kernel":
      return Object.values(event.call).some(spansTooMuch);
    case "free":
      return false;
  }
}

function spansTooMuch(operand: Operand): boolean {
  if (Array.isArray(operand)) return operand.some(spansTooMuch);
  if (!isTensor(operand)) return false;
  const { shape, stride } = operand;
  const span = shape.reduce((sum, size, dim) => sum + Math.max(size - 1, 0) * (stride[dim] ?? 1), 1);
  const elements = shape.reduce((product, size) => product * size, 1);
  return shape.length !== stride.length || shape.length > 64 || Math.max(span, elements) > MOST_ELEMENTS;
}
