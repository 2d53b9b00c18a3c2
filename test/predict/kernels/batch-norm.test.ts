import assert from "node:assert/strict";
import { test } from "node:test";
import { of, taken } from "./taken.ts";

/** Images [N, C, H, W] that lie channel by channel: channels_last. */
const images = (n: number, c: number, h: number, w: number) => ({
  shape: [n, c, h, w],
  stride: [h * w * c, 1, w * c, c],
  dtype: "bfloat16",
});

// 32 × 56 × 56 = 100,352 values a channel; blocks of 32 channels × 16 rows of 16 values: 392 rows of blocks, 128 at most.
// 4 numbers × 64 channels × 128 × 4 bytes; a semaphore for each of 64 / 32 = 2 columns of blocks.
test("native_batch_norm stages the statistics of channels_last images", () => {
  const call = { input: images(32, 64, 56, 56), training: true };
  assert.deepEqual(taken("aten::native_batch_norm", call).sizes, [131_072, 8]);
  assert.deepEqual(taken("aten::native_batch_norm", { ...call, training: false }).sizes, []);
  assert.deepEqual(taken("aten::native_batch_norm", { ...call, input: of("bfloat16", 32, 64, 56, 56) }).sizes, []);
});

// Two sums of 64 channels; 2 numbers × 64 × 128 × 4 bytes.
test("native_batch_norm_backward stages two sums", () => {
  const call = { input: images(32, 64, 56, 56) };
  assert.deepEqual(taken("aten::native_batch_norm_backward", call).sizes, [256, 256, 65_536, 8]);
});

// 1024 values a channel: 4 rows of blocks (16 × 16 values) are not worth sharing.
test("native_batch_norm stages nothing for few values", () => {
  assert.deepEqual(taken("aten::native_batch_norm", { input: of("float32", 1024, 64), training: true }).sizes, []);
});
