import assert from "node:assert/strict";
import { test } from "node:test";
import { bitsOf, radixSortBytes } from "../../../src/memory/radix-sort.ts";
import { of, platform, taken } from "./taken.ts";

const a100 = platform("a100-80").device;

test("radixSortBytes() is 1 where one block sorts all, as in the recordings", () => {
  const pairs = { key_bytes: 8, value_bytes: 8, bits: 14 };
  assert.equal(radixSortBytes(a100, { ...pairs, count: 1024 }), 1);
  assert.equal(radixSortBytes(a100, { ...pairs, count: 2304 }), 1); // 256 threads × ⌊19 × 4 / 8⌋
});

// 14 bits: 2 passes of 256 digits × 8 bytes; ⌈8192 / 3840⌉ = 3 tiles × 256 × 4; keys and values once more; 2 × 4 counters,
// rounded up to 256; and 255 to align the whole.
test("radixSortBytes() has digits, tiles and copies of keys and values", () => {
  const pairs = { count: 8192, key_bytes: 8, value_bytes: 8, bits: 14 };
  assert.equal(radixSortBytes(a100, pairs), 4096 + 3072 + 65_536 + 65_536 + 256 + 255);
  // one pass needs no copies: 2048 + 3072 + 256 + 255
  assert.equal(radixSortBytes(a100, { ...pairs, bits: 8 }), 5631);
  // tiles of 384 × 12 on Hopper: ⌈8192 / 4608⌉ = 2
  assert.equal(radixSortBytes(platform("h100-80").device, pairs), 4096 + 2048 + 65_536 + 65_536 + 256 + 255);
});

test("bitsOf() counts the bits of the largest key", () => {
  assert.deepEqual([0, 1, 2, 9999, 65_535, 65_536].map(bitsOf), [1, 1, 2, 14, 16, 17]);
});

const rows = { self: of("float32", 10_000, 1024), indices: [of("int64", 4, 256)], values: of("float32", 4, 256, 1024) };

test("index_put takes what was recorded where it adds, and nothing where it writes", () => {
  // 1024 positions of 8 bytes: wrapped, linear, sorted, numbered, a range; four are alive at once, and cub's 1 byte
  const adds = taken("aten::index_put", { ...rows, accumulate: true });
  assert.deepEqual(adds.sizes, [8192, 8192, 8192, 8192, 8192, 1]);
  assert.equal(adds.peak, 4 * 8192 + 1);
  assert.equal(adds.left, 0);
  assert.deepEqual(taken("aten::index_put_", rows).sizes, []);
});

test("index_put copies values that are one for all", () => {
  const { sizes } = taken("aten::index_put", { ...rows, values: of("float32", 1), accumulate: true });
  assert.equal(sizes[2], 4 * 1024 * 1024);
});

test("embedding_dense_backward adds up to 3,072 rows without sorting", () => {
  const call = { grad_output: of("float32", 3, 1024, 64), indices: of("int64", 3, 1024), num_weights: 50_257 };
  assert.deepEqual(taken("aten::embedding_dense_backward", call).sizes, []);
});

test("embedding_dense_backward sorts more, and sums them in segments of 10 rows", () => {
  const call = { grad_output: of("float16", 8, 1024, 768), indices: of("int64", 8, 1024), num_weights: 50_257 };
  const { sizes } = taken("aten::embedding_dense_backward", call);
  const sort = radixSortBytes(a100, { count: 8192, key_bytes: 8, value_bytes: 8, bits: 16 });
  // 8192 / 10 + min(8192, 50,257) = 9011 partial sums, of 768 in float32
  const lists = [65_536, 65_536, 65_536, sort, 65_536, 8, 65_536, 65_536, 65_536, 8, 72_088, 9011 * 768 * 4];
  assert.deepEqual(sizes, lists);
});

test("embedding_dense_backward has no more segments than the vocabulary has words", () => {
  const call = { grad_output: of("float32", 8192, 4), indices: of("int64", 8192), num_weights: 10 };
  assert.equal(taken("aten::embedding_dense_backward", call).sizes.at(-1), (819 + 10) * 4 * 4);
});

test("sort takes a range for short rows, and sorts long ones with cub", () => {
  assert.deepEqual(taken("aten::sort", { self: of("float32", 64, 4096), dim: -1 }).sizes, [32_768]);
  const one = taken("aten::sort", { self: of("float32", 100_000), dim: 0 });
  const pairs = { key_bytes: 4, value_bytes: 8, bits: 32 };
  assert.deepEqual(one.sizes, [800_000, radixSortBytes(a100, { ...pairs, count: 100_000 })]);
  // 200 rows of 5000: positions, and cub's copies of keys and positions
  assert.deepEqual(taken("aten::sort", { self: of("float32", 200, 5000), dim: 1 }).sizes, [8_000_000, 12_000_255]);
});
