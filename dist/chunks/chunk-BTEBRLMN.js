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

// src/config/known-layers.ts
var UPSAMPLING_MODES = ["nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear"];
var AXES = {
  1: ["width"],
  2: ["height", "width"],
  3: ["depth", "height", "width"]
};
function rankOf(type) {
  if (type.endsWith("1d")) return 1;
  return type.endsWith("2d") ? 2 : 3;
}

export {
  withBatchSize,
  described,
  PRECISIONS,
  OUTPUT_UNTIL,
  PLAIN_RECIPE,
  UPSAMPLING_MODES,
  AXES,
  rankOf
};
