import assert from "node:assert/strict";
import { test } from "node:test";
import { rehearsed } from "../../src/measure/rehearsal.ts";
import type { NotMeasuredReason } from "../../src/probe/reasons.ts";
import { measuredOnCpu, trainingOf } from "../report/fixtures.ts";

const rows: readonly (readonly [reason: NotMeasuredReason, hasCard: boolean, then: NotMeasuredReason])[] = [
  ["timed-out", false, "too-much-for-a-cpu"],
  ["no-host-memory", false, "too-much-for-a-cpu"],
  ["killed", false, "too-much-for-a-cpu"],
  ["timed-out", true, "timed-out"],
  ["failed", false, "failed"],
  ["no-step", false, "no-step"],
  ["cancelled", false, "cancelled"],
];

for (const [reason, hasCard, then] of rows) {
  test(`rehearsed() makes of ${reason} ${hasCard ? "beside" : "without"} a card ${then}`, () => {
    const measurement = rehearsed({ kind: "not-measured", reason, detail: "seen" }, hasCard);
    assert.ok(measurement.kind === "not-measured");
    assert.equal(measurement.reason, then);
    assert.match(measurement.detail, /seen$/);
  });
}

test("rehearsed() leaves what was measured as it is", () => {
  const measurement = measuredOnCpu(trainingOf());
  assert.equal(rehearsed(measurement, false), measurement);
});
