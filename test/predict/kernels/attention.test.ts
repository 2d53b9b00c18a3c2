import assert from "node:assert/strict";
import { test } from "node:test";
import { workspaceElements } from "../../../src/predict/kernels/attention.ts";
import { backwardKernel } from "../../../src/predict/kernels/efficient-kernels.ts";
import { heads, of, platform, taken } from "./taken.ts";

const FLASH = "aten::_scaled_dot_product_flash_attention";
const EFFICIENT = "aten::_scaled_dot_product_efficient_attention";

test("flash attention takes nothing where the card is full without splitting the keys", () => {
  const query = of("bfloat16", 8, 12, 1024, 64); // 8 × 12 × 16 blocks, and 0.8 × 216 fill an A100
  assert.deepEqual(taken(FLASH, { query, key: query, value: query, dropout_p: 0 }).sizes, []);
});

// 1 × 8 × 2 blocks of 64 queries for 2 × 108 slots; ⌈2048 / 128⌉ = 16 blocks of keys can be split into 1, 2, 3, 4, 6, 8 or 16.
// Waves of 16 s / 216 are never full: 16 splits are busiest, 1.185 / 2 = 0.593; 8 splits too, 0.593; 6 have 0.444.
// 85 % of 0.593 is 0.504, which 8 are the fewest to reach. Sums 4 × 8 × 8 × 128, outputs × 128 wide.
test("flash attention splits the keys of a short query, in float32", () => {
  const [query, key] = [of("float16", 1, 8, 128, 128), of("float16", 1, 8, 2048, 128)];
  const call = { query, key, value: key, dropout_p: 0 };
  assert.deepEqual(taken(FLASH, call).sizes, [32_768, 4_194_304]);
  assert.deepEqual(taken(FLASH, { ...call, dropout_p: 0.1 }).sizes, []);
});

test("flash attention's backward takes sums of rows and dQ in float32", () => {
  const query = of("bfloat16", 2, 12, 1000, 64);
  const output = heads("bfloat16", 2, 12, 1000, 64);
  const call = { query, key: query, value: query, out: output, grad_out: output };
  // 2 × 12 heads × 1024 rows × 4 bytes; × 64 elements
  assert.deepEqual(taken(`${FLASH}_backward`, call).sizes, [98_304, 6_291_456]);
  // A gradient that is not laid out as [batch, length, heads, width] is copied: 2 × 12 × 1000 × 64 × 2 bytes.
  assert.equal(taken(`${FLASH}_backward`, { ...call, grad_out: query }).sizes[0], 3_072_000);
});

test("flash attention's backward has a dK and a dV of every head for grouped queries", () => {
  const [query, key] = [of("bfloat16", 1, 32, 2048, 128), of("bfloat16", 1, 8, 2048, 128)];
  const output = heads("bfloat16", 1, 32, 2048, 128);
  const { sizes, left } = taken(`${FLASH}_backward`, { query, key, value: key, out: output, grad_out: output });
  // 32 × 2048 × 4; × 128; 2048 × 32 × 128 × 2 bytes, twice
  assert.deepEqual(sizes, [262_144, 33_554_432, 16_777_216, 16_777_216]);
  assert.equal(left, 0);
});

test("efficient attention collects wide heads of half precision in float32", () => {
  const [narrow, wide] = [of("float16", 2, 4, 100, 128), of("float16", 2, 4, 100, 160)];
  assert.deepEqual(taken(EFFICIENT, { query: narrow, key: narrow, value: narrow }).sizes, []);
  assert.deepEqual(taken(EFFICIENT, { query: wide, key: wide, value: wide }).sizes, [4 * 2 * 4 * 100 * 160]);
});

type Compiled = readonly [
  what: string,
  sm: number,
  half: boolean,
  kernel: readonly [queries: number, keys: number, widest: number],
  width: number,
  expected: number,
];

/**
 * `Params::workspace_size()` of PyTorch's AttentionBackwardKernel, compiled with nvcc 13.0 and CUTLASS 4.2 and run on the
 * host: 2 batches, 3 heads, 100 queries, 100 keys, in as many splits as there are blocks of keys.
 */
