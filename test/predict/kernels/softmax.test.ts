import assert from "node:assert/strict";
import { test } from "node:test";
import { of, taken } from "./taken.ts";

test("the backward pass of softmax takes the product of gradient and output", () => {
  // 15 heads of 4096 × 4096 in float32: 960 MiB, which a T4 was seen to need beside them
  const output = of("float32", 1, 15, 4096, 4096);
  const call = { grad_output: output, output, dim: -1, input_dtype: "torch.float16" };
  assert.deepEqual(taken("aten::_softmax_backward_data", call).sizes, [960 * 2 ** 20]);
  const half = of("bfloat16", 2, 8, 64);
  assert.deepEqual(taken("aten::_softmax_backward_data", { grad_output: half, output: half, dim: -1 }).sizes, [2048]);
});
