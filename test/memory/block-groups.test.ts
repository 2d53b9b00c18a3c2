import assert from "node:assert/strict";
import { test } from "node:test";
import { type BlockAtPeak, MOST_GROUPS, NO_LINE, groupBlocks } from "../../src/memory/block-groups.ts";
import { bytes } from "../../src/memory/bytes.ts";

function block(size: number, changes: Partial<BlockAtPeak> = {}): BlockAtPeak {
  const known = { file: "model.py", line: 7, function: "forward" };
  return { ...known, bytes: bytes(size), origin: "code", category: null, operator: "", module: "", ...changes };
}

test("groupBlocks() counts blocks of one line together, the largest group first", () => {
  const groups = groupBlocks([block(512), block(4096, { line: 9 }), block(1024)]);
  assert.deepEqual(groups, [
    { ...block(4096, { line: 9 }), count: 1 },
    { ...block(1536), count: 2 }, // 512 + 1024
  ]);
});

const apart: readonly (readonly [what: string, changes: Partial<BlockAtPeak>])[] = [
  ["line", { line: 8 }],
  ["file", { file: "other.py" }],
  ["function", { function: "attend" }],
  ["origin", { origin: "backward" }],
  ["category", { category: "gradients" }],
  ["operator", { operator: "aten::mm" }],
  ["module", { module: "head" }],
];
for (const [what, changes] of apart) {
  test(`groupBlocks() keeps blocks of another ${what} apart`, () => {
    assert.equal(groupBlocks([block(512), block(512, changes)]).length, 2);
  });
}

const modules: readonly (readonly [modules: readonly string[], shown: readonly string[]])[] = [
  [["layers.0.attention", "layers.0.attention"], ["layers.0.attention"]],
  [["layers.0.attention", "layers.11.attention"], ["layers.*.attention"]],
  [["0", "12"], ["*"]],
  [
    ["layers.0.linear1", "layers.0.linear2"],
    ["layers.0.linear1", "layers.0.linear2"],
  ], // numbers within a name stay
];
for (const [names, shown] of modules) {
  test(`groupBlocks() names the modules ${names.join(" and ")} ${shown.join(" and ")}`, () => {
    const groups = groupBlocks(names.map((module) => block(512, { module })));
    assert.deepEqual(
      groups.map(({ module }) => module),
      shown,
    );
  });
}

test("groupBlocks() sums up all but the largest, and nothing is lost", () => {
  const blocks = Array.from({ length: 50 }, (_, index) => block(512 * (index + 1), { line: index + 1 }));
  const groups = groupBlocks(blocks);
  assert.equal(groups.length, MOST_GROUPS + 1);
  assert.deepEqual(groups[0], { ...block(25_600, { line: 50 }), count: 1 });
  // The 30 smallest are 512 × (1 + 2 + … + 30) = 512 × 465.
  assert.deepEqual(groups.at(-1), { ...block(238_080, { ...NO_LINE, origin: "rest" }), count: 30 });
  assert.equal(
    groups.reduce((sum, group) => sum + group.bytes, 0),
    512 * 1275, // 50 × 51 / 2
  );
});
