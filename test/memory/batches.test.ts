import assert from "node:assert/strict";
import { test } from "node:test";
import { batchCurve, type SizeAt } from "../../src/memory/batches.ts";
import { MIB, bytes } from "../../src/memory/bytes.ts";
import { profileOf, tiersOf } from "../../src/memory/replay.ts";
import { batchAdvice, traceOf } from "../../src/predict/predict.ts";
import { t4, trainingOf } from "../report/fixtures.ts";

const moment = { phase: "forward", step: 1 } as const;

/** `fixed` bytes, and `perSample` for each of the batch. */
const line =
  (fixed: number, perSample: number): SizeAt =>
  (batch) =>
    fixed + perSample * batch;

test("batchCurve() finds the last batch that fits: 100 MiB − 20 MiB hold 40 of 2 MiB", () => {
  const found = batchCurve(line(20 * MIB, 2 * MIB), bytes(100 * MIB), 4);
  assert.equal(found?.max_batch_size, 40);
  assert.equal(found?.idle_below_batch_size, 16); // 20 + 2 × 15 = 50 MiB is half; 16 is more
});

test("batchCurve() says 0 where not even one sample fits", () => {
  const found = batchCurve(line(20 * MIB, 2 * MIB), bytes(10 * MIB), 4);
  assert.equal(found?.max_batch_size, 0);
  assert.equal(found?.idle_below_batch_size, undefined);
});

test("batchAdvice() on a card: what it finds fits, and one more does not", () => {
  const device = t4();
  for (const optimizer of ["{Adam: {lr: 0.1}}", "{SGD: {lr: 0.1}}"]) {
    for (const limit of [280 * MIB, 1024 * MIB, device.usable_bytes]) {
      const training = trainingOf({ optimizer });
      const sizeAt = (batch: number) => tiersOf(traceOf(training, device, batch) ?? assert.fail(), device).device_bytes;
      const largest = batchAdvice(training, device, bytes(limit))?.max_batch_size ?? assert.fail();
      assert.ok(sizeAt(largest) <= limit, `${largest} fits`);
      assert.ok(sizeAt(largest + 1) > limit, `${largest + 1} does not`);
    }
  }
});

test("tiersOf() has the peaks of profileOf()", () => {
  const device = t4();
  const trace = traceOf(trainingOf({ evaluation: "{batch_size: 1000}" }), device, 64) ?? assert.fail();
  const { allocated_bytes, reserved_bytes, device_bytes } = profileOf(trace, device);
  assert.deepEqual(tiersOf(trace, device), { allocated_bytes, reserved_bytes, device_bytes });
});

test("profileOf() refuses a trace that frees what is not alive", () => {
  assert.throws(() => profileOf([{ op: "free", id: 1, ...moment }], t4()), /storage 1 is freed and not alive/);
});
