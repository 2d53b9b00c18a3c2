import assert from "node:assert/strict";
import { test } from "node:test";
import { conv2d, flatten, gelu, linear, relu, reluInPlace, tensorTarget } from "../networks.ts";
import { a100, cpu, story, traced, unknownsOf } from "../story.ts";

const squares = { input: [5], target: tensorTarget(4), loss: "MSELoss" } as const;

// Batch 4, every tensor [4, 4] of float32: 64 bytes.
test("relu() keeps its output, gelu() its input, and in place there is nothing new", () => {
  const { trace } = traced({ layers: [linear(5, 4), relu, gelu(), reluInPlace], ...squares });
  assert.deepEqual(story(trace, "forward", 2).slice(0, 4), [
    "+ 64 aten::addmm temporary",
    "+ 64 aten::relu activations", // kept by relu, and by gelu
    "- 64 aten::addmm",
    "+ 64 aten::gelu activations", // overwritten and kept by the second ReLU
  ]);
  assert.deepEqual(story(trace, "backward", 2).slice(2, 7), [
    "+ 64 aten::threshold_backward temporary",
    "- 64 aten::mse_loss_backward",
    "+ 64 aten::gelu_backward temporary",
    "- 64 aten::threshold_backward",
    "+ 64 aten::threshold_backward temporary",
  ]);
});

test("relu() in place after a ReLU is what PyTorch refuses to train", () => {
  assert.deepEqual(unknownsOf({ layers: [linear(5, 4), relu, reluInPlace], ...squares }), [
    "layer 1 (ReLU) keeps a tensor for backward that a layer after it changes in place, which PyTorch refuses to train",
  ]);
});

// Batch 4, [4, 1, 2, 2] of float32: 64 bytes. as_strided_backward writes into zeros, CopySlices copies and clones.
for (const device of [cpu, a100]) {
  test(`relu() in place on a view copies its gradient on ${device.name}`, () => {
    const layers = [conv2d(1, 1), flatten, reluInPlace];
    const { trace } = traced({ layers, input: [1, 4, 4], target: tensorTarget(4), loss: "MSELoss" }, device);
    assert.deepEqual(story(trace, "backward", 2).slice(2, 9), [
      "+ 64 aten::new_zeros temporary",
      "- 64 aten::mse_loss_backward",
      "+ 64 aten::new_empty_strided temporary",
      "+ 64 aten::clone temporary",
      "+ 64 aten::threshold_backward temporary",
      "- 64 aten::clone",
      "- 64 aten::threshold_backward",
    ]);
  });
}
