import assert from "node:assert/strict";
import { test } from "node:test";
import { type WhyPassedOver, whyPassedOver } from "../../src/compare/passed-over.ts";
import { measuredDocument, measuredOnCpu, resultOf, trainingOf } from "../report/fixtures.ts";

const { device } = measuredDocument(measuredOnCpu(trainingOf()));

const rows: [what: string, cuda: string | null, driver: string, why: WhyPassedOver][] = [
  ["a build without CUDA", null, "580.65.06", { kind: "no-cuda-build", torch: device.torch }],
  [
    "a driver that is older than CUDA 13 runs with",
    "13.0",
    "570.86.15",
    { kind: "driver-too-old", driver: "570.86.15", cuda: "13.0", least: 580 },
  ],
  ["the first driver of CUDA 13", "13.0", "580.65.06", { kind: "not-used" }],
  ["the same driver with CUDA 12", "12.8", "570.86.15", { kind: "not-used" }],
  ["a CUDA of which nothing is known", "99.0", "570.86.15", { kind: "not-used" }],
];

for (const [what, cuda, driver, why] of rows) {
  test(`whyPassedOver() tells ${what}`, () => {
    assert.deepEqual(whyPassedOver({ card: { name: "NVIDIA L4", driver }, device: { ...device, cuda } }), why);
  });
}

test("compareTraining() decides nothing where the card was passed over, though it is predicted to fit", () => {
  const measured = measuredOnCpu(trainingOf());
  const over = { card: { name: "NVIDIA L4", driver: "580.65.06" }, device };
  assert.equal(resultOf(trainingOf(), measured).verdict, "pass");
  const result = resultOf(trainingOf(), measured, undefined, [], { passedOver: over });
  assert.equal(result.verdict, "unknown");
  assert.deepEqual(
    result.findings.map(({ kind }) => kind),
    ["not-on-the-card"],
  );
  const small = resultOf(trainingOf({ budget: "1 MiB" }), measured, undefined, [], { passedOver: over });
  assert.equal(small.verdict, "fail");
});
