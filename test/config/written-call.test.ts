import assert from "node:assert/strict";
import { test } from "node:test";
import { withArguments } from "../../src/config/written-call.ts";

const ROWS: readonly (readonly [written: unknown, then: unknown])[] = [
  ["Adam", { Adam: { fused: true } }],
  [{ Adam: null }, { Adam: { fused: true } }],
  [{ Adam: 0.001 }, { Adam: [0.001, { fused: true }] }],
  [{ Adam: { lr: 0.001 } }, { Adam: { lr: 0.001, fused: true } }],
  [{ Adam: { fused: false, lr: 0.001 } }, { Adam: { fused: true, lr: 0.001 } }],
  [{ Adam: [0.001] }, { Adam: [0.001, { fused: true }] }],
  [{ Adam: [0.001, { eps: 1 }] }, { Adam: [0.001, { eps: 1, fused: true }] }],
  [{ Adam: [] }, { Adam: [{ fused: true }] }],
];

for (const [written, then] of ROWS) {
  test(`withArguments() adds to ${JSON.stringify(written)}`, () =>
    assert.deepEqual(withArguments(written, { fused: true }), then));
}
