import * as z from "zod/mini";
import { MOST_GROUPS, ORIGINS } from "../memory/block-groups.ts";
import { CATEGORIES, PHASES } from "../memory/trace.ts";
import { bytes } from "../memory/bytes.ts";
import type { RecordedStep } from "../probe/run-folder.ts";
import type { NotMeasuredReason } from "../probe/reasons.ts";
import { MeasuredImages } from "./measured-images.ts";

/** So many files are all that is told of a training's imports; there may be more then. */
export const MOST_IMPORTS = 1000;

/**
 * What the probe writes, `vram-budget/measurement@2`: the seam to Python. Checked here before a byte is believed.
 * `test/fixtures/measurement/*.json` are read by the Python tests and by the TypeScript tests.
 */
/** 1 PiB, which no machine has: what is added up of such numbers still counts exactly. */
const whole = z.int().check(z.nonnegative(), z.maximum(2 ** 50));
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
  multiprocessors: z.nullable(z.int().check(z.nonnegative(), z.maximum(10_000))),
  driver: z.nullable(text),
  torch: text,
  cuda: z.nullable(text),
  python: text,
  alloc_conf: text,
});
export type MeasuredDevice = z.infer<typeof MeasuredDevice>;

/** As src/memory/block-groups.ts has it: the largest groups, and one of the rest. */
export const MeasuredBlocks = z
  .array(
    z.strictObject({
      origin: z.enum(ORIGINS),
      bytes: size,
      count: z.int().check(z.positive()),
      category: z.nullable(z.enum(CATEGORIES)),
      operator: text,
      module: text,
      file: text,
      line: whole,
      function: text,
      library: text,
    }),
  )
  .check(z.maxLength(MOST_GROUPS + 1));

export const MeasurementDocument = z.strictObject({
  schema: z.literal("vram-budget/measurement@2"),
  device: MeasuredDevice,
  /** Null where only the command knows it. */
  batch_size: z.nullable(z.int().check(z.positive())),
  /** Optimizer steps that were measured, after those of the warm-up. */
  steps: whole,
  warmup: whole,
  /** Why it was over: the steps that were asked for; the peak was stable; the program ended by itself; no memory. */
  stopped: z.enum(["steps", "stable", "ended", "out-of-memory"]),
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
  /**
   * What is alive at the peak by the lines that asked for it, where that was asked: on the CPU the groups add up to
   * `allocated_bytes`, on CUDA to the peak of what was recorded.
   */
  blocks: z.optional(MeasuredBlocks),
  /** The files of the workspace that the training has imported, relative to it. */
  imports: z.optional(z.array(text).check(z.maxLength(MOST_IMPORTS))),
  /** Releases of the packages that memory hangs on, by the names that they are imported by. */
  packages: z.optional(z.record(z.string().check(z.maxLength(64)), text)),
  /** The peak of each measured step, whose spread is max − min, and what is alive when its last optimizer is done. */
  step_peaks: z.array(z.strictObject({ step: z.int().check(z.positive()), ...peaks.shape, end_allocated_bytes: size })),
  /** What went into the models, as `float32[8, 3, 224, 224]`, and in how many of the measured steps. */
  batch_shapes: z
    .array(z.strictObject({ tensors: z.array(text).check(z.maxLength(64)), steps: whole }))
    .check(z.maxLength(64)),
  /** Of real data that are images, to be looked at. */
  images: z.optional(MeasuredImages),
  /** One process of several; null where there is but one. */
  distributed: z.nullable(
    z.strictObject({
      strategy: z.enum(["none", "ddp", "fsdp2"]),
      rank: whole,
      world_size: z.int().check(z.positive()),
      gradient_bucket_bytes: size,
      unsharded_bytes: size,
      sharded_parameters_bytes: size,
    }),
  ),
  num_alloc_retries: whole,
  co_tenants: z.array(z.strictObject({ pid: z.int(), used_bytes: size })),
  out_of_memory: z.nullable(
    z.strictObject({
      ...moment,
      requested_bytes: size,
      allocated_bytes: size,
      reserved_bytes: size,
      /** The largest first; the category is null for what enumeration does not reach. None on the CPU. */
      largest_blocks: z.prefault(
        z.array(z.strictObject({ bytes: size, category: z.nullable(z.enum(CATEGORIES)) })).check(z.maxLength(5)),
        [],
      ),
      message: text,
    }),
  ),
  /** One step after warm-up and the evaluation, for the chart; on the CPU also by category. */
  timeline: z
    .array(z.strictObject({ ...moment, categories: byCategory, unattributed_bytes: size, reserved_bytes: size }))
    .check(z.maxLength(20_000)),
});
export type MeasurementDocument = z.infer<typeof MeasurementDocument>;

/** The peaks of one process of a distributed training. */
export type RankPeaks = Pick<MeasurementDocument, "allocated_bytes" | "reserved_bytes" | "device_bytes"> & {
  readonly rank: number;
};

/** `document` is of the worst rank; `ranks` has every process of a distributed training, and is empty for one. */
export type Measurement =
  | {
      readonly kind: "measured";
      readonly document: MeasurementDocument;
      readonly ranks: readonly RankPeaks[];
      /** Of the worst rank, where it was asked for. */
      readonly recording: RecordedStep | undefined;
    }
  | NotMeasured;

export type NotMeasured = {
  readonly kind: "not-measured";
  readonly reason: NotMeasuredReason;
  /** What happened, in words, for the report; the training's own error first. */
  readonly detail: string;
  /** What to do, where the probe knows better than the reason says. */
  readonly advice?: string | undefined;
};
