import assert from "node:assert/strict";
import { test } from "node:test";
import { growthOf } from "../../src/compare/leak.ts";
import { MIB } from "../../src/memory/bytes.ts";
import { documentOf, stepPeaks, trainingOf } from "../report/fixtures.ts";

/** Of a training with a peak of 100 MiB, whose steps end with so many MiB. */
function grown(ends: readonly number[], batch_shapes: readonly { tensors: string[]; steps: number }[] = []) {
  const step_peaks = stepPeaks(
    100 * MIB,
    ends.map((end) => end * MIB),
  );
  return growthOf(
    documentOf(trainingOf(), { allocated_bytes: 100 * MIB, steps: ends.length, step_peaks, batch_shapes }),
  );
}

const rows: readonly (readonly [what: string, ends: readonly number[], perStep: number | undefined])[] = [
  ["one MiB a step", [50, 51, 52, 53, 54, 55], 1],
  ["more and more: the median of 1, 2, 3, 4 and 5 MiB", [50, 51, 53, 56, 60, 65], 3],
  ["a buffer that is made once", [50, 80, 80, 80, 80, 80], undefined],
  ["optimizer state made in the first step", [30, 50, 50, 50, 50, 50, 50], undefined],
  ["up and down", [50, 51, 50, 51, 50, 51, 50, 51], undefined],
  ["what is collected every fourth step", [50, 51, 52, 53, 50, 51, 52, 53, 50, 51, 52, 53], undefined],
  ["steady growth that falls once in six steps", [50, 51, 52, 51, 52, 53], undefined],
  ["steady growth that falls once in twelve steps", [50, 51, 52, 53, 54, 53, 54, 55, 56, 57, 58, 59], 1],
  ["too few steps before the loop is over", [50, 51, 52, 53, 54, 40], undefined],
  ["too few steps", [50, 51, 52, 53, 54], undefined],
  ["nothing", [50, 50, 50, 50, 50, 50], undefined],
  ["no steps", [], undefined],
];
for (const [what, ends, perStep] of rows) {
  test(`growthOf() of ${what} is ${perStep ?? "no"} MiB a step`, () => {
    const growth = grown(ends);
    assert.deepEqual(growth, perStep === undefined ? undefined : { bytes_per_step: perStep * MIB, steps: ends.length });
  });
}

test("growthOf() leaves the last step out where the loop is over with it, and what it held is gone", () =>
  assert.deepEqual(grown([50, 51, 52, 53, 54, 55, 40]), { bytes_per_step: MIB, steps: 6 }));

test("growthOf() passes over what adds less than 1 % of the peak in 1,000 steps: of 100 MiB, 1,048.576 bytes a step", () => {
  const ends = (each: number) => Array.from({ length: 8 }, (_, index) => 50 + (index * each) / MIB);
  assert.equal(grown(ends(1048)), undefined);
  assert.equal(grown(ends(1049))?.bytes_per_step, 1049);
});

test("growthOf() does not take batches that get larger for a leak", () => {
  const ends = [50, 51, 52, 53, 54, 55, 56, 57];
  const shapes = (lengths: readonly number[]) => lengths.map((length) => ({ tensors: [`int64[${length}]`], steps: 1 }));
  assert.equal(grown(ends, shapes([1, 2, 3, 4, 5, 6, 7, 8])), undefined);
  assert.equal(grown(ends, shapes([8, 7, 6, 5, 4, 3, 2, 1]))?.bytes_per_step, MIB, "they get smaller, and it grows");
  const everyStep = [...shapes([1, 2]), ...shapes([3])].map((shape) => ({ ...shape, steps: ends.length }));
  assert.equal(grown(ends, everyStep)?.bytes_per_step, MIB, "several models, the same in every step");
});
