import assert from "node:assert/strict";
import { test } from "node:test";
import { LAYER_SIGNATURES } from "../../src/config/layer-signatures.ts";
import { outputShape } from "../../src/config/shapes.ts";
import type { KnownLayer, LayerOf } from "../../src/config/known-layers.ts";

const conv = (own: Partial<LayerOf<"Conv2d">> = {}): KnownLayer => ({
  type: "Conv2d",
  in_channels: 4,
  out_channels: 6,
  kernel_size: [3, 3],
  stride: [1, 1],
  padding: [0, 0],
  dilation: [1, 1],
  groups: 1,
  bias: true,
  ...own,
});

const pool = (own: Partial<LayerOf<"MaxPool2d">> = {}): KnownLayer => ({
  type: "MaxPool2d",
  kernel_size: [2, 2],
  stride: [2, 2],
  padding: [0, 0],
  dilation: [1, 1],
  ceil_mode: false,
  ...own,
});

const average = (...output_size: [number | null, number | null]): KnownLayer => ({
  type: "AdaptiveAvgPool2d",
  output_size,
});
const flatten = (start_dim: number, end_dim: number): KnownLayer => ({ type: "Flatten", start_dim, end_dim });
const norm = (...normalized_shape: number[]): KnownLayer => ({
  type: "LayerNorm",
  normalized_shape,
  eps: 1e-5,
  elementwise_affine: true,
  bias: true,
});
const linear: KnownLayer = { type: "Linear", in_features: 9, out_features: 5, bias: true };

// Each shape is what torch 2.13.0 gives for zeros of the input's shape.
const SHAPES: readonly (readonly [what: string, layer: KnownLayer, input: number[], output: number[]])[] = [
  ["Linear on one dimension", linear, [2, 9], [2, 5]],
  ["Linear on the last of many", linear, [2, 4, 8, 9], [2, 4, 8, 5]],
  ["Flatten by its defaults", flatten(1, -1), [2, 4, 8, 9], [2, 288]], // 4 × 8 × 9
  ["Flatten in the middle", flatten(1, 2), [2, 4, 8, 9], [2, 32, 9]],
  ["Flatten from the end", flatten(-2, -1), [2, 4, 8, 9], [2, 4, 72]],
  ["Flatten of the batch alone", flatten(0, 0), [2, 4], [2, 4]],
  ["Conv2d without padding", conv(), [2, 4, 8, 9], [2, 6, 6, 7]], // 8 − 3 + 1, 9 − 3 + 1
  ["Conv2d with a stride", conv({ stride: [2, 3] }), [2, 4, 8, 9], [2, 6, 3, 3]], // ⌊5 / 2⌋ + 1, ⌊6 / 3⌋ + 1
  ["Conv2d with a padding", conv({ padding: [1, 2] }), [2, 4, 8, 9], [2, 6, 8, 11]], // 10 − 3 + 1, 13 − 3 + 1
  ["Conv2d with a dilation", conv({ dilation: [2, 3] }), [2, 4, 8, 9], [2, 6, 4, 3]], // 8 − 5 + 1, 9 − 7 + 1
  ["Conv2d of one pixel", conv(), [2, 4, 3, 3], [2, 6, 1, 1]],
  ["MaxPool2d", pool(), [2, 4, 8, 9], [2, 4, 4, 4]],
  ["MaxPool2d with ceil_mode", pool({ ceil_mode: true }), [2, 4, 8, 9], [2, 4, 4, 5]],
  // ⌈(8 + 2 − 2) / 3⌉ + 1 = 4, but the fourth window would start at 9 ≥ 8 + 1, so 3; ⌈9 / 3⌉ + 1 = 4, at 9 < 9 + 1
  [
    "MaxPool2d whose last window starts outside",
    pool({ ceil_mode: true, stride: [3, 3], padding: [1, 1] }),
    [2, 4, 8, 9],
    [2, 4, 3, 4],
  ],
  ["MaxPool2d with padding and dilation", pool({ padding: [1, 1], dilation: [2, 2] }), [2, 4, 8, 9], [2, 4, 4, 5]],
  ["MaxPool2d without channels", pool(), [2, 8, 9], [2, 4, 4]],
  ["AdaptiveAvgPool2d", average(1, 1), [2, 4, 8, 9], [2, 4, 1, 1]],
  ["AdaptiveAvgPool2d that keeps the height", average(null, 2), [2, 4, 8, 9], [2, 4, 8, 2]],
  ["AdaptiveAvgPool2d that grows", average(16, 16), [2, 4, 8, 9], [2, 4, 16, 16]],
  ["Conv1d", known("Conv1d", { in_channels: 4, out_channels: 6, kernel_size: 3, stride: 2 }), [2, 4, 9], [2, 6, 4]], // ⌊6 / 2⌋ + 1
  // (8 − 1) · 2 − 2 · 1 + 3 + 1 = 16, (9 − 1) · 2 − 2 + 3 + 1 = 18
  [
    "ConvTranspose2d",
    known("ConvTranspose2d", {
      in_channels: 4,
      out_channels: 6,
      kernel_size: 3,
      stride: 2,
      padding: 1,
      output_padding: 1,
    }),
    [2, 4, 8, 9],
    [2, 6, 16, 18],
  ],
  ["AvgPool3d", known("AvgPool3d", { kernel_size: 2, ceil_mode: true }), [2, 4, 5, 6, 7], [2, 4, 3, 3, 4]],
  ["AdaptiveMaxPool1d", known("AdaptiveMaxPool1d", { output_size: 3 }), [2, 4, 9], [2, 4, 3]],
  ["Embedding", known("Embedding", { num_embeddings: 10, embedding_dim: 5 }), [2, 7], [2, 7, 5]],
  ["GLU", known("GLU", { dim: 1 }), [2, 4, 8, 9], [2, 2, 8, 9]],
  ["Unflatten", known("Unflatten", { dim: 1, unflattened_size: [3, -1] }), [2, 12, 5], [2, 3, 4, 5]],
  ["PixelShuffle", known("PixelShuffle", { upscale_factor: 2 }), [2, 8, 3, 4], [2, 2, 6, 8]],
  ["PixelUnshuffle", known("PixelUnshuffle", { downscale_factor: 2 }), [2, 2, 6, 8], [2, 8, 3, 4]],
  ["Upsample by a factor", known("Upsample", { scale_factor: 1.5 }), [2, 4, 5, 6], [2, 4, 7, 9]], // ⌊7.5⌋, ⌊9⌋
  ["ReflectionPad2d", known("ReflectionPad2d", { padding: [1, 2, 3, 4] }), [2, 4, 8, 9], [2, 4, 15, 12]], // 8 + 3 + 4, 9 + 1 + 2
  ["LayerNorm over one dimension", norm(9), [2, 4, 8, 9], [2, 4, 8, 9]],
  ["LayerNorm over all but the batch", norm(4, 8, 9), [2, 4, 8, 9], [2, 4, 8, 9]],
];

