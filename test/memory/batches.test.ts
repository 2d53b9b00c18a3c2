import assert from "node:assert/strict";
import { test } from "node:test";
import { affineTrace } from "../../src/memory/affine.ts";
import { batchCurve } from "../../src/memory/batches.ts";
import { MIB, bytes } from "../../src/memory/bytes.ts";
import { deviceBytesOf, profileOf } from "../../src/memory/replay.ts";
import type { Trace } from "../../src/memory/trace.ts";
import { traceOf } from "../../src/predict/predict.ts";
import { t4, trainingOf } from "../report/fixtures.ts";

const moment = { phase: "forward", step: 1 } as const;
const storage = { op: "alloc", category: "temporary", operator: "", module: "", ...moment } as const;

/** One storage of `fixed`, one of `perSample` × batch. */
function lineTrace(fixed: number, perSample: number) {
  return (batch: number): Trace => [
    { ...storage, id: 0, bytes: bytes(fixed) },
    { ...storage, id: 1, bytes: bytes(perSample * batch) },
  ];
}

test("batchCurve() finds the last batch that fits: 100 MiB − 20 MiB hold 40 of 2 MiB", () => {
  const cpu = { kind: "cpu", name: "CPU" } as const;
  const found = batchCurve(lineTrace(20 * MIB, 2 * MIB), cpu, bytes(100 * MIB), 4);
  assert.equal(found?.max_batch_size, 40);
  assert.equal(found?.idle_below_batch_size, 16); // 20 + 2 × 15 = 50 MiB is half; 16 is more
});

test("batchCurve() says 0 where not even one sample fits", () => {
  const found = batchCurve(lineTrace(20 * MIB, 2 * MIB), { kind: "cpu", name: "CPU" }, bytes(10 * MIB), 4);
  assert.equal(found?.max_batch_size, 0);
  assert.equal(found?.idle_below_batch_size, undefined);
});

test("batchCurve() on a card: what it finds fits, and one more does not", () => {
  const device = t4();
  for (const optimizer of ["{Adam: {lr: 0.1}}", "{SGD: {lr: 0.1}}"]) {
    for (const limit of [280 * MIB, 1024 * MIB, device.usable_bytes]) {
      const training = trainingOf({ optimizer });
      const traceAt = (batch: number) => traceOf(training, device, batch);
      const sizeAt = (batch: number) => deviceBytesOf(traceAt(batch) ?? assert.fail(), device);
      const largest = batchCurve(traceAt, device, bytes(limit), 64)?.max_batch_size ?? assert.fail();
      assert.ok(sizeAt(largest) <= limit, `${largest} fits`);
      assert.ok(sizeAt(largest + 1) > limit, `${largest + 1} does not`);
    }
  }
});

test("affineTrace() gives the trace of any batch where sizes are affine", () => {
  const at = affineTrace(lineTrace(100, 7), [10, 20, 30]) ?? assert.fail();
  for (const batch of [1, 10, 33]) assert.deepEqual(at(batch), lineTrace(100, 7)(batch));
});

test("affineTrace() refuses what a third batch contradicts, and other events", () => {
  const square = (batch: number): Trace => [{ ...storage, id: 0, bytes: bytes(batch * batch) }];
  assert.equal(affineTrace(square, [10, 20, 30]), undefined);
  const longer = (batch: number): Trace => [
    ...lineTrace(1, 1)(batch),
    ...(batch > 15 ? [{ op: "free", id: 1, ...moment } as const] : []),
  ];
  assert.equal(affineTrace(longer, [10, 20, 30]), undefined);
});

test("deviceBytesOf() is the device tier of profileOf()", () => {
  const device = t4();
  const trace = traceOf(trainingOf({ evaluation: "{batch_size: 1000}" }), device, 64) ?? assert.fail();
  assert.equal(deviceBytesOf(trace, device), profileOf(trace, device).device_bytes);
});

test("profileOf() refuses a trace that frees what is not alive", () => {
  assert.throws(() => profileOf([{ op: "free", id: 1, ...moment }], t4()), /storage 1 is freed and not alive/);
});
