import * as z from "zod/mini";
import { ProbeFailure, ProbeProgress } from "./protocol.ts";

const whole = z.int().check(z.nonnegative());
const text = z.string().check(z.maxLength(4096));

/** As far as a process has come: a Python with the probe in it, torch, the first forward pass. */
const Reached = z.strictObject({ stage: z.enum(["python", "torch", "training"]), rank: z.nullable(whole) });

const AttachedFailure = z.strictObject({
  ...ProbeFailure.shape,
  /** Where it came through, the innermost first. */
  frames: z.optional(z.array(z.strictObject({ file: text, line: whole, name: text })).check(z.maxLength(64))),
  /** Whether the process had taken an optimizer step. */
  trained: z.boolean(),
  rank: z.nullable(whole),
  /** Seconds of the wall clock: of several that fail, the first is the cause. */
  at: z.number(),
});
export type AttachedFailure = z.infer<typeof AttachedFailure>;

/** Steps, forward passes and backward passes that a process had made when it ended without a measurement. */
const Ended = z.strictObject({ steps: whole, forwards: whole, backwards: whole });
export type Ended = z.infer<typeof Ended>;

/** One line of a process's answer. */
const AttachedMessage = z.union([
  z.strictObject({ reached: Reached }),
  z.strictObject({ progress: ProbeProgress }),
  z.strictObject({ measurement: z.unknown() }),
  z.strictObject({ trace: z.unknown() }),
  z.strictObject({ failure: AttachedFailure }),
  z.strictObject({ ended: Ended }),
]);
export type AttachedMessage = z.infer<typeof AttachedMessage>;

/** Undefined where the line is not as the probe writes it. */
export function readMessage(line: string): AttachedMessage | undefined {
  try {
    return AttachedMessage.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined; // not JSON
  }
}
