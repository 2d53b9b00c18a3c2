import assert from "node:assert/strict";
import { test } from "node:test";
import { textColumns } from "../../src/report/text-columns.ts";

test("textColumns() puts cells below one another, each column at its side", () => {
  const rows = [
    ["what", "bytes"],
    ["", "1,024"],
    ["activations", "8"],
  ];
  assert.deepEqual(textColumns(rows, ["left", "right"]), [
    "what         bytes",
    "             1,024",
    "activations      8",
  ]);
});

test("textColumns() makes nothing of no rows", () => {
  assert.deepEqual(textColumns([], ["left", "right"]), []);
});
