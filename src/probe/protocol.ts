import * as z from "zod/mini";
import type { DescribedTraining } from "../config/training.ts";
import { NOT_MEASURED_REASONS } from "./reasons.ts";

/**
 * What goes into the probe, the first line on standard input. The answer comes as JSON lines on descriptor 3: to a
 * measurement `{"progress": …}` while it runs, `{"trace": …}` or `{"snapshot": …}` where it was asked for, and one last
 * `{"measurement": …}` or `{"failure": …}`.
 *
 * A request for a card is followed by a line for each batch size to trace, until standard input ends: `BatchRequest`.
 * Each is answered by one `{"trace": …}` or `{"failure": …}`.
 */
export type ProbeRequest = {
  readonly schema: "vram-budget/request@2";
  /** "cuda" takes the first visible device; "auto" takes it where there is one, else the CPU; a card is traced for. */
  readonly device: "auto" | "cpu" | "cuda" | Card;
  readonly training: DescribedTraining;
  /** Also send the whole trace of a measurement on the CPU (`vram-budget/trace@2`), or, of a card, a step as a snapshot. */
  readonly trace: boolean;
  /** The most that a measurement may take: reserved by the allocator of a card, alive on the CPU. */
  readonly limit_bytes?: number;
};

/** All else is the request's training. */
export type BatchRequest = { readonly batch_size: number };

/** A card that need not be here. */
export type Card = {
  readonly name: string;
  readonly compute_capability: string;
  readonly multiprocessors: number;
  readonly memory_bytes: number;
};

const whole = z.int().check(z.nonnegative());
const text = z.string().check(z.maxLength(16_384));

export const ProbeProgress = z.strictObject({
  phase: text,
  step: whole,
  steps: whole,
  /** Fewer will do where the peak is stable before. */
  at_most: z.optional(z.boolean()),
});
export type ProbeProgress = z.infer<typeof ProbeProgress>;

export const ProbeFailure = z.strictObject({
  reason: z.enum(NOT_MEASURED_REASONS),
  detail: text,
  /** What to do about it. */
  advice: z.optional(text),
});
export type ProbeFailure = z.infer<typeof ProbeFailure>;

/** One line of the answer. The measurement and the trace are checked where they are used. */
export const ProbeMessage = z.union([
  z.strictObject({ progress: ProbeProgress }),
  z.strictObject({ failure: ProbeFailure }),
  z.strictObject({ measurement: z.unknown() }),
  z.strictObject({ trace: z.unknown() }),
  z.strictObject({ snapshot: z.string().check(z.regex(/^[A-Za-z0-9+/=]*$/)) }),
]);
export type ProbeMessage = z.infer<typeof ProbeMessage>;
