import assert from "node:assert/strict";
import { test } from "node:test";
import type { Phase } from "../../../src/memory/trace.ts";
import { columnCounts, segmentsOf, spread } from "../../../src/report/html/columns.ts";

/** "ffb" are two points of forward and one of backward. */
function points(letters: string): { phase: Phase }[] {
  const phases: Record<string, Phase> = {
    s: "setup",
    f: "forward",
    b: "backward",
    o: "optimizer",
    e: "evaluation",
  };
  return letters.split("").map((letter) => ({ phase: phases[letter] ?? assert.fail(letter) }));
}

const rows: readonly (readonly [what: string, predicted: string, observed: string, segments: string])[] = [
  ["the same phases", "sffb", "sfbb", "setup 1/1, forward 2/1, backward 1/2"],
  ["a phase that was not predicted", "fb", "fbe", "forward 1/1, backward 1/1, evaluation 0/1"],
  ["a phase that was not observed", "sfbo", "fb", "setup 1/0, forward 1/1, backward 1/1, optimizer 1/0"],
  ["phases that come again", "fbffb", "fffbfb", "forward 1/3, backward 1/1, forward 2/1, backward 1/1"],
  ["one side alone", "", "fb", "forward 0/1, backward 0/1"],
  ["one that came between", "fo", "fbo", "forward 1/1, backward 0/1, optimizer 1/1"],
];

for (const [what, predicted, observed, expected] of rows) {
  test(`segmentsOf() lays ${what} side by side`, () => {
    const segments = segmentsOf(points(predicted), points(observed));
    const told = segments.map((each) => `${each.phase} ${each.predicted.length}/${each.observed.length}`);
    assert.equal(told.join(", "), expected);
  });
}

test("segmentsOf() draws the stretches of many micro-batches together, and loses no point", () => {
  const many = points("fb".repeat(500));
  const segments = segmentsOf(many, many);
  assert.ok(segments.length <= 120, String(segments.length));
  assert.equal(segments.flatMap(({ predicted }) => predicted).length, many.length);
  assert.equal(segments.flatMap(({ observed }) => observed).length, many.length);
});

test("columnCounts() gives a segment its share of the columns, and never none", () => {
  // 900 + 90 + 10 points: of 100 columns 90, 9 and 1.
  const counts = (sizes: readonly number[]) =>
    columnCounts(
      sizes.map((size) => ({ phase: "forward", predicted: Array.from({ length: size }), observed: [] })),
      100,
    );
  assert.deepEqual(counts([900, 90, 10]), [90, 9, 1]);
  assert.deepEqual(counts([9990, 10]), [100, 1]);
  assert.deepEqual(counts([60, 40]), [60, 40]);
  assert.deepEqual(counts([3, 2]), [3, 2]);
});

test("spread() keeps the highest of those that share a column, and repeats where there are fewer", () => {
  const identity = (value: number) => value;
  assert.deepEqual(spread([1, 9, 2, 3, 8, 4], 3, identity), [9, 3, 8]);
  assert.deepEqual(spread([1, 2], 4, identity), [1, 1, 2, 2]);
  assert.deepEqual(spread([], 2, identity), [null, null]);
  const many = Array.from({ length: 997 }, (_, index) => (index * 7919) % 1009);
  assert.equal(Math.max(...spread(many, 10, identity).map((value) => value ?? 0)), Math.max(...many));
});
