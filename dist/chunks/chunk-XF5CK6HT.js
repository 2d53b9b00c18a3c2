import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/config/training.ts
function withBatchSize(training, batch_size) {
  const changes = { batch_size, measure_at: void 0 };
  if (training.kind === "described") return { ...training, ...changes };
  const { described: model } = training;
  return { ...training, ...changes, described: model === void 0 ? void 0 : { ...model, ...changes } };
}
function described(training) {
  return training.kind === "described" ? training : training.described;
}
function takesBatch(run) {
  return run.includes(BATCH_SIZE);
}
var BATCH_SIZE = "{batch_size}";
function commandAt({ run }, batchSize) {
  return batchSize === null ? run : run.replaceAll(BATCH_SIZE, String(batchSize));
}
var PRECISIONS = ["32-true", "tf32", "16-mixed", "bf16-mixed", "16-true", "bf16-true"];
var OUTPUT_UNTIL = ["next_output", "step_end", "loss"];
var PLAIN_RECIPE = {
  precision: "32-true",
  gradient_accumulation: 1,
  gradient_clipping: void 0,
  activation_checkpointing: false,
  frozen: [],
  lora: void 0,
  channels_last: false,
  ema: void 0,
  zero_grad: { set_to_none: true },
  output_until: "next_output",
  optimizer_in_backward: false,
  compile: false,
  distributed: void 0
};

export {
  withBatchSize,
  described,
  takesBatch,
  commandAt,
  PRECISIONS,
  OUTPUT_UNTIL,
  PLAIN_RECIPE
};
