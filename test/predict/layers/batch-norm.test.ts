import assert from "node:assert/strict";
import { test } from "node:test";
import { batchNorm2d, conv2d, flatten, tensorTarget } from "../networks.ts";
import { a100, cpu, story, traced, unknownsOf } from "../story.ts";

// Batch 4, [4, 3, 2, 2] of float32: 192 bytes; a vector of 3 channels: 12. Evaluation at batch 2: 96.
const parts = { input: [3, 2, 2], target: tensorTarget(12), loss: "MSELoss", evaluation: 2 } as const;

test("batchNorm2d() keeps its input, and mean and deviation of every channel", () => {
  const { trace } = traced({ layers: [batchNorm2d(3), flatten], ...parts }, cpu);
  assert.deepEqual(story(trace, "forward", 2).slice(0, 3), [
    "+ 192 aten::native_batch_norm activations",
    "+ 12 aten::native_batch_norm activations",
    "+ 12 aten::native_batch_norm activations",
  ]);
  assert.deepEqual(story(trace, "backward", 2).slice(2, 7), [
    "+ 12 aten::native_batch_norm_backward gradients",
    "+ 12 aten::native_batch_norm_backward gradients",
    "- 192 aten::mse_loss_backward",
    "- 12 aten::native_batch_norm",
    "- 12 aten::native_batch_norm",
  ]);
});

test("batchNorm2d() on CUDA is cuDNN's, which makes the input's gradient even where it comes first", () => {
  const { trace, notes } = traced({ layers: [batchNorm2d(3), flatten], ...parts }, a100);
  assert.deepEqual(story(trace, "backward", 2).slice(2, 6), [
    "+ 192 aten::cudnn_batch_norm_backward temporary",
    "+ 12 aten::cudnn_batch_norm_backward gradients",
    "+ 12 aten::cudnn_batch_norm_backward gradients",
    "- 192 aten::cudnn_batch_norm_backward",
  ]);
  assert.ok(notes.includes("cuDNN is taken to need no workspace for 1 batch norm"));
});

test("batchNorm2d() makes no statistics in evaluation, unless it has none or is CUDA's own kernel", () => {
  const births = (layer: ReturnType<typeof batchNorm2d>, device: typeof cpu | typeof a100) =>
    story(traced({ layers: [conv2d(3, 3, 1), layer, flatten], ...parts }, device).trace, "evaluation", 3)
      .slice(0, 8)
      .filter((line) => line.startsWith("+") && line.includes("batch_norm"));
  const output = "+ 96 aten::native_batch_norm temporary";
  const vector = "+ 12 aten::native_batch_norm temporary";
  assert.deepEqual(births(batchNorm2d(3), cpu), [output]);
  assert.deepEqual(births(batchNorm2d(3, { track_running_stats: false }), cpu), [output, vector, vector]);
  assert.deepEqual(births(batchNorm2d(3), a100), ["+ 96 aten::cudnn_batch_norm temporary"]);
  assert.deepEqual(births(batchNorm2d(3, { affine: false }), a100), [output, vector, vector]);
});

// running_mean and running_var of 3 float32, num_batches_tracked of one int64: 12 + 12 + 8.
test("batchNorm2d() has its buffers, put on the device after its parameters", () => {
  const { trace, nominal_bytes } = traced({ layers: [batchNorm2d(3), flatten], ...parts }, a100);
  assert.equal(nominal_bytes.buffers, 32);
  assert.deepEqual(story(trace, "setup", 0), [
    "+ 12 aten::_to_copy parameters",
    "+ 12 aten::_to_copy parameters",
    "+ 12 aten::_to_copy buffers",
    "+ 12 aten::_to_copy buffers",
    "+ 8 aten::_to_copy buffers",
  ]);
});

test("batchNorm2d() refuses one value a channel, and other channels", () => {
  const one = { input: [3, 1, 1], target: tensorTarget(3), loss: "MSELoss" } as const;
  assert.match(unknownsOf({ layers: [batchNorm2d(3), flatten], ...one, batch_size: 1 }).join(), /one value a channel/);
  assert.match(
    unknownsOf({ layers: [batchNorm2d(4)], ...parts }).join(),
    /expected an input of \[N, 4, height, width\]/,
  );
});
