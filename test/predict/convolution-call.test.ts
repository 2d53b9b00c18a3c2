import assert from "node:assert/strict";
import { test } from "node:test";
import { workspacesOf } from "../../src/predict/convolution-call.ts";
import type { KernelCall, Operand, Tensor } from "../../src/predict/traced-event.ts";

const contiguous = (...shape: number[]): Tensor => ({
  shape,
  stride: shape.map((_, dim) => shape.slice(dim + 1).reduce((product, size) => product * size, 1)),
  dtype: "float32",
});
const plain = { stride: [1], padding: [0], dilation: [1], output_padding: [0], groups: 1, transposed: false };

function call(operator: string, operands: Record<string, Operand>): KernelCall {
  return { op: "kernel", operator, module: "", phase: "forward", step: 1, call: { ...plain, ...operands } };
}

// A one-dimensional convolution, so that the arithmetic stays short: x [2, 3, 16], w [5, 3, 4].
const input = contiguous(2, 3, 16);
const weight = contiguous(5, 3, 4);

const rows: readonly (readonly [what: string, call: KernelCall, expected: readonly number[]])[] = [
  // y [2, 5, 13]: (96 + 130) × 4
  ["the forward pass", call("aten::convolution", { input, weight }), [904]],
  // (16 + 2 − 3 − 1) / 2 + 1 = 8: y [2, 5, 8]: (96 + 80) × 4
  ["a stride and padding", call("aten::convolution", { input, weight, stride: [2], padding: [1] }), [704]],
  // w [3, 5, 4]: (16 − 1) × 2 + 3 + 1 = 34: y [2, 5, 34]: (96 + 340) × 4
  [
    "a transposed one",
    call("aten::convolution", { input, weight: contiguous(3, 5, 4), stride: [2], transposed: true }),
    [1744],
  ],
  [
    "the backward pass",
    call("aten::convolution_backward", {
      input,
      weight,
      grad_output: contiguous(2, 5, 13),
      output_mask: [true, true, true],
    }),
    [1808, 1808],
  ],
  [
    "the backward pass of the first layer",
    call("aten::convolution_backward", {
      input,
      weight,
      grad_output: contiguous(2, 5, 13),
      output_mask: [false, true, false],
    }),
    [1808],
  ],
  ["another operator", call("aten::sum", { self: input }), []],
];

for (const [what, kernel, expected] of rows) {
  test(`workspacesOf() tells ${what}`, () =>
    assert.deepEqual(workspacesOf(kernel.operator, kernel.call, "8.0"), expected));
}

test("workspacesOf() finds nothing where channels come last, in half precision half", () => {
  const last: Tensor = { shape: [2, 3, 4, 4], stride: [48, 1, 12, 3], dtype: "float32" };
  const kernel = contiguous(5, 3, 1, 1);
  assert.deepEqual(workspacesOf("aten::convolution", { ...plain, input: last, weight: kernel }, "8.0"), []);
  const half = { ...input, dtype: "bfloat16" };
  assert.deepEqual(workspacesOf("aten::convolution", { ...plain, input: half, weight }, "8.0"), [452]);
});