/** Any layer, by the arguments of its constructor. */
function known(type: KnownLayer["type"], args: Readonly<Record<string, unknown>>): KnownLayer {
  const bound = LAYER_SIGNATURES[type].bind(args);
  assert.ok(bound.kind === "bound", JSON.stringify(bound));
  return bound.value;
}

for (const [what, layer, input, output] of SHAPES) {
  test(`outputShape() gives the shape of ${what}`, () => {
    assert.deepEqual(outputShape(layer, input), { kind: "shape", shape: output });
  });
}

test("outputShape() leaves a shape alone where the layer does", () => {
  const layers: KnownLayer[] = [
    { type: "ReLU", inplace: true },
    { type: "GELU", approximate: "none" },
    { type: "Identity" },
    { type: "Dropout", p: 0.5, inplace: false },
    { type: "BatchNorm2d", num_features: 4, eps: 1e-5, momentum: 0.1, affine: true, track_running_stats: true },
  ];
  for (const layer of layers)
    assert.deepEqual(outputShape(layer, [2, 4, 8, 9]), { kind: "shape", shape: [2, 4, 8, 9] });
});

test("outputShape() treats the batch as data: it comes out as it went in", () => {
  for (const [what, layer, input, output] of SHAPES) {
    const [, ...sample] = input;
    assert.deepEqual(outputShape(layer, [7, ...sample]), { kind: "shape", shape: [7, ...output.slice(1)] }, what);
  }
});

const PROBLEMS: readonly (readonly [layer: KnownLayer, input: number[], message: string])[] = [
  [linear, [9], "expected an input of [N, …, 9], found [N]"],
  [linear, [2, 8], "expected an input of [N, …, 9], found [N, 8]"],
  [conv(), [2, 8, 9], "expected an input of [N, 4, height, width], found [N, 8, 9]"],
  [conv({ kernel_size: [9, 3] }), [2, 4, 8, 9], "expected a padded input of at least the kernel's 9 × 3, found 8 × 9"],
  [pool({ kernel_size: [1, 10] }), [2, 4, 8, 9], "expected an input of at least the window's 1 × 10, found 8 × 9"],
  [average(1, 1), [2, 4], "expected an input of [N, channels, height, width], found [N, 4]"],
  [norm(2, 4), [2, 4], "expected an input of [N, …, 2, 4], found [N, 4]"],
  [flatten(0, -1), [2, 4], "expected the batch, dimension 0, to be left alone, found it flattened"],
  [flatten(1, 2), [2, 4], "expected end_dim from -2 to 1 for an input of [N, 4], found 2"],
];

for (const [layer, input, message] of PROBLEMS) {
  test(`outputShape() says what is wrong with ${layer.type} for ${input.join(" × ")}`, () => {
    assert.deepEqual(outputShape(layer, input), { kind: "problem", message });
  });
}
