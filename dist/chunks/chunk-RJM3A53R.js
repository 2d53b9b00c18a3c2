import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  blocksAtPeak
} from "./chunk-ABUNXGFB.js";
import {
  processRecording
} from "./chunk-QYJ6QTZC.js";
import {
  MOST_GROUPS,
  ORIGINS
} from "./chunk-5YFZ2LMG.js";
import {
  parseAllocConf
} from "./chunk-FY77S7CZ.js";
import {
  CATEGORIES,
  PHASES
} from "./chunk-MPJ5O2UK.js";
import {
  _enum,
  _maxLength,
  _nonnegative,
  _positive,
  array,
  int,
  literal,
  nullable,
  optional,
  partialRecord,
  pipe,
  prefault,
  record,
  strictObject,
  string,
  transform
} from "./chunk-5P7PJW4T.js";
import {
  bytes
} from "./chunk-O56B5XNW.js";

// src/measure/recorded-blocks.ts
function recordedBlocks(snapshot, workspace) {
  const recording = processRecording(snapshot);
  if (recording === void 0) return [];
  return blocksAtPeak(recording, workspace, parseAllocConf(recording.alloc_conf));
}

// src/measure/explained.ts
function explained({ document, recording }, workspace) {
  if (recording?.format !== "pickle") return { document, recording };
  try {
    return { document: { ...document, blocks: recordedBlocks(recording.content, workspace) }, recording };
  } catch (error) {
    if (error instanceof RangeError) return { document, recording };
    throw error;
  }
}

// src/measure/measurement.ts
var whole = int().check(_nonnegative());
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
  multiprocessors: nullable(whole),
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
  /** The peak of each measured step, whose spread is max − min, and what is alive when its last optimizer is done. */
  step_peaks: array(strictObject({ step: int().check(_positive()), ...peaks.shape, end_allocated_bytes: size })),
  /** What went into the models, as `float32[8, 3, 224, 224]`, and in how many of the measured steps. */
  batch_shapes: array(strictObject({ tensors: array(text).check(_maxLength(64)), steps: whole })).check(_maxLength(64)),
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

// src/measure/measure.ts
async function measure(ask, training, workspace) {
  const answer = await ask({ schema: "vram-budget/request@2", device: "auto", training, trace: training.explain });
  if (answer.kind === "failed") return { ...answer, kind: "not-measured" };
  const checked = checkDocument(answer.measurement);
  if (checked.kind === "not-measured") return checked;
  const { document } = checked;
  return { kind: "measured", ...explained({ document, recording: recordingOf(answer) }, workspace), ranks: [] };
}
function recordingOf({ trace, snapshot }) {
  if (snapshot !== void 0)
    return { format: "pickle", content: Uint8Array.from(atob(snapshot), (letter) => letter.charCodeAt(0)) };
  if (trace === void 0) return void 0;
  return { format: "json", content: new TextEncoder().encode(JSON.stringify(trace)) };
}
function checkDocument(written) {
  const document = MeasurementDocument.safeParse(written);
  if (document.success) return { kind: "document", document: document.data };
  const [issue] = document.error.issues;
  const where = issue?.path.join(".") ?? "";
  return {
    kind: "not-measured",
    reason: "not-believed",
    detail: `The measurement cannot be believed: ${where}: ${issue?.message}`
  };
}

export {
  explained,
  measure,
  checkDocument
};
