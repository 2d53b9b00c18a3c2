import assert from "node:assert/strict";
import { test } from "node:test";
import { of, taken } from "./taken.ts";

// 50,257 × 768 elements are ⌈588.9⌉ chunks of 65,536; each of the three tensors has as many places of 4 bytes.
test("_foreach_norm has a place for each chunk of the largest tensor, for each tensor", () => {
  const self = [of("bfloat16", 50_257, 768), of("bfloat16", 768), of("bfloat16", 768, 768)];
  assert.deepEqual(taken("aten::_foreach_norm", { self }).sizes, [3 * 589 * 4]);
});
