import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  readPickle,
  readSnapshot
} from "./chunk-3OGH34IK.js";
import {
  MOST_GROUPS,
  ORIGINS
} from "./chunk-TJCAHIHV.js";
import {
  CATEGORIES,
  PHASES
} from "./chunk-MPJ5O2UK.js";
import {
  _enum,
  _gte,
  _lte,
  _maxLength,
  _nonnegative,
  _positive,
  _regex,
  array,
  int,
  literal,
  nullable,
  optional,
  partialRecord,
  pipe,
  prefault,
  record,
  refine,
  strictObject,
  string,
  transform
} from "./chunk-E2Y7L7HE.js";
import {
  bytes
} from "./chunk-O56B5XNW.js";

// src/measure/measured-images.ts
var MEANINGS = ["bytes", "unit", "signed", "imagenet", "stretched"];
var MOST_SAMPLES = 16;
var MOST_PIXELS = 64;
var MOST_VALUES = 8 * 3 * MOST_PIXELS ** 2;
var count = int().check(_gte(1), _lte(MOST_SAMPLES));
var side = int().check(_gte(1), _lte(MOST_PIXELS));
var MeasuredImages = strictObject({
  /** `float32[64, 3, 224, 224]` */
  tensor: string().check(_maxLength(128)),
  count,
  channels: literal([1, 3]),
  height: side,
  width: side,
  meaning: _enum(MEANINGS),
  /** Base64 of a byte each, in the order of samples, rows, columns, channels. */
  pixels: string().check(_maxLength(4 * Math.ceil(MOST_VALUES / 3)), _regex(/^[A-Za-z0-9+/]*={0,2}$/))
}).check(refine((images) => images.pixels.length === base64Length(images), "has another length than its sides say"));
function base64Length({
  count: samples,
  channels,
  height,
  width
}) {
  return 4 * Math.ceil(samples * channels * height * width / 3);
}

// src/measure/measurement.ts
var MOST_IMPORTS = 1e3;
var whole = int().check(_nonnegative(), _lte(2 ** 50));
var size = pipe(whole, transform(bytes));
var text = string().check(_maxLength(4096));
var peaks = strictObject({ allocated_bytes: size, reserved_bytes: size });
var moment = { phase: _enum(PHASES), step: whole };
var byCategory = record(_enum(CATEGORIES), size);
var MeasuredDevice = strictObject({
  kind: _enum(["cpu", "cuda"]),
  name: text,
  /** Zero on the CPU. */
  usable_bytes: size,
  /** "9.0"; null on the CPU. */
  compute_capability: nullable(text),
  multiprocessors: nullable(int().check(_nonnegative(), _lte(1e4))),
  driver: nullable(text),
  torch: text,
  cuda: nullable(text),
  python: text,
  alloc_conf: text
});
var MeasuredBlocks = array(
  strictObject({
    origin: _enum(ORIGINS),
    bytes: size,
    count: int().check(_positive()),
    category: nullable(_enum(CATEGORIES)),
    operator: text,
    module: text,
    file: text,
    line: whole,
    function: text,
    library: text
  })
).check(_maxLength(MOST_GROUPS + 1));
var MeasurementDocument = strictObject({
  schema: literal("vram-budget/measurement@2"),
  device: MeasuredDevice,
  /** Null where only the command knows it. */
  batch_size: nullable(int().check(_positive())),
  /** Optimizer steps that were measured, after those of the warm-up. */
  steps: whole,
  warmup: whole,
  /** Why it was over: the steps that were asked for; the peak was stable; the program ended by itself; no memory. */
  stopped: _enum(["steps", "stable", "ended", "out-of-memory"]),
  parameters: whole,
  trainable_parameters: whole,
  /** By enumeration, unrounded: numel × element size of what the model, the gradients, the optimizer and the batch hold. */
  nominal_bytes: strictObject({ parameters: size, buffers: size, gradients: size, optimizer: size, batch: size }),
  /** Peaks over the measured steps and the evaluation. On the CPU the three tiers are one: tensors, counted. */
  allocated_bytes: size,
  reserved_bytes: size,
  /** reserved + context, as the driver sees this process; on the CPU, `allocated_bytes`. */
  device_bytes: size,
  context_bytes: size,
  phases: partialRecord(_enum(PHASES), peaks),
  /**
   * At the peak. The categories and `unattributed_bytes` add up to `allocated_bytes`. On the CPU every storage is
   * followed and `unattributed_bytes` is 0; on CUDA what enumeration does not reach (activations, workspace,
   * temporary) is 0 in `categories` and stands in `unattributed_bytes`.
   */
  peak: strictObject({ ...moment, categories: byCategory, unattributed_bytes: size }),
  /**
   * What is alive at the peak by the lines that asked for it, where that was asked: on the CPU the groups add up to
   * `allocated_bytes`, on CUDA to the peak of what was recorded.
   */
  blocks: optional(MeasuredBlocks),
  /** The files of the workspace that the training has imported, relative to it. */
  imports: optional(array(text).check(_maxLength(MOST_IMPORTS))),
  /** Releases of the packages that memory hangs on, by the names that they are imported by. */
  packages: optional(record(string().check(_maxLength(64)), text)),
  /** The peak of each measured step, whose spread is max − min, and what is alive when its last optimizer is done. */
  step_peaks: array(strictObject({ step: int().check(_positive()), ...peaks.shape, end_allocated_bytes: size })),
  /** What went into the models, as `float32[8, 3, 224, 224]`, and in how many of the measured steps. */
  batch_shapes: array(strictObject({ tensors: array(text).check(_maxLength(64)), steps: whole })).check(_maxLength(64)),
  /** Of real data that are images, to be looked at. */
  images: optional(MeasuredImages),
  /** One process of several; null where there is but one. */
  distributed: nullable(
    strictObject({
      strategy: _enum(["none", "ddp", "fsdp2"]),
      rank: whole,
      world_size: int().check(_positive()),
      gradient_bucket_bytes: size,
      unsharded_bytes: size,
      sharded_parameters_bytes: size
    })
  ),
  num_alloc_retries: whole,
  co_tenants: array(strictObject({ pid: int(), used_bytes: size })),
  out_of_memory: nullable(
    strictObject({
      ...moment,
      requested_bytes: size,
      allocated_bytes: size,
      reserved_bytes: size,
      /** The largest first; the category is null for what enumeration does not reach. None on the CPU. */
      largest_blocks: prefault(
        array(strictObject({ bytes: size, category: nullable(_enum(CATEGORIES)) })).check(_maxLength(5)),
        []
      ),
      message: text
    })
  ),
  /** One step after warm-up and the evaluation, for the chart; on the CPU also by category. */
  timeline: array(strictObject({ ...moment, categories: byCategory, unattributed_bytes: size, reserved_bytes: size })).check(_maxLength(2e4))
});

// src/memory/recording/process-recording.ts
function processRecording(snapshot) {
  return readSnapshot(readPickle(snapshot)).toSorted((a, b) => b.events.length - a.events.length)[0];
}

export {
  MOST_IMPORTS,
  MeasurementDocument,
  processRecording
};
