import assert from "node:assert/strict";
import { test } from "node:test";
import type { BlockGroup } from "../../src/memory/block-groups.ts";
import { bytes } from "../../src/memory/bytes.ts";
import { blockTable, whereText } from "../../src/report/block-words.ts";
import { renderJson } from "../../src/report/json.ts";
import { DETAILS, renderMarkdown } from "../../src/report/markdown.ts";
import { GALLERY } from "./fixtures.ts";

function group(changes: Partial<BlockGroup>): BlockGroup {
  return {
    origin: "code",
    bytes: bytes(1024),
    count: 1,
    category: null,
    operator: "",
    module: "",
    file: "",
    line: 0,
    function: "",
    library: "",
    ...changes,
  };
}

test("blockTable() prints sizes that add up, in a unit below the total's", () => {
  const third = 2 ** 20 / 3; // 341.33 KiB each, of 1024.00: one of them is printed as 341.34
  const { unit, rows, total } = blockTable([349_526, 349_525, 349_525].map((size) => group({ bytes: bytes(size) })));
  assert.ok(Math.abs(349_525 - third) < 1);
  assert.equal(unit.name, "KiB");
  assert.deepEqual(
    rows.map(({ size }) => size),
    ["341.34", "341.33", "341.33"],
  );
  assert.equal(total, "1024.00");
});

const texts: readonly (readonly [changes: Partial<BlockGroup>, what: string, words: string, line: string])[] = [
  [{ file: "a.py", line: 3, category: "activations", operator: "aten::mm" }, "activations, aten::mm", "", "a.py:3"],
  [{ origin: "backward", file: "a.py", line: 3, operator: "aten::mm" }, "aten::mm", "backward of", "a.py:3"],
  [{ origin: "backward", category: "gradients" }, "gradients", "backward", ""],
  [{ origin: "before" }, "", "before the recording", ""],
  [{ origin: "unknown" }, "", "line not known", ""],
  [{ origin: "rest" }, "", "all others", ""],
];
for (const [changes, what, words, line] of texts) {
  test(`blockTable() says "${words}" "${line}" of ${JSON.stringify(changes)}`, () => {
    const [row] = blockTable([group(changes)]).rows;
    assert.deepEqual([row?.what, row?.words, row?.line], [what, words, line]);
  });
}

test("whereText() names the line and the library that it called", () => {
  const known = group({ file: "train.py", line: 40, function: "main", library: "timm/layers/mlp.py:45 in forward" });
  const [row = assert.fail()] = blockTable([known, { ...known, origin: "backward" }]).rows;
  assert.equal(whereText(row), "train.py:40 in main → timm/layers/mlp.py:45 in forward");
});

test("blockTable() shows the end of what is long, in one line without what cannot be seen", () => {
  const [row] = blockTable([group({ file: `/${"x".repeat(200)}/\u001b[31m\u202e\nmodel.py`, line: 12 })]).rows;
  assert.match(row?.line ?? "", /^…x{48,}\/ model\.py:12$/);
});

test("the largest blocks are in report.json as they were measured, and in the details that come first to be left out", () => {
  const [, make] = GALLERY.find(([name]) => name === "explained") ?? assert.fail();
  const results = make();
  const [training] = results.trainings;
  assert.ok(training?.measurement.kind === "measured");
  const written = JSON.parse(renderJson(results));
  assert.deepEqual(written.trainings[0].measurement.blocks, training.measurement.document.blocks);
  const shown = DETAILS.map((detail) => renderMarkdown(results, detail).includes("The largest blocks at the peak"));
  assert.deepEqual(shown, [true, false, false, false, false]);
});
