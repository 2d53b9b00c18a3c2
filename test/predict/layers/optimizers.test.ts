import assert from "node:assert/strict";
import { test } from "node:test";
import type { Device } from "../../../src/memory/device.ts";
import { adam, classes, linear, sgd } from "../networks.ts";
import { a100, bornIn, cpu, story, traced, unknownsOf } from "../story.ts";

// Parameters W [3, 5] of 60 bytes and b [3] of 12.
const parts = { layers: [linear(5, 3)], input: [5], target: classes(3) };

const optimizerPhase = (optimizer: ReturnType<typeof sgd>, step: number, device: Device = a100) =>
  story(traced({ ...parts, optimizer }, device).trace, "optimizer", step).filter((line) => !line.includes("_to_copy"));

test("sgd() has no state and no temporaries", () => {
  assert.deepEqual(optimizerPhase(sgd(), 1), []);
});

test("sgd() clones the gradients into its momentum buffers in the first step", () => {
  assert.deepEqual(optimizerPhase(sgd({ momentum: 0.9 }), 1), [
    "+ 60 aten::clone optimizer",
    "+ 12 aten::clone optimizer",
  ]);
  assert.deepEqual(optimizerPhase(sgd({ momentum: 0.9 }), 2), []);
});

test("sgd() on CUDA copies all gradients at once for weight decay, on the CPU one after another", () => {
  const decay = sgd({ weight_decay: 0.1, momentum: 0.9 });
  assert.deepEqual(optimizerPhase(decay, 2, a100), [
    "+ 60 aten::_foreach_add temporary",
    "+ 12 aten::_foreach_add temporary",
    "- 12 aten::_foreach_add",
    "- 60 aten::_foreach_add",
  ]);
  assert.deepEqual(optimizerPhase(decay, 2, cpu), [
    "+ 60 aten::add temporary",
    "- 60 aten::add",
    "+ 12 aten::add temporary",
    "- 12 aten::add",
  ]);
});

test("sgd() fused makes its buffers without values", () => {
  const fused = sgd({ momentum: 0.9, fused: true, maximize: true, weight_decay: 0.1 });
  assert.deepEqual(optimizerPhase(fused, 1), ["+ 60 aten::empty_like optimizer", "+ 12 aten::empty_like optimizer"]);
});

test("adam() on CUDA takes the square roots of all parameters at once; its counters are on the host", () => {
  assert.deepEqual(optimizerPhase(adam(), 1), [
    "+ 60 aten::zeros_like optimizer",
    "+ 60 aten::zeros_like optimizer",
    "+ 12 aten::zeros_like optimizer",
    "+ 12 aten::zeros_like optimizer",
    "+ 60 aten::_foreach_sqrt temporary",
    "+ 12 aten::_foreach_sqrt temporary",
    "- 12 aten::_foreach_sqrt",
    "- 60 aten::_foreach_sqrt",
  ]);
});

test("adam() one by one holds `denom` until the next parameter's is there", () => {
  assert.deepEqual(optimizerPhase(adam({ foreach: false }), 2), [
    "+ 60 aten::sqrt temporary",
    "+ 60 aten::div temporary",
    "- 60 aten::sqrt",
    "+ 12 aten::sqrt temporary",
    "+ 12 aten::div temporary",
    "- 12 aten::sqrt",
    "- 60 aten::div",
    "- 12 aten::div",
  ]);
});

// Two of 72, three with amsgrad; a counter of 4 for each of two parameters where the device holds them.
const states: readonly (readonly [
  what: string,
  optimizer: ReturnType<typeof adam>,
  device: Device,
  expected: number,
])[] = [
  ["foreach on CUDA", adam(), a100, 144],
  ["amsgrad on CUDA", adam({ amsgrad: true }), a100, 216],
  ["fused on CUDA", adam({ fused: true }), a100, 152],
  ["one by one on the CPU", adam(), cpu, 152],
  ["foreach on the CPU", adam({ foreach: true }), cpu, 152],
];

for (const [what, optimizer, device, expected] of states) {
  test(`adam() ${what} holds ${expected} bytes of state`, () => {
    const { trace, nominal_bytes } = traced({ ...parts, optimizer }, device);
    assert.equal(bornIn(trace, "optimizer", 1), expected);
    assert.equal(bornIn(trace, "optimizer", 2), 0);
    assert.equal(nominal_bytes.optimizer, expected - (expected % 72)); // counters are not in the formula
  });
}

test("adam() decays weights in a copy of the gradients, AdamW in place", () => {
  const births = (optimizer: ReturnType<typeof adam>) =>
    optimizerPhase(optimizer, 2).filter((line) => line.startsWith("+"));
  const roots = ["+ 60 aten::_foreach_sqrt temporary", "+ 12 aten::_foreach_sqrt temporary"];
  const copies = ["+ 60 aten::_foreach_add temporary", "+ 12 aten::_foreach_add temporary"];
  assert.deepEqual(births(adam({ weight_decay: 0.1 })), [...copies, ...roots]);
  assert.deepEqual(births(adam({ weight_decay: 0.1, type: "AdamW" })), roots);
});

test("optimizers refuse what PyTorch refuses", () => {
  const refused = (optimizer: ReturnType<typeof sgd>) => unknownsOf({ ...parts, optimizer });
  assert.deepEqual(refused(sgd({ nesterov: true })), [
    "optimizer SGD cannot be nesterov without momentum or with dampening",
  ]);
  assert.deepEqual(refused(adam({ foreach: true, fused: true })), [
    "optimizer Adam cannot be foreach and fused at once",
  ]);
});
