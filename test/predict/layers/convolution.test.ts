import assert from "node:assert/strict";
import { test } from "node:test";
import { conv2d, flatten, pair, type Part, tensorTarget } from "../networks.ts";
import { a100, story, traced, unknownsOf } from "../story.ts";

// Batch 4. [4, 4, 4, 4] of float32: 1024 bytes, [4, 2, 4, 4]: 512. W₁ [4, 3, 3, 3]: 432, b₁ [4]: 16, W₂ [2, 4, 1, 1]: 32.
test("conv2d() keeps its input, and the first one makes no gradient of it", () => {
  const layers = [conv2d(3, 4), conv2d(4, 2, 1, { bias: false }), flatten];
  const { trace } = traced({ layers, input: [3, 6, 6], target: tensorTarget(32), loss: "MSELoss" });
  assert.deepEqual(story(trace, "forward", 2).slice(0, 2), [
    "+ 1024 aten::convolution activations",
    "+ 512 aten::convolution activations",
  ]);
  assert.deepEqual(story(trace, "backward", 2).slice(2, 9), [
    "+ 1024 aten::convolution_backward temporary",
    "+ 32 aten::convolution_backward gradients",
    "- 512 aten::mse_loss_backward",
    "- 1024 aten::convolution",
    "+ 432 aten::convolution_backward gradients",
    "+ 16 aten::convolution_backward gradients",
    "- 1024 aten::convolution_backward",
  ]);
});

// floor((size + 2 padding − dilation (kernel − 1) − 1) / stride) + 1
const shapes: readonly (readonly [what: string, part: Part, expected: readonly number[]])[] = [
  ["no padding", conv2d(3, 8, 5), [4, 8, 28, 28]], // 32 − 4
  ["padding", conv2d(3, 8, 5, { padding: pair(2) }), [4, 8, 32, 32]],
  ["a stride", conv2d(3, 8, 7, { stride: pair(2), padding: pair(3) }), [4, 8, 16, 16]], // floor(31 / 2) + 1
  ["dilation", conv2d(3, 8, 3, { dilation: [2, 3] }), [4, 8, 28, 26]], // 32 − 4, 32 − 6
  ["groups", conv2d(3, 6, 3, { groups: 3 }), [4, 6, 30, 30]],
];

for (const [what, part, expected] of shapes) {
  test(`conv2d() with ${what} gives ${expected.join(" × ")}`, () => {
    const elements = expected.slice(1).reduce((product, n) => product * n, 1);
    const parts = {
      layers: [part, flatten],
      input: [3, 32, 32],
      target: tensorTarget(elements),
      loss: "MSELoss",
    } as const;
    assert.deepEqual(traced(parts).model.layers[0]?.output_shape, expected);
  });
}

// W [6, 1, 3, 3] and b [6]: 54 + 6.
test("conv2d() divides its weights by the groups, and says which convolutions use cuDNN", () => {
  const elements = 6 * 30 * 30;
  const parts = { input: [3, 32, 32], target: tensorTarget(elements), loss: "MSELoss" } as const;
  const depthwise = traced({ layers: [conv2d(3, 6, 3, { groups: 3 }), flatten], ...parts }, a100);
  const dense = traced({ layers: [conv2d(3, 6), flatten], ...parts }, a100);
  assert.equal(depthwise.model.parameters, 60);
  assert.equal(dense.model.parameters, 168); // 6 × 3 × 3 × 3 + 6
  assert.ok(!depthwise.notes.join().includes("cuDNN"));
  assert.ok(dense.notes.includes("cuDNN's workspace for 1 convolution is assumed"));
});

test("conv2d() refuses what is no image of its channels, and what is smaller than its kernel", () => {
  const parts = { target: tensorTarget(1), loss: "MSELoss" } as const;
  assert.deepEqual(unknownsOf({ layers: [conv2d(3, 4)], input: [1, 8, 8], ...parts }), [
    "layer 0 (Conv2d) does not fit: expected an input of [N, 3, height, width], found [N, 1, 8, 8]",
  ]);
  assert.deepEqual(unknownsOf({ layers: [conv2d(3, 4, 5)], input: [3, 4, 8], ...parts }), [
    "layer 0 (Conv2d) does not fit: expected a padded input of at least the kernel's 5 × 5, found 4 × 8",
  ]);
});
