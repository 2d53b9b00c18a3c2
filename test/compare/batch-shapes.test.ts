import assert from "node:assert/strict";
import { test } from "node:test";
import { largestShape, shapeBytes, timesLarger, varyingShapes } from "../../src/compare/batch-shapes.ts";
import { documentOf, trainingOf } from "../report/fixtures.ts";

const sizes: readonly (readonly [tensors: readonly string[], bytes: number])[] = [
  [["float32[8, 3, 224, 224]"], 8 * 3 * 224 * 224 * 4],
  [["int64[64]", "bfloat16[64, 128]"], 64 * 8 + 64 * 128 * 2],
  [["bool[4, 4]"], 16],
  [["float8_e4m3fn[10]"], 10],
  [["complex64[3]"], 24],
  [["float32[]"], 4],
  [["float32[0, 5]"], 0],
  [[], 0],
];
for (const [tensors, bytes] of sizes) {
  test(`shapeBytes() of ${tensors.join(", ") || "nothing"} is ${bytes}`, () =>
    assert.equal(shapeBytes({ tensors: [...tensors] }), bytes));
}

const shape = (length: number, steps = 1) => ({ tensors: [`int64[4, ${length}]`], steps });

test("varyingShapes() leaves out what every step had", () => {
  const document = documentOf(trainingOf(), { steps: 8, batch_shapes: [shape(10, 8), shape(20, 8)] });
  assert.deepEqual(varyingShapes(document), []);
  const varying = [shape(10, 7), shape(20, 1)];
  assert.deepEqual(varyingShapes({ ...document, batch_shapes: varying }), varying);
});

test("largestShape() goes by bytes, not by order", () => {
  assert.deepEqual(largestShape([shape(10), shape(30), shape(20)]), shape(30));
  assert.equal(largestShape([]), undefined);
});

const orders: readonly (readonly [lengths: readonly number[], times: number])[] = [
  [[], 0],
  [[10], 0],
  [[10, 20, 30], 2],
  [[30, 20, 10], 0],
  [[10, 30, 20, 40], 2],
  [[10, 10], 0],
];
for (const [lengths, times] of orders) {
  test(`timesLarger() of lengths ${lengths.join(", ") || "none"} is ${times}`, () =>
    assert.equal(timesLarger(lengths.map((length) => shape(length))), times));
}
