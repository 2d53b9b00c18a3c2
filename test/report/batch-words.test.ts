import assert from "node:assert/strict";
import { test } from "node:test";
import { LARGEST_BATCH } from "../../src/memory/batches.ts";
import { bytes } from "../../src/memory/bytes.ts";
import type { BatchEvidence } from "../../src/predict/batch-advice.ts";
import { batchCells, evidenceText } from "../../src/report/batch-words.ts";
import { only, resultOf, t4, trainingOf, NOT_MEASURED } from "./fixtures.ts";

const evidences: readonly (readonly [evidence: BatchEvidence, text: string | undefined])[] = [
  [{ kind: "computed" }, undefined],
  [
    { kind: "affine", traced: [8, 17, 1200] },
    "one trace answers every batch size: those at 8, 17 and 1,200 agree to the byte",
  ],
  [
    { kind: "affine", traced: [8, 17, 35] },
    "one trace answers every batch size: those at 8, 17 and 35 agree to the byte; 1,200 itself was not traced",
  ],
  [{ kind: "traced", traced: [1199, 1200, 1201], unknown_below: undefined }, "traced at 1,199, 1,200 and 1,201"],
  [
    { kind: "traced", traced: [8, 1200, 1300], unknown_below: 1300 },
    "no one trace answers every batch size: traced at 8, 1,200 and 1,300; between 1,200 and 1,300 nothing was",
  ],
  [
    { kind: "traced", traced: [8, 1200], unknown_below: LARGEST_BATCH + 1 },
    "no one trace answers every batch size: traced at 8 and 1,200; above 1,200 nothing was",
  ],
];

for (const [evidence, text] of evidences) {
  test(`evidenceText() says how ${JSON.stringify(evidence)} knows`, () => {
    const advice = { max_batch_size: 1200, idle_below_batch_size: undefined, curve: [], evidence };
    assert.equal(evidenceText(advice), text);
  });
}

test("the headroom of a row is the budget less what the row needs", () => {
  const result = resultOf(trainingOf({ budget: "1 GiB" }), NOT_MEASURED, t4(), [64, 200_000]);
  const [small, large] = result.at_batch_sizes;
  assert.ok(small?.kind === "predicted" && large?.kind === "predicted");
  assert.equal(small.device_bytes + small.headroom_bytes, 2 ** 30);
  assert.ok(large.headroom_bytes < 0);
  assert.equal(large.device_bytes, bytes(2 ** 30 - large.headroom_bytes));
  const cells = batchCells(only(result)).map((row) => [row[0], row[1], row[5]?.slice(0, 1)]);
  assert.deepEqual(cells, [
    ["mnist-mlp", "64", "+"],
    ["mnist-mlp", "200,000", "−"],
  ]);
});
