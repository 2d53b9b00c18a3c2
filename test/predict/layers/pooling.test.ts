import assert from "node:assert/strict";
import { test } from "node:test";
import { adaptiveAvgPool2d, conv2d, flatten, maxPool2d, pair, type Part, tensorTarget } from "../networks.ts";
import { story, traced, unknownsOf } from "../story.ts";

// Batch 4. conv [4, 2, 8, 8]: 2048 bytes, pool [4, 2, 4, 4]: 512 with indices of int64: 1024, [4, 2, 2, 2]: 128, mean: 32.
const parts = {
  layers: [conv2d(1, 2, 1), maxPool2d(), adaptiveAvgPool2d(2, 2), adaptiveAvgPool2d(1, 1), flatten],
  input: [1, 8, 8],
  target: tensorTarget(2),
  loss: "MSELoss",
  evaluation: 1,
} as const;

test("maxPool2d() keeps input and indices, adaptiveAvgPool2d() its input, but to 1 × 1 nothing", () => {
  const { trace } = traced(parts);
  assert.deepEqual(story(trace, "forward", 2).slice(0, 6), [
    "+ 2048 aten::convolution activations",
    "+ 512 aten::max_pool2d_with_indices activations",
    "+ 1024 aten::max_pool2d_with_indices activations",
    "+ 128 aten::_adaptive_avg_pool2d temporary",
    "+ 32 aten::mean activations",
    "- 128 aten::_adaptive_avg_pool2d",
  ]);
  assert.deepEqual(story(trace, "backward", 2).slice(2, 11), [
    "+ 128 aten::div temporary",
    "- 32 aten::mse_loss_backward",
    "+ 512 aten::_adaptive_avg_pool2d_backward temporary",
    "- 128 aten::div",
    "- 512 aten::max_pool2d_with_indices",
    "+ 2048 aten::max_pool2d_with_indices_backward temporary",
    "- 512 aten::_adaptive_avg_pool2d_backward",
    "- 2048 aten::convolution",
    "- 1024 aten::max_pool2d_with_indices",
  ]);
});

// Batch 1: output [1, 2, 4, 4] of 128 bytes, indices of 256.
test("maxPool2d() makes its indices without gradients too", () => {
  assert.deepEqual(story(traced(parts).trace, "evaluation", 3).slice(3, 6), [
    "+ 128 aten::max_pool2d_with_indices temporary",
    "+ 256 aten::max_pool2d_with_indices temporary",
    "- 256 aten::max_pool2d_with_indices",
  ]);
});

const shapes: readonly (readonly [what: string, part: Part, expected: readonly number[]])[] = [
  ["an even kernel", maxPool2d(2), [4, 3, 4, 3]], // floor(9 / 2), floor(7 / 2)
  ["ceil_mode", maxPool2d(2, { ceil_mode: true }), [4, 3, 5, 4]],
  ["padding and a stride of its own", maxPool2d(3, { stride: pair(2), padding: pair(1) }), [4, 3, 5, 4]], // (9 − 1) / 2 + 1
  // ceil(8 / 5) + 1 = 3 windows, of which the third would start at 10, beyond the 9 rows
  ["a last window that would start outside", maxPool2d(1, { stride: pair(5), ceil_mode: true }), [4, 3, 2, 2]],
  ["dilation", maxPool2d(2, { stride: pair(1), dilation: pair(3) }), [4, 3, 6, 4]], // 9 − 3, 7 − 3
  ["an average to a fixed height", adaptiveAvgPool2d(2, null), [4, 3, 2, 7]],
];

for (const [what, part, expected] of shapes) {
  test(`pooling with ${what} gives ${expected.join(" × ")}`, () => {
    const elements = expected.slice(1).reduce((product, n) => product * n, 1);
    const layers = [conv2d(3, 3, 1), part, flatten];
    const { model } = traced({ layers, input: [3, 9, 7], target: tensorTarget(elements), loss: "MSELoss" });
    assert.deepEqual(model.layers[1]?.output_shape, expected);
  });
}

test("pooling refuses what is no image", () => {
  assert.deepEqual(unknownsOf({ ...parts, layers: [conv2d(1, 2, 1), flatten, maxPool2d()] }), [
    "layer 2 (MaxPool2d) does not fit: expected an input of [N, channels, height, width], found [N, 128]",
  ]);
});
