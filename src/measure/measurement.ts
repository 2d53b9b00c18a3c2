import * as z from "zod/mini";
import { CATEGORIES, PHASES } from "../memory/trace.ts";
import { bytes } from "../memory/bytes.ts";
import type { NotMeasuredReason } from "../probe/reasons.ts";

/**
 * What the probe writes, `vram-budget/measurement@1`: the seam to Python. Checked here before a byte is believed.
 * `test/fixtures/measurement/*.json` are read by the Python tests and by the TypeScript tests.
 */
const whole = z.int().check(z.nonnegative());
const size = z.pipe(whole, z.transform(bytes));
const text = z.string().check(z.maxLength(4096));
const peaks = z.strictObject({ allocated_bytes: size, reserved_bytes: size });
const moment = { phase: z.enum(PHASES), step: whole };
const byCategory = z.record(z.enum(CATEGORIES), size);

const MeasuredDevice = z.strictObject({
  kind: z.enum(["cpu", "cuda"]),
  name: text,
  /** Zero on the CPU. */
  usable_bytes: size,
  /** "9.0"; null on the CPU. */
  compute_capability: z.nullable(text),
  multiprocessors: z.nullable(whole),
  driver: z.nullable(text),
  torch: text,
  cuda: z.nullable(text),
  python: text,
  alloc_conf: text,
});
export type MeasuredDevice = z.infer<typeof MeasuredDevice>;

export const MeasurementDocument = z.strictObject({
  schema: z.literal("vram-budget/measurement@1"),
  device: MeasuredDevice,
  batch_size: z.int().check(z.positive()),
  steps: z.int().check(z.positive()),
  warmup: whole,
  parameters: whole,
  trainable_parameters: whole,
  /** By enumeration, unrounded: numel × element size of what the model, the gradients, the optimizer and the batch hold. */
  nominal_bytes: z.strictObject({ parameters: size, buffers: size, gradients: size, optimizer: size, batch: size }),
  /** Peaks over the measured steps and the evaluation. On the CPU the three tiers are one: tensors, counted. */
  allocated_bytes: size,
  reserved_bytes: size,
  /** reserved + context, as the driver sees this process; on the CPU, `allocated_bytes`. */
  device_bytes: size,
  context_bytes: size,
  phases: z.partialRecord(z.enum(PHASES), peaks),
  /**
   * At the peak. The categories and `unattributed_bytes` add up to `allocated_bytes`. On the CPU every storage is
   * followed and `unattributed_bytes` is 0; on CUDA what enumeration does not reach (activations, workspace,
   * temporary) is 0 in `categories` and stands in `unattributed_bytes`.
   */
  peak: z.strictObject({ ...moment, categories: byCategory, unattributed_bytes: size }),
  /** The peak of each measured step; their spread is max − min. */
  step_peaks: z.array(z.strictObject({ step: z.int().check(z.positive()), ...peaks.shape })),
  num_alloc_retries: whole,
  co_tenants: z.array(z.strictObject({ pid: z.int(), used_bytes: size })),
  out_of_memory: z.nullable(
    z.strictObject({ ...moment, requested_bytes: size, allocated_bytes: size, reserved_bytes: size, message: text }),
  ),
  /** One step after warm-up and the evaluation, for the chart; on the CPU also by category. */
  timeline: z
    .array(z.strictObject({ ...moment, categories: byCategory, unattributed_bytes: size, reserved_bytes: size }))
    .check(z.maxLength(20_000)),
});
export type MeasurementDocument = z.infer<typeof MeasurementDocument>;

export type Measurement =
  | { readonly kind: "measured"; readonly document: MeasurementDocument }
  | {
      readonly kind: "not-measured";
      readonly reason: NotMeasuredReason;
      /** What happened, in words, for the report; the training's own error first. */
      readonly detail: string;
    };
