import * as z from "zod/mini";
import type { Training } from "../config/training.ts";
import { NOT_MEASURED_REASONS } from "./reasons.ts";

/**
 * What goes into the probe on standard input, one JSON document. The answer comes as JSON lines on descriptor 3:
 * `{"progress": …}` while it runs, `{"trace": …}` where it was asked for, and one last `{"measurement": …}` or
 * `{"failure": …}`.
 */
export type ProbeRequest = {
  readonly schema: "vram-budget/request@1";
  /** "cuda" takes the first visible device; "auto" takes it where there is one, else the CPU; a card is traced for. */
  readonly device: "auto" | "cpu" | "cuda" | Card;
  readonly training: Training;
  /** Also send the whole trace (`vram-budget/trace@1`); measured on the CPU only. */
  readonly trace: boolean;
};

/** A card that need not be here. */
export type Card = {
  readonly name: string;
  readonly compute_capability: string;
  readonly multiprocessors: number;
  readonly memory_bytes: number;
};

const whole = z.int().check(z.nonnegative());
const text = z.string().check(z.maxLength(16_384));

export const ProbeProgress = z.strictObject({ phase: text, step: whole, steps: whole });
export type ProbeProgress = z.infer<typeof ProbeProgress>;

export const ProbeFailure = z.strictObject({ reason: z.enum(NOT_MEASURED_REASONS), detail: text });

/** One line of the answer. The measurement and the trace are checked where they are used. */
export const ProbeMessage = z.union([
  z.strictObject({ progress: ProbeProgress }),
  z.strictObject({ failure: ProbeFailure }),
  z.strictObject({ measurement: z.unknown() }),
  z.strictObject({ trace: z.unknown() }),
]);
export type ProbeMessage = z.infer<typeof ProbeMessage>;
