import assert from "node:assert/strict";
import { test } from "node:test";
import { of, taken } from "./taken.ts";

const rows = of("float32", 64, 100);
/** The gradient of a sum: one value for all. */
const expanded = { shape: [64, 10], stride: [0, 0], dtype: "float32" };

test("a product copies a matrix that has neither rows nor columns one after another", () => {
  const columns = { shape: [100, 64], stride: [1, 100], dtype: "float32" };
  assert.deepEqual(taken("aten::mm", { self: columns, mat2: of("float32", 64, 10) }).sizes, []);
  assert.deepEqual(taken("aten::mm", { self: columns, mat2: expanded }).sizes, [64 * 10 * 4]);
  const bias = { shape: [64, 10], stride: [0, 1], dtype: "float32" };
  assert.deepEqual(taken("aten::addmm", { self: bias, mat1: rows, mat2: of("float32", 100, 10) }).sizes, []);
});
