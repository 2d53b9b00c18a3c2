import assert from "node:assert/strict";
import { test } from "node:test";
import { isNotable, isQuiet } from "../../src/compare/notable.ts";
import { COMMENTS } from "../report/comments.ts";
import { GALLERY } from "../report/fixtures.ts";

const QUIET: readonly [name: string, quiet: boolean][] = [
  ["all-well", true],
  ["unchanged", true],
  ["six-unchanged", true],
  ["base-not-known", true], // it fits, and what it was is not known: that alone is no reason to write
  ["grown-over-budget", false],
  ["over-budget-before", false],
  ["grown-within-budget", false],
  ["shrunk", false],
  ["new-training", false],
  ["removed", false],
  ["grown-by-code", false],
  ["one-open", false],
  ["tight", false],
  ["drift", false],
];

for (const [name, quiet] of QUIET) {
  test(`isQuiet() is ${quiet} of ${name}`, () => {
    const [, make] = [...COMMENTS, ...GALLERY].find(([each]) => each === name) ?? assert.fail();
    assert.equal(isQuiet(make()), quiet);
  });
}

test("isNotable() lets a change within the tolerance pass, whichever way", () => {
  const [, make] = COMMENTS.find(([each]) => each === "shrunk") ?? assert.fail();
  const [training = assert.fail()] = make().trainings;
  assert.ok(training.change?.kind === "changed");
  const share = Math.abs(training.change.delta_bytes) / training.change.base_bytes;
  assert.ok(isNotable({ ...training, tolerance: share - 0.001 }));
  assert.ok(!isNotable({ ...training, tolerance: share + 0.001 }));
});
