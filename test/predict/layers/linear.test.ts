import assert from "node:assert/strict";
import { test } from "node:test";
import { linear, tensorTarget } from "../networks.ts";
import { a100, story, traced, unknownsOf } from "../story.ts";

const squares = (features: number) => ({ input: [5], target: tensorTarget(features), loss: "MSELoss" }) as const;

// Batch 4. [4, 4] and [4, 3] of float32: 64 and 48 bytes. W₁ [4, 5]: 80, b₁ [4]: 16, W₂ [3, 4]: 48.
test("linear() keeps its input, and the first one makes no gradient of it", () => {
  const { trace } = traced({ layers: [linear(5, 4), linear(4, 3, false)], ...squares(3) });
  assert.deepEqual(story(trace, "forward", 2), [
    "+ 64 aten::addmm activations", // kept as the input of the second
    "+ 48 aten::mm activations", // named `output`
    "- 48 aten::mm", // the step before's `output`
    "+ 48 aten::mse_loss activations",
    "- 48 aten::mse_loss",
  ]);
  assert.deepEqual(story(trace, "backward", 2), [
    "+ 4 aten::ones_like temporary",
    "+ 48 aten::mse_loss_backward temporary",
    "+ 48 aten::mm gradients", // without a bias dW comes first
    "+ 64 aten::mm temporary", // then dX
    "- 48 aten::mse_loss_backward",
    "- 64 aten::addmm",
    "+ 80 aten::mm gradients",
    "+ 16 aten::sum gradients",
    "- 64 aten::mm",
    "- 4 aten::ones_like",
  ]);
});

test("linear() leaves a cuBLAS workspace in each thread's first product, after its output", () => {
  const { trace } = traced({ layers: [linear(5, 4), linear(4, 3)], ...squares(3) }, a100);
  assert.deepEqual(story(trace, "forward", 1).slice(0, 3), [
    "+ 64 aten::addmm activations",
    "+ 8519680 cublas workspace",
    "+ 48 aten::addmm activations",
  ]);
  const workspaces = trace.filter((event) => event.op === "alloc" && event.operator === "cublas");
  assert.deepEqual(
    workspaces.map(({ phase, step }) => [phase, step]),
    [
      ["forward", 1],
      ["backward", 1],
    ],
  );
});

// 1024 rows of 128: a block is 32 wide (128 columns in vectors of 4) and 4 high, so a thread has 1024 / 4 = 256 values;
// 16 blocks an output share the work: 4 bytes × 128 outputs × 16 blocks × 32 lanes × 4 = 1,048,576, and one semaphore.
test("linear() sums the bias's gradient with scratch on CUDA where blocks share the rows", () => {
  const { trace } = traced({ layers: [linear(5, 128)], ...squares(128), batch_size: 1024 }, a100);
  assert.deepEqual(
    story(trace, "backward", 2).filter((line) => line.includes("aten::sum")),
    [
      "+ 512 aten::sum gradients",
      "+ 1048576 aten::sum temporary",
      "+ 4 aten::sum temporary",
      "- 4 aten::sum",
      "- 1048576 aten::sum",
    ],
  );
});

test("linear() works on the last of many dimensions", () => {
  const { model } = traced({
    layers: [linear(5, 4)],
    input: [3, 2, 5],
    target: tensorTarget(3, 2, 4),
    loss: "MSELoss",
  });
  assert.deepEqual(model.layers, [{ name: "0", type: "Linear", output_shape: [4, 3, 2, 4], parameters: 24 }]);
});

test("linear() refuses features that it does not take", () => {
  assert.deepEqual(unknownsOf({ layers: [linear(6, 4)], ...squares(4) }), [
    "layer 0 (Linear) does not fit: expected an input of [N, …, 6], found [N, 5]",
  ]);
});
