import assert from "node:assert/strict";
import { test } from "node:test";
import { limitOfPrediction, verificationOf } from "../../src/compare/verification.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import { predict } from "../../src/predict/predict.ts";
import { measuredOnCpu, measuredOnT4, NOT_MEASURED, t4, trainingOf } from "../report/fixtures.ts";

const training = trainingOf();
const LIMIT = bytes(50 * MIB);
const OUT = {
  phase: "backward",
  step: 3,
  requested_bytes: 20 * MIB,
  allocated_bytes: 30 * MIB,
  reserved_bytes: 40 * MIB,
  message: "",
} as const;

test("limitOfPrediction() takes the high end of what the allocator reserves, in which no context is", () => {
  const prediction = predict(training, t4());
  assert.ok(prediction.kind === "predicted");
  const limit = limitOfPrediction(prediction, measuredOnT4(training));
  assert.ok(limit.kind === "limit");
  // by hand: 5 % of what is reserved and 0.5 % of what is allocated lie above it
  const { reserved_bytes, allocated_bytes } = prediction.profile;
  assert.equal(
    limit.limit_bytes,
    reserved_bytes + Math.round(0.05 * reserved_bytes) + Math.round(0.005 * allocated_bytes),
  );
  assert.ok(limit.limit_bytes < prediction.profile.device_bytes);
});

test("limitOfPrediction() takes what is alive on the CPU, to the byte", () => {
  const prediction = predict(training, { kind: "cpu", name: "CPU" });
  assert.ok(prediction.kind === "predicted");
  const { allocated_bytes: limit_bytes } = prediction.profile;
  assert.deepEqual(limitOfPrediction(prediction, measuredOnCpu(training)), { kind: "limit", limit_bytes });
});

test("limitOfPrediction() has nothing to prove of what was not measured, or ran out of memory as it is", () => {
  const prediction = predict(training, t4());
  for (const measurement of [NOT_MEASURED, measuredOnT4(training, 1, { out_of_memory: OUT })]) {
    assert.deepEqual(limitOfPrediction(prediction, measurement), { kind: "none", verification: undefined });
  }
});

test("limitOfPrediction() leaves the proof open where nothing is predicted", () => {
  const unknown = predict(trainingOf({ optimizer: "ASGD" }), t4());
  for (const prediction of [unknown, undefined]) {
    const limit = limitOfPrediction(prediction, measuredOnT4(training));
    assert.ok(limit.kind === "none" && limit.verification?.kind === "not-verified");
  }
});

test("verificationOf() tells a training that lived from one that did not, and from one that nobody knows of", () => {
  assert.deepEqual(verificationOf(LIMIT, measuredOnT4(training, 1, { num_alloc_retries: 2 })), {
    kind: "survived",
    limit_bytes: LIMIT,
    num_alloc_retries: 2,
  });
  assert.deepEqual(verificationOf(LIMIT, measuredOnT4(training, 1, { out_of_memory: OUT })), {
    kind: "limit-failed",
    limit_bytes: LIMIT,
    phase: "backward",
    step: 3,
    requested_bytes: 20 * MIB,
    held_bytes: 40 * MIB,
  });
  const { kind, detail } = { kind: "not-measured", detail: "boom" } as const;
  assert.deepEqual(verificationOf(LIMIT, { kind, reason: "failed", detail }), { kind: "not-verified", detail });
});