const compiled: readonly Compiled[] = [
  // 6 heads × 2 blocks × (16 + 4 × 64 × 64)
  ["float32, 64 × 64, sm80", 80, false, [64, 64, 64], 64, 196_800],
  ["float32, 128 × 64, sm80", 80, false, [128, 64, 128], 128, 393_408],
  // 6 × 1 × ⌈160 / 64⌉ × (16 + 4 × 128 × 64)
  ["float32, 128 × 64, sm80, any width", 80, false, [128, 64, 65_536], 160, 590_112],
  ["float16, 128 × 128, sm80", 80, true, [128, 128, 128], 128, 393_312],
  // beside dQ, 2 splits of 64 keys of dK and dV, each 160 wide rounded up to 192 or 256
  ["float16, 64 × 64, sm80, any width", 80, true, [64, 64, 65_536], 160, 1_770_048],
  ["float16, 128 × 64, sm80, any width", 80, true, [128, 64, 65_536], 160, 2_162_976],
  ["float16, 64 × 64 of 128, sm70", 70, true, [64, 64, 128], 128, 1_180_032],
  ["float32, sm50", 50, false, [64, 64, 128], 128, 0],
];

for (const [what, sm, half, [queries, keys, widest], width, expected] of compiled) {
  test(`workspaceElements() is what PyTorch's kernel says: ${what}`, () => {
    const sizes = { batch: 2, heads: 3, queries: 100, keys: 100, width, valueWidth: width };
    assert.equal(2 * 3 * 4 * workspaceElements(sm, half, sizes, { queries, keys, widest }), expected);
  });
}

test("backwardKernel() takes large blocks where the card has shared memory for them", () => {
  const blocks = (id: string, half: boolean, width: number, dropout = false) => {
    const { queries, keys } = backwardKernel(platform(id).device, half, width, dropout);
    return [queries, keys];
  };
  assert.deepEqual(blocks("a100-80", true, 64), [64, 64]);
  assert.deepEqual(blocks("a100-80", true, 128), [128, 128]);
  assert.deepEqual(blocks("l4", true, 128), [64, 64]); // 162,304 bytes are more than the 101,376 of an L4
  assert.deepEqual(blocks("l4", true, 96), [128, 64]);
  assert.deepEqual(blocks("l4", true, 96, true), [64, 64]);
  assert.deepEqual(blocks("h100-80", false, 128), [128, 64]);
  assert.deepEqual(blocks("l4", false, 128), [64, 64]);
  assert.deepEqual(blocks("t4", true, 128), [128, 64]);
  assert.deepEqual(blocks("v100-16", false, 256), [64, 64]);
});

test("efficient attention's backward sums a product of full size in float32, then takes its workspace", () => {
  const query = of("float32", 2, 12, 1024, 64);
  const output = heads("float32", 2, 12, 1024, 64);
  const call = { query, key: query, value: query, grad_out_: output, dropout_p: 0 };
  const { sizes, peak } = taken(`${EFFICIENT}_backward`, call);
  // product 2 × 1024 × 12 × 64 × 4; sums and their copy 2 × 1024 × 12 × 4; 24 heads × 16 blocks × (16 + 4 × 64 × 64)
  assert.deepEqual(sizes, [6_291_456, 98_304, 98_304, 6_297_600]);
  assert.equal(peak, 6_291_456 + 2 * 98_304);
});

test("efficient attention's backward in half precision takes sums of rows and its workspace", () => {
  const query = of("float16", 2, 12, 1024, 64);
  const call = { query, key: query, value: query, grad_out_: query, dropout_p: 0 };
  // the gradient's copy 2 × 12 × 1024 × 64 × 2; sums; 24 × 16 × (16 + 4 × 64 × 64)
  assert.deepEqual(taken(`${EFFICIENT}_backward`, call).sizes, [3_145_728, 98_304, 6_297_600]);
});

test("efficient attention's backward has a dK and a dV of every head for grouped queries, which it takes since 2.14", () => {
  const [query, key] = [of("float16", 1, 8, 256, 64), of("float16", 1, 2, 256, 64)];
  const output = heads("float16", 1, 8, 256, 64);
  const call = { query, key, value: key, grad_out_: output, dropout_p: 0 };
  // 256 × 8 × 64 × 2 bytes, twice; sums 8 × 256 × 4; 8 heads × 4 blocks × (16 + 4 × 64 × 64)
  assert.deepEqual(taken(`${EFFICIENT}_backward`, call).sizes, [262_144, 262_144, 8192, 524_800]);
});

test("cuDNN attention's backward has dQ and sums of rows in one workspace", () => {
  const query = of("bfloat16", 4, 16, 2048, 128);
  const call = { query, key: query, value: query };
  // 4 × 16 × 2048 rows × (128 + 1) × 4
  assert.deepEqual(taken("aten::_scaled_dot_product_cudnn_attention_backward", call).sizes, [67_633_152]);
});
