import assert from "node:assert/strict";
import { test } from "node:test";
import { heads, of, platform, taken } from "./taken.ts";

/** By the scratch of its reductions: 144 blocks, two a multiprocessor, of a card of compute capability 7.5. */
const turing = {
  ...platform("t4", [2, 6]),
  device: { ...platform("t4").device, multiprocessors: 72 },
};

const images = [1, 30, 256, 256] as const;

test("a mean and anomaly detection's checks take what a recording shows (JasperSolt/EoR_NN, snapshot.pickle)", () => {
  assert.deepEqual(taken("aten::mean", { self: of("float32", ...images) }, turing).sizes, [576, 4]);
  assert.deepEqual(taken("aten::_is_any_true", { self: of("bool", ...images) }, turing).sizes, [144, 4]);
  assert.deepEqual(taken("aten::_is_any_true", { self: of("bool", 1, 16, 128, 128) }, turing).sizes, [32, 4]);
  assert.deepEqual(taken("aten::_is_any_true", { self: of("bool", 1, 64, 32, 32) }, turing).sizes, []);
});

test("memory-efficient attention's backward in float32 takes what a recording shows (cranberrii/ftcourse, memory_snapshot.pickle)", () => {
  const [batch, count, length, width] = [1, 32, 1000, 64];
  const one = heads("float32", batch, count, length, width);
  const call = { grad_out_: one, query: one, key: one, value: one, out: one, dropout_p: 0 };
  const { sizes } = taken("aten::_scaled_dot_product_efficient_attention_backward", call, platform("a100-80", [2, 3]));
  // 4 · 32 · 1000 · 64 of the product, twice 4 · 32 · 1000 of its sums; a head has 16 blocks of 4 + 64 · 64 elements of dQ
  assert.deepEqual(sizes, [8_192_000, 128_000, 128_000, 8_396_800]);
});
