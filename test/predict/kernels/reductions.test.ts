import assert from "node:assert/strict";
import { test } from "node:test";
import { of, platform, taken } from "./taken.ts";

// As in test/memory/reduction.test.ts: 16 blocks share 128 outputs, in 32 lanes of 4. 4 bytes each, and one semaphore.
const tall = of("float32", 1024, 128);
const BUFFER = 4 * 128 * 16 * 32 * 4;

const rows: readonly (readonly [what: string, ...call: Parameters<typeof taken>, sizes: readonly number[]])[] = [
  ["sum of float32", "aten::sum", { self: tall, dim: [0] }, platform("a100-80"), [BUFFER, 4]],
  [
    "sum of half, in float32",
    "aten::sum",
    { self: of("float16", 1024, 128), dim: [0] },
    platform("a100-80"),
    [BUFFER, 4],
  ],
  [
    "sum of half into float32, without a cast",
    "aten::sum",
    { self: of("float16", 64, 128), dim: [0], dtype: "torch.float32" },
    platform("a100-80"),
    [],
  ],
  // A mask's elements become 8 bytes each.
  ["count of a mask", "aten::sum", { self: of("bool", 64, 128), dim: [1] }, platform("a100-80"), [65_536]],
  ["mean of float32", "aten::mean", { self: tall, dim: [0] }, platform("a100-80"), [BUFFER, 4]],
  // A value and its index, or a mean, a sum of squares and two counts: 16 bytes.
  ["max with its index", "aten::max", { self: tall, dim: 0 }, platform("a100-80"), [4 * BUFFER, 4]],
  ["argmax", "aten::argmax", { self: tall, dim: 0 }, platform("a100-80"), [4 * BUFFER, 4]],
  ["variance", "aten::var", { self: tall, dim: [0] }, platform("a100-80"), [4 * BUFFER, 4]],
  ["largest of half", "aten::amax", { self: of("float16", 1024, 128), dim: [0] }, platform("a100-80"), [BUFFER / 2, 4]],
  ["any of a mask", "aten::any", { self: of("bool", 1024, 128), dim: 0 }, platform("a100-80"), [BUFFER / 4, 4]],
  ["the larger of two tensors", "aten::max", { self: tall, other: tall }, platform("a100-80"), []],
  // Maxima of 64 rows, exponentials of 64 × 100.
  ["logsumexp", "aten::logsumexp", { self: of("float32", 64, 100), dim: [-1] }, platform("a100-80"), [256, 25_600]],
];

for (const [what, operator, call, on, sizes] of rows) {
  test(`what a reduction takes: ${what}`, () => {
    assert.deepEqual(taken(operator, call, on).sizes, sizes);
  });
}

// 2^24 values in one row: read by fours, blocks of 512, 432 of them on an A100; by twos for a variance, the same blocks.
test("a variance over everything has 16 bytes a block", () => {
  assert.deepEqual(taken("aten::var", { self: of("float32", 2 ** 24) }).sizes, [16 * 432, 4]);
});
