import assert from "node:assert/strict";
import { test } from "node:test";
import { classes, flatten, linear, tensorTarget } from "../networks.ts";
import { a100, cpu, story, traced, unknownsOf } from "../story.ts";

const parts = { layers: [linear(5, 4)], input: [5] };

// Batch 4, [4, 4] of float32: 64 bytes; the loss and the total weight are scalars of 4.
test("CrossEntropyLoss keeps log-probabilities and the total weight", () => {
  const { trace } = traced({ ...parts, target: classes(4) });
  assert.deepEqual(story(trace, "forward", 2).slice(2), [
    "+ 64 aten::_log_softmax activations",
    "+ 4 aten::nll_loss_forward activations",
    "+ 4 aten::nll_loss_forward activations",
    "- 4 aten::nll_loss_forward",
  ]);
  assert.deepEqual(story(trace, "backward", 2).slice(0, 6), [
    "+ 4 aten::ones_like temporary",
    "+ 64 aten::nll_loss_backward temporary",
    "- 4 aten::nll_loss_forward",
    "+ 64 aten::_log_softmax_backward_data temporary",
    "- 64 aten::nll_loss_backward",
    "- 64 aten::_log_softmax",
  ]);
});

test("CrossEntropyLoss with probabilities multiplies, sums, negates and, for a mean, divides", () => {
  const soft = { ...parts, target: tensorTarget(4) };
  assert.deepEqual(story(traced(soft).trace, "forward", 2).slice(2, 7), [
    "+ 64 aten::_log_softmax activations",
    "+ 64 aten::mul temporary",
    "+ 4 aten::sum temporary",
    "+ 4 aten::neg temporary",
    "+ 4 aten::div activations",
  ]);
  const sum = story(traced({ ...soft, reduction: "sum" }).trace, "forward", 2);
  assert.deepEqual(sum.slice(5, 7), ["+ 4 aten::neg activations", "- 4 aten::sum"]);
});

test("MSELoss keeps the unreduced loss's storage; CUDA's allocator sees a second one inside", () => {
  const squares = { ...parts, target: tensorTarget(4), loss: "MSELoss" } as const;
  assert.deepEqual(story(traced(squares, cpu).trace, "forward", 2).slice(2), [
    "+ 64 aten::mse_loss activations",
    "- 64 aten::mse_loss",
  ]);
  assert.deepEqual(story(traced(squares, a100).trace, "forward", 2).slice(2), [
    "+ 64 aten::mse_loss activations",
    "+ 64 aten::mse_loss temporary",
    "- 64 aten::mse_loss",
    "- 64 aten::mse_loss",
  ]);
});

test("losses refuse targets that do not fit the model's output", () => {
  assert.deepEqual(unknownsOf({ ...parts, target: tensorTarget(3), loss: "MSELoss" }), [
    "loss MSELoss takes a target of its input's shape, here [4, 3], and gets [4, 4] from the model",
  ]);
  assert.deepEqual(unknownsOf({ ...parts, input: [2, 5], target: classes(4) }), [
    "loss CrossEntropyLoss takes [batch, classes] with class targets, and gets [4, 2, 4] from the model",
  ]);
  assert.deepEqual(unknownsOf({ layers: [flatten, linear(5, 4)], input: [5], target: tensorTarget(4, 1) }), [
    "loss CrossEntropyLoss takes a target of its input's shape, here [4, 4, 1], and gets [4, 4] from the model",
  ]);
});
