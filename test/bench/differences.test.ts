import assert from "node:assert/strict";
import { test } from "node:test";
import { differences } from "../../bench/recordings/differences.ts";

test("differences() walks both lists in order, with as many common elements as their longest common subsequence", () => {
  for (let seed = 0; seed < 200; seed++) {
    const [a, b] = [letters(seed, seed % 13), letters(seed + 1000, (seed * 7) % 17)];
    const found = differences({ a: a.length, b: b.length }, (i, j) => a[i] === b[j]);
    assert.deepEqual(
      found.flatMap((each) => each.a ?? []),
      [...a.keys()],
    );
    assert.deepEqual(
      found.flatMap((each) => each.b ?? []),
      [...b.keys()],
    );
    const common = found.filter((each) => each.a !== undefined && each.b !== undefined);
    assert.ok(common.every((each) => a[each.a ?? -1] === b[each.b ?? -1]));
    assert.equal(common.length, longestCommon(a, b), `${a.join("")} ${b.join("")}`);
  }
});

/** By the textbook recurrence on the last elements. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = b.map(() => 0);
  for (const one of a) {
    const next: number[] = [];
    for (const [j, other] of b.entries()) {
      next.push(one === other ? (row[j - 1] ?? 0) + 1 : Math.max(row[j] ?? 0, next[j - 1] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Three letters, by a linear congruential generator. */
function letters(seed: number, length: number): readonly string[] {
  let state = seed + 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return "abc"[Math.floor(state / 2 ** 16) % 3] ?? "";
  });
}
