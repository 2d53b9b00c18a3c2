import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { of, platform, taken } from "./taken.ts";

const MIB = 2 ** 20;

/** Bytes of a storage in whole blocks of 512. */
const block = (bytes: number) => Math.ceil(bytes / 512) * 512;

/**
 * Forward and backward of GroupNorm over [128, C, 512] with 4 channels a group, float32, on a B200: Liger-Kernel's
 * published benchmark (benchmark/data/all_benchmark_data.csv), whose script keeps the gradient of the pass before.
 */
describe("native_group_norm_backward meets published peaks", () => {
  for (const [channels, published] of [
    [32, 40.06640625],
    [64, 80.12890625],
    [128, 160.25390625],
    [256, 320.5078125],
    [2048, 2564.0625],
  ] as const) {
    test(`${channels} channels`, () => {
      const input = of("float32", 128, channels, 512);
      const weight = of("float32", channels);
      const group = channels / 4;
      const call = { input, weight, N: 128, C: channels, HxW: 512, group, output_mask: [true, true, true] };
      const { sizes, peak } = taken("aten::native_group_norm_backward", call, platform("b200"));
      // two sums and a factor a channel, two numbers a group
      const [perChannel, perGroup] = [4 * 128 * channels, 4 * 128 * group];
      assert.deepEqual(sizes, [perChannel, perChannel, perGroup, perGroup, perChannel]);
      const images = 5 * 4 * 128 * channels * 512; // x, dy, y, dx, and the dx before
      const vectors = 8 * block(4 * channels); // weight and bias with two gradients each, and another layer's
      assert.equal(images + 2 * perGroup + vectors + peak, published * MIB);
    });
  }
});

/** LayerNorm over [4096, N], float32, on an A100 and on an H100: the same benchmark. */
describe("native_layer_norm_backward meets published peaks", () => {
  for (const [columns, published] of [
    [1024, 80.0625],
    [4096, 320.15625],
    [16_384, 1280.53125],
  ] as const) {
    test(`${columns} columns`, () => {
      const input = of("float32", 4096, columns);
      const call = { grad_out: input, input, normalized_shape: [columns], weight: of("float32", columns) };
      const { peak } = taken("aten::native_layer_norm_backward", { ...call, output_mask: [true, true, true] });
      // five copies of x, mean and deviation of 4096 rows, eight vectors
      assert.equal(5 * 4 * 4096 * columns + 2 * 4 * 4096 + 8 * 4 * columns + peak, published * MIB);
    });
  }
});

test("native_layer_norm_backward sums many short rows in two passes, since torch 2.8", () => {
  const input = of("float32", 131_072, 256);
  const call = {
    grad_out: input,
    input,
    normalized_shape: [256],
    weight: of("float32", 256),
    output_mask: [true, true, true],
  };
  // 131,072 / 32 = 4096 partial rows of 256 × 4 bytes, for weight and bias; then a sum of 256 × 4 bytes for each. A block
  // of the sum is 32 wide in vectors of 4, and 4 high: 4096 / 4 = 1024 values a thread, 16 each in 64 parts. Their scratch
  // is 4 × 256 outputs × 64 × 32 lanes × 4, and a semaphore for each of 256 / 128 blocks of outputs.
  const sum = [1024, 8_388_608, 8];
  const { sizes } = taken("aten::native_layer_norm_backward", call);
  assert.deepEqual(sizes, [4_194_304, 4_194_304, ...sum, ...sum]);
  assert.deepEqual(taken("aten::native_layer_norm_backward", call, platform("a100-80", [2, 7])).sizes, []);
});

test("_fused_rms_norm_backward has no bias to sum", () => {
  const input = of("bfloat16", 131_072, 256);
  const call = {
    grad_out: input,
    input,
    normalized_shape: [256],
    weight: of("bfloat16", 256),
    output_mask: [true, true],
  };
  const { sizes } = taken("aten::_fused_rms_norm_backward", call);
  assert.deepEqual(sizes.slice(0, 2), [2_097_152, 512]); // 4096 × 256 × 2 bytes
});

test("native_group_norm has statistics in float32 for half precision", () => {
  const call = { weight: of("float16", 64), bias: of("float16", 64), N: 2, C: 64, HxW: 100, group: 8 };
  // mean and deviation 2 × 8 × 4; factor and summand 2 × 64 × 4
  assert.deepEqual(
    taken("aten::native_group_norm", { ...call, input: of("float16", 2, 64, 100) }).sizes,
    [64, 64, 512, 512],
  );
  assert.deepEqual(taken("aten::native_group_norm", { ...call, input: of("float32", 2, 64, 100) }).sizes, [512, 512]);
});
