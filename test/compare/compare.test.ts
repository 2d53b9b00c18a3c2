import assert from "node:assert/strict";
import { test } from "node:test";
import { limitOf } from "../../src/compare/budget.ts";
import type { FindingKind, Verdict } from "../../src/compare/finding.ts";
import { EXIT_CODES, verdictOf, worstOf } from "../../src/compare/verdict.ts";
import { GIB } from "../../src/memory/bytes.ts";
import { GALLERY, measuredOnCpu, measuredOnT4, resultOf, t4, trainingOf } from "../report/fixtures.ts";

const expected: Readonly<Record<string, { verdict: Verdict; findings: readonly FindingKind[] }>> = {
  "measured-on-the-cpu": { verdict: "pass", findings: [] },
  "predicted-only": { verdict: "pass", findings: ["not-measured"] },
  "over-budget": { verdict: "fail", findings: ["not-measured", "over-budget"] },
  tight: { verdict: "pass", findings: ["not-measured", "tight"] },
  "measured-on-the-card": { verdict: "pass", findings: [] },
  drift: { verdict: "pass", findings: ["drift"] },
  "drift-on-the-cpu": { verdict: "pass", findings: ["drift"] },
  "out-of-memory": { verdict: "fail", findings: ["out-of-memory", "over-budget"] },
  "co-tenant": { verdict: "pass", findings: ["co-tenant"] },
  leak: { verdict: "pass", findings: ["leak"] },
  "leak-over-budget": { verdict: "fail", findings: ["leak-over-budget"] },
  "leak-on-the-cpu": { verdict: "pass", findings: ["leak"] },
  fragmentation: { verdict: "pass", findings: ["retries", "fragmentation", "drift"] },
  "varying-batches": { verdict: "pass", findings: ["varying-batches"] },
  ranks: { verdict: "pass", findings: ["rank-spread"] },
  difference: { verdict: "pass", findings: ["co-tenant", "drift"] },
  "command-on-the-cpu": { verdict: "unknown", findings: ["unknown"] },
  "command-on-the-card": { verdict: "pass", findings: [] },
  "unknown-layer": { verdict: "unknown", findings: ["unknown", "not-measured"] },
  "no-device": { verdict: "unknown", findings: ["no-device", "not-measured"] },
  fork: { verdict: "pass", findings: ["not-measured"] },
  survived: { verdict: "pass", findings: [] },
  "limit-failed": { verdict: "fail", findings: ["limit-failed"] },
  "not-verified": { verdict: "unknown", findings: ["not-verified"] },
  extrapolated: { verdict: "pass", findings: ["not-measured"] },
  "extrapolation-open": { verdict: "unknown", findings: ["not-measured", "extrapolation-open"] },
  "measurement-failed": { verdict: "unknown", findings: ["measurement-failed"] },
};

for (const [name, make] of GALLERY) {
  const row = expected[name];
  if (row === undefined) continue;
  test(`compareTraining() finds in ${name}: ${row.findings.join(", ") || "nothing"}`, () => {
    const results = make();
    assert.equal(results.verdict, row.verdict);
    assert.deepEqual(
      results.trainings.flatMap(({ findings }) => findings.map(({ kind }) => kind)),
      row.findings,
    );
  });
}

test("limitOf() takes a share of what a process can use, or a size", () => {
  assert.equal(limitOf(trainingOf({ budget: "50%" }), t4()), Math.floor(t4().usable_bytes / 2));
  assert.equal(limitOf(trainingOf({ budget: "3 GiB" }), t4()), 3 * GIB);
});

test("compareTraining() lets a measurement on the budget's card win over the prediction", () => {
  const training = trainingOf();
  const predicted = resultOf(training, measuredOnCpu(training)).budget;
  const measured = resultOf(training, measuredOnT4(training, 3)).budget;
  assert.equal(predicted?.from, "prediction");
  assert.equal(measured?.from, "measurement");
  assert.ok((measured?.needed_bytes ?? 0) > (predicted?.needed_bytes ?? 0));
});

test("a measurement on the card decides what the engine does not know; one on the CPU does not", () => {
  const known = trainingOf();
  const unknown = trainingOf({ optimizer: "ASGD" });
  assert.equal(resultOf(unknown, measuredOnT4(known)).verdict, "pass");
  assert.equal(resultOf(unknown, measuredOnCpu(known)).verdict, "unknown");
});

test("the rows of categories add up to the allocated row on either side", () => {
  const training = trainingOf();
  for (const measurement of [measuredOnCpu(training, 12_345), measuredOnT4(training, 2)]) {
    const { comparison } = resultOf(training, measurement);
    const allocated = comparison?.tiers.find(({ name }) => name === "allocated");
    const sum = (side: "predicted_bytes" | "observed_bytes" | "delta_bytes") =>
      comparison?.categories.reduce((total, row) => total + row[side], 0);
    for (const side of ["predicted_bytes", "observed_bytes", "delta_bytes"] as const) {
      assert.equal(sum(side), allocated?.[side], side);
    }
  }
});

test("verdictOf() lets a failing finding outweigh an open one, and worstOf() nothing be unknown", () => {
  const open = { kind: "no-device", detail: "" } as const;
  const failing = {
    kind: "over-budget",
    needed_bytes: t4().usable_bytes,
    limit_bytes: t4().usable_bytes,
    from: "prediction",
  } as const;
  assert.equal(verdictOf([open, failing]), "fail");
  assert.equal(verdictOf([open]), "unknown");
  assert.equal(verdictOf([]), "pass");
  assert.equal(worstOf([]), "unknown");
  assert.equal(worstOf(["pass", "unknown"]), "unknown");
  assert.deepEqual(EXIT_CODES, { pass: 0, fail: 1, unknown: 2 });
});
