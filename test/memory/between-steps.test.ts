import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../src/memory/bytes.ts";
import { profileOf } from "../../src/memory/replay.ts";
import type { Phase, Trace } from "../../src/memory/trace.ts";

const cpu = { kind: "cpu", name: "CPU" } as const;

const alloc = (id: number, size: number, phase: Phase, step: number) =>
  ({ op: "alloc", id, bytes: bytes(size), category: "temporary", operator: "", module: "", phase, step }) as const;
const free = (id: number, phase: Phase, step: number) => ({ op: "free", id, phase, step }) as const;

const step: Trace = [alloc(0, 1000, "setup", 0), alloc(1, 10, "forward", 1), free(1, "backward", 1)];

const traces: readonly (readonly [what: string, trace: Trace, bytes: number])[] = [
  ["a trace that ends in the optimizer", [...step, alloc(2, 5, "optimizer", 1)], 1005],
  ["an optimizer that allocates nothing", step, 1000],
  [
    "two steps, of which the loop drops some at its end",
    [...step, alloc(2, 5, "setup", 2), free(0, "optimizer", 2)],
    1000,
  ],
  ["the last of three", [...step, alloc(2, 5, "setup", 2), alloc(3, 7, "setup", 3), free(0, "optimizer", 3)], 1005],
  ["two steps and an evaluation", [...step, alloc(2, 5, "setup", 2), alloc(3, 90, "evaluation", 2)], 1000],
  ["a step before an evaluation", [...step, alloc(2, 5, "optimizer", 1), alloc(3, 90, "evaluation", 1)], 1005],
  ["no event", [], 0],
];
for (const [what, trace, expected] of traces) {
  test(`profileOf() tells what is alive between the steps of ${what}`, () =>
    assert.equal(profileOf(trace, cpu).between_steps_bytes, expected));
}
