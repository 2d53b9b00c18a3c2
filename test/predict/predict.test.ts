import assert from "node:assert/strict";
import { test } from "node:test";
import { CATEGORIES } from "../../src/memory/trace.ts";
import { predict, traceOf } from "../../src/predict/predict.ts";
import { adam, classes, linear, mnistMlp, tensorTarget, trainingOf } from "./networks.ts";
import { a100, cpu, peakOf } from "./story.ts";

const mnist = trainingOf({
  layers: mnistMlp,
  input: [1, 28, 28],
  target: classes(10),
  optimizer: adam(),
  batch_size: 64,
  evaluation: 1000,
});

test("predict() replays the trace on the device: what is alive at the peak adds up to it", () => {
  for (const device of [cpu, a100]) {
    const prediction = predict(mnist, device);
    assert.ok(prediction.kind === "predicted");
    const { profile } = prediction;
    assert.equal(
      CATEGORIES.reduce((sum, category) => sum + profile.peak.categories[category], 0),
      profile.allocated_bytes,
    );
    assert.equal(profile.allocated_bytes + profile.overhead_bytes, profile.reserved_bytes);
    assert.equal(profile.reserved_bytes + profile.context_bytes, profile.device_bytes);
    assert.deepEqual(prediction.trace, traceOf(mnist, device, 64));
  }
});

// The images of the evaluation, 1000 × 3,136 + 1000 × 8, are on the device with everything that the training holds:
// 4 × 407,552 of parameters, gradients and state, and 2 × 8,519,680 of workspaces. On top come ReLU with the Linear that
// it reads, 512,000 each, and the output of the batch before, 40,000 (40,448 in blocks).
test("predict() peaks in the evaluation where its batch is the larger one", () => {
  const prediction = predict(mnist, a100);
  assert.ok(prediction.kind === "predicted");
  const images = 3_136_000; // 6,125 blocks
  const labels = 8_192;
  const alive = 4 * 407_552 + 2 * 8_519_680 + images + labels + 2 * 512_000 + 40_448;
  assert.equal(prediction.profile.peak.phase, "evaluation");
  assert.equal(peakOf(prediction.trace), alive);
});

test("predict() does not know what the engine does not know", () => {
  const training = trainingOf({ layers: [linear(3, 4)], input: [3], target: tensorTarget(5), loss: "MSELoss" });
  const prediction = predict(training, a100);
  assert.ok(prediction.kind === "unknown");
  assert.equal(prediction.reasons.length, 1);
  assert.equal(prediction.model?.parameters, 16);
  assert.equal(traceOf(training, a100, 8), undefined);
});
