import assert from "node:assert/strict";
import { test } from "node:test";
import { of, taken } from "./taken.ts";

const self = of("float32", 64, 1000);
const SIZE = 4 * 64 * 1000;
// 64,000 values of one sum: a block of 512 has 125 a thread, too few to share.

test("binary_cross_entropy_with_logits has two tensors of full size, a third for a weight of positives", () => {
  const operator = "aten::binary_cross_entropy_with_logits";
  assert.deepEqual(taken(operator, { self, target: self }).sizes, [SIZE, SIZE]);
  const weighted = taken(operator, { self, target: self, weight: null, pos_weight: of("float32", 1000) });
  assert.deepEqual([weighted.sizes, weighted.peak], [[SIZE, SIZE, SIZE], 2 * SIZE]);
  assert.deepEqual(taken(operator, { self, target: self, reduction: 0 }).sizes, [SIZE]); // the other one is the result
});

test("huber_loss takes what its reduction takes: the tracer sees the loss of each element", () => {
  assert.deepEqual(taken("aten::huber_loss", { self, target: self }).sizes, taken("aten::sum", { self }).sizes);
  assert.deepEqual(taken("aten::huber_loss", { self, target: self, reduction: 0 }).sizes, []);
});

test("convolution_backward sums the bias's gradient over all but the channels", () => {
  const gradient = of("float32", 32, 64, 224, 224);
  const call = { grad_output: gradient, output_mask: [true, true, true] };
  const sum = taken("aten::sum", { self: gradient, dim: [0, 2, 3] });
  assert.ok(sum.sizes.length > 0);
  assert.deepEqual(taken("aten::convolution_backward", call), sum);
  assert.deepEqual(taken("aten::convolution_backward", { ...call, output_mask: [true, true, false] }).sizes, []);
});
