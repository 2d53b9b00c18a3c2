import assert from "node:assert/strict";
import { test } from "node:test";
import { layerNorm, linear, tensorTarget } from "../networks.ts";
import { a100, cpu, story, traced, unknownsOf } from "../story.ts";

// Batch 4, [4, 6, 5] of float32: 480 bytes; mean and deviation of 24 rows: 96 each. Weight and bias of 5: 20 each.
const parts = { input: [6, 5], target: tensorTarget(6, 5), loss: "MSELoss" } as const;

test("layerNorm() keeps its input and two numbers a row", () => {
  const plain = layerNorm([5], { elementwise_affine: false });
  const { trace } = traced({ layers: [layerNorm([5]), plain], ...parts });
  assert.deepEqual(story(trace, "forward", 2).slice(0, 6), [
    "+ 480 aten::native_layer_norm activations",
    "+ 96 aten::native_layer_norm activations",
    "+ 96 aten::native_layer_norm activations",
    "+ 480 aten::native_layer_norm activations",
    "+ 96 aten::native_layer_norm activations",
    "+ 96 aten::native_layer_norm activations",
  ]);
  assert.deepEqual(story(trace, "backward", 2).slice(2, 9), [
    "+ 480 aten::native_layer_norm_backward temporary", // the second has no parameters
    "- 480 aten::mse_loss_backward",
    "- 480 aten::native_layer_norm",
    "- 96 aten::native_layer_norm",
    "- 96 aten::native_layer_norm",
    "+ 20 aten::native_layer_norm_backward gradients", // the first has nothing before it
    "+ 20 aten::native_layer_norm_backward gradients",
  ]);
});

test("layerNorm() without a bias has one gradient, and over two dimensions a row for each sample", () => {
  const { trace, model } = traced({ layers: [layerNorm([6, 5], { bias: false })], ...parts });
  assert.equal(model.parameters, 30);
  // One mean and one deviation for each of 4 samples: 16 bytes each.
  assert.equal(story(trace, "forward", 2).filter((line) => line.startsWith("+ 16 ")).length, 2);
  assert.equal(story(trace, "backward", 2).filter((line) => line.endsWith("gradients")).length, 1);
});

test("layerNorm() without parameters and first keeps nothing", () => {
  const layers = [layerNorm([5], { elementwise_affine: false }), linear(5, 5)];
  assert.deepEqual(story(traced({ layers, ...parts }).trace, "forward", 2).slice(1, 5), [
    "+ 96 aten::native_layer_norm temporary",
    "+ 96 aten::native_layer_norm temporary",
    "- 96 aten::native_layer_norm",
    "- 96 aten::native_layer_norm",
  ]);
});

// 11,000 × 6 = 66,000 rows, more than 65,536, of 5 columns: ceil(66,000 / 32) = 2063 partial rows of 20 bytes are 41,260.
test("layerNorm() sums many short rows in two passes on CUDA", () => {
  const many = { layers: [layerNorm([5])], ...parts, batch_size: 11_000 };
  const own = (device: typeof cpu | typeof a100) =>
    story(traced(many, device).trace, "backward", 2).filter((line) => line.includes("layer_norm_backward"));
  assert.deepEqual(own(a100), [
    "+ 20 aten::native_layer_norm_backward gradients",
    "+ 20 aten::native_layer_norm_backward gradients",
    "+ 41260 aten::native_layer_norm_backward temporary",
    "+ 41260 aten::native_layer_norm_backward temporary",
    "+ 20 aten::native_layer_norm_backward temporary", // the weight's, written into the first
    "- 20 aten::native_layer_norm_backward",
    "+ 20 aten::native_layer_norm_backward temporary",
    "- 20 aten::native_layer_norm_backward",
    "- 41260 aten::native_layer_norm_backward",
    "- 41260 aten::native_layer_norm_backward",
  ]);
  assert.equal(own(cpu).length, 2);
});

test("layerNorm() refuses other sizes", () => {
  assert.deepEqual(unknownsOf({ layers: [layerNorm([6])], ...parts }), [
    "layer 0 (LayerNorm) does not fit: expected an input of [N, …, 6], found [N, 6, 5]",
  ]);
});
