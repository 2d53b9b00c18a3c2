import assert from "node:assert/strict";
import { test } from "node:test";
import { dropout, linear, tensorTarget } from "../networks.ts";
import { a100, bornIn, cpu, story, traced } from "../story.ts";

const squares = { input: [5], target: tensorTarget(4), loss: "MSELoss", evaluation: 4 } as const;

// Batch 4, [4, 4] of float32: 64 bytes; a mask of one byte an element: 16.
const forward: readonly (readonly [
  what: string,
  parts: Parameters<typeof dropout>,
  device: typeof cpu | typeof a100,
  expected: readonly string[],
])[] = [
  [
    "a bool mask on CUDA",
    [0.5],
    a100,
    ["+ 16 aten::native_dropout activations", "+ 64 aten::native_dropout activations"],
  ],
  [
    "noise of the input's size on the CPU",
    [0.5],
    cpu,
    ["+ 64 aten::empty_like activations", "+ 64 aten::mul activations"],
  ],
  ["noise in place on either", [0.5, true], a100, ["+ 64 aten::empty_like activations"]],
  ["one zero at p = 1", [1], a100, ["+ 4 aten::zeros activations", "+ 64 aten::mul activations"]],
  ["nothing at p = 0", [0], a100, []],
];

for (const [what, parts, device, expected] of forward) {
  test(`dropout() keeps ${what}`, () => {
    const { trace } = traced({ layers: [linear(5, 4), dropout(...parts)], ...squares }, device);
    const own = story(trace, "forward", 2).filter((line) => /\+ .*(dropout|empty_like|mul|zeros)/.test(line));
    assert.deepEqual(own, expected);
  });
}

test("dropout() is not there in evaluation", () => {
  const bare = traced({ layers: [linear(5, 4)], ...squares }, a100);
  const dropped = traced({ layers: [linear(5, 4), dropout()], ...squares }, a100);
  assert.deepEqual(story(dropped.trace, "evaluation", 3), story(bare.trace, "evaluation", 3));
  // 64 of output and 16 of mask; the addmm before it is not kept any more.
  assert.equal(bornIn(dropped.trace, "activations") - bornIn(bare.trace, "activations"), 16);
});
