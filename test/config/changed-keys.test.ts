import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "yaml";
import { changedKeys, flowText, takenBack } from "../../src/config/changed-keys.ts";
import { formatPath } from "../../src/config/problem.ts";
import { randomFrom } from "../predict/random-networks.ts";
import type { Values } from "../../src/config/training-source.ts";

const cases: readonly (readonly [what: string, base: string, head: string, changed: readonly string[]])[] = [
  ["a value", "{batch_size: 64}", "{batch_size: 128}", ["batch_size: 64 → 128"]],
  ["nothing where the order is another", "{a: 1, b: {c: 2, d: 3}}", "{b: {d: 3, c: 2}, a: 1}", []],
  ["a key that came, and one that is gone", "{a: 1, b: 2}", "{a: 1, c: 3}", ["c: nothing → 3", "b: 2 → nothing"]],
  [
    "an argument",
    "{optimizer: {AdamW: {lr: 0.1, eps: 1}}}",
    "{optimizer: {AdamW: {lr: 0.2, eps: 1}}}",
    ["optimizer.AdamW.lr: 0.1 → 0.2"],
  ],
  [
    "another optimizer as one key",
    "{optimizer: {SGD: {lr: 0.1}}}",
    "{optimizer: {AdamW: {lr: 0.1}}}",
    ["optimizer: {SGD: {lr: 0.1}} → {AdamW: {lr: 0.1}}"],
  ],
  ["a name and a call as one key", "{loss: MSELoss}", "{loss: {MSELoss: {}}}", ["loss: MSELoss → {MSELoss: {}}"]],
  [
    "a list of numbers as one key",
    "{input: [1, 28, 28]}",
    "{input: [1, 32, 32]}",
    ["input: [1, 28, 28] → [1, 32, 32]"],
  ],
  [
    "the arguments of the same layers",
    "{model: {layers: [Flatten, {Linear: [784, 128]}, {Linear: [128, 10]}]}}",
    "{model: {layers: [Flatten, {Linear: [784, 256]}, {Linear: [256, 10]}]}}",
    ["model.layers.1.Linear: [784, 128] → [784, 256]", "model.layers.2.Linear: [128, 10] → [256, 10]"],
  ],
  [
    "the arguments of layers within layers",
    "{layers: [{Sequential: [ReLU, {Dropout: {p: 0.1}}]}]}",
    "{layers: [{Sequential: [ReLU, {Dropout: {p: 0.5}}]}]}",
    ["layers.0.Sequential.1.Dropout.p: 0.1 → 0.5"],
  ],
  [
    "other layers as one key",
    "{layers: [Flatten, ReLU]}",
    "{layers: [Flatten, GELU]}",
    ["layers: [Flatten, ReLU] → [Flatten, GELU]"],
  ],
  ["fewer layers as one key", "{layers: [ReLU, ReLU]}", "{layers: [ReLU]}", ["layers: [ReLU, ReLU] → [ReLU]"]],
  ["a map in the place of a text", "{model: 'a:b'}", "{model: {layers: [ReLU]}}", ["model: a:b → {layers: [ReLU]}"]],
];

for (const [what, before, after, expected] of cases) {
  test(`changedKeys() names ${what}, and takenBack() undoes it`, () => {
    const [base, head] = [parse(before) as Values, parse(after) as Values];
    const keys = changedKeys(base, head);
    const text = (value: unknown) => (value === undefined ? "nothing" : flowText(value));
    assert.deepEqual(
      keys.map(({ path, base: was, head: is }) => `${formatPath(path)}: ${text(was)} → ${text(is)}`),
      expected,
    );
    assert.deepEqual(takenBack(head, keys), base);
    assert.deepEqual([parse(before), parse(after)], [base, head]); // neither is touched
  });
}

test("takenBack() of all changed keys gives the base, in whatever order, on random values", () => {
  const random = randomFrom(3);
  const pick = (count: number) => Math.floor(random() * count);
  const value = (depth: number): unknown => {
    const kind = pick(depth === 0 ? 3 : 6);
    if (kind < 3) return ["a", pick(3), null][kind];
    if (kind === 3) return Array.from({ length: pick(3) }, () => value(depth - 1));
    return map(depth - 1);
  };
  const map = (depth: number): Values =>
    Object.fromEntries(Array.from({ length: pick(4) }, () => ["xyzw"[pick(4)], value(depth)]));
  for (let i = 0; i < 500; i++) {
    const [base, head] = [map(3), map(3)];
    const keys = changedKeys(base, head);
    assert.deepEqual(takenBack(head, keys), base);
    assert.deepEqual(takenBack(head, keys.toReversed()), base);
    assert.deepEqual(changedKeys(base, base), []);
    for (const { base: was, head: is } of keys) assert.notDeepEqual(was, is);
  }
});
