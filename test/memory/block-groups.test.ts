import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type BlockAtPeak, type BlockGroup, MOST_GROUPS, groupBlocks } from "../../src/memory/block-groups.ts";

/** Read by test/probe/test_explain.py too: the probe on the CPU groups as we do. */
type Case = { readonly what: string; readonly blocks: readonly BlockAtPeak[]; readonly groups: readonly BlockGroup[] };
const cases: readonly Case[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "../fixtures/block-groups.json"), "utf8"),
);

for (const { what, blocks, groups } of cases) {
  test(`groupBlocks() ${what}`, () => {
    const found = groupBlocks(blocks);
    assert.deepEqual(found, groups);
    const sums = [blocks.map((block) => block.bytes), found.map((group) => group.bytes)];
    const [before, after] = sums.map((sizes) => sizes.reduce((sum, size) => sum + size, 0));
    assert.equal(after, before);
    assert.equal(
      found.reduce((sum, { count }) => sum + count, 0),
      blocks.length,
    );
    assert.ok(found.length <= MOST_GROUPS + 1);
  });
}
