import assert from "node:assert/strict";
import { test } from "node:test";
import { replayable } from "../../src/answers/replayable.ts";
import { MIB } from "../../src/memory/bytes.ts";
import { t4 } from "../report/fixtures.ts";

const moment = { phase: "forward", step: 1 };
const alloc = (id: number, bytes: number) => ({
  op: "alloc",
  id,
  bytes,
  category: "activations",
  operator: "aten::relu",
  module: "",
  ...moment,
});
const kernel = (operator: string, call: object) => ({ op: "kernel", operator, module: "", call, ...moment });
const tensor = (...shape: readonly number[]) => ({ shape, stride: shape.map(() => 1), dtype: "float32" });

function traceOf(events: readonly object[]) {
  const nominal_bytes = { parameters: 0, buffers: 0, gradients: 0, optimizer: 0, batch: 0 };
  const counts = { parameters: 0, trainable_parameters: 0, nominal_bytes };
  const trace = { schema: "vram-budget/trace@2", torch: "2.13.0", batch_size: 8, events, guesses: [], ...counts };
  return { kind: "answered", trace } as const;
}

test("replayable() gives a trace back that can be replayed", () => {
  const answer = traceOf([
    alloc(0, MIB),
    kernel("aten::sum", { self: tensor(1024, 1024) }),
    { op: "free", id: 0, ...moment },
  ]);
  assert.equal(replayable(answer, t4()), answer);
});

const rows: [what: string, events: readonly object[], detail: RegExp][] = [
  ["what was never alive being freed", [{ op: "free", id: 5, ...moment }], /storage 5 is freed and not alive/],
  [
    "the same being freed twice",
    [alloc(0, 1), ...Array.from({ length: 2 }, () => ({ op: "free", id: 0, ...moment }))],
    /not alive/,
  ],
  ["a storage of 2^53 − 1 bytes", [alloc(0, Number.MAX_SAFE_INTEGER)], /it is too large/],
  [
    "more together than a number counts",
    Array.from({ length: 600 }, (_, id) => alloc(id, 2 ** 44)),
    /as a size in bytes/,
  ],
  [
    "a tensor that would be worked out piece by piece for ever",
    [kernel("aten::sum", { self: tensor(2 ** 50, 2 ** 50) })],
    /too large/,
  ],
  ["a tensor with strides of no size", [kernel("aten::sum", { self: { ...tensor(8), stride: [] } })], /too large/],
  [
    "a tensor of 65 dimensions in a list",
    [kernel("aten::cat", { tensors: [tensor(...Array<number>(65).fill(1))] })],
    /too large/,
  ],
  ["an unknown kernel", [kernel("aten::own", {})], /Cannot tell what aten::own takes/],
  ["a kernel that every object has", [kernel("constructor", {})], /Cannot tell what constructor takes/],
  ["a kernel without its tensor", [kernel("aten::sum", {})], /./],
  ["2^20 + 1 events", Array<object>(2 ** 20 + 1).fill(kernel("aten::convolution", {})), /it is too large/],
];

for (const [what, events, detail] of rows) {
  test(`replayable() refuses ${what}`, () => {
    const answer = replayable(traceOf(events), t4());
    assert.ok(answer.kind === "failed", what);
    assert.match(answer.detail, /^the trace that a job has left cannot be replayed: /);
    assert.match(answer.detail, detail);
  });
}
