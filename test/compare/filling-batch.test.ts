import assert from "node:assert/strict";
import { test } from "node:test";
import { NOT_MEASURED, predictedOn, resultOf, t4, trainingOf } from "../report/fixtures.ts";

test("fillingBatch() names the batch that fills a card which is mostly idle, with what it needs", () => {
  const { filling, budget } = resultOf(trainingOf(), NOT_MEASURED);
  assert.ok(filling !== undefined && budget !== undefined);
  const at = (batch: number) => predictedOn(trainingOf({ batch_size: String(batch) }), t4()).profile.device_bytes;
  assert.equal(filling.device_bytes, at(filling.batch_size));
  assert.ok(filling.device_bytes <= budget.limit_bytes && at(filling.batch_size + 1) > budget.limit_bytes);
});

test("fillingBatch() names none where half of the budget is used, or all of it is too little", () => {
  const needed = resultOf(trainingOf(), NOT_MEASURED).budget?.needed_bytes ?? assert.fail(); // 165 MiB
  assert.equal(needed, 165 * 2 ** 20);
  for (const [budget, is] of [
    ["331 MiB", true],
    ["330 MiB", false],
    ["100 MiB", false],
  ] as const)
    assert.equal(resultOf(trainingOf({ budget }), NOT_MEASURED).filling !== undefined, is, budget);
});
