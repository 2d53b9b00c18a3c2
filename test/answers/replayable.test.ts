import assert from "node:assert/strict";
import { test } from "node:test";
import { replayable } from "../../src/answers/replayable.ts";
import { MIB } from "../../src/memory/bytes.ts";
import { leavesOf, withLeaf } from "./leaves.ts";
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
  return { kind: "value", value: trace } as const;
}

test("replayable() gives a trace back that can be replayed", () => {
  const answer = traceOf([
    alloc(0, MIB),
    kernel("aten::sum", { self: tensor(1024, 1024) }),
    { op: "free", id: 0, ...moment },
  ]);
  assert.deepEqual(replayable(answer, t4()), { kind: "answered", trace: answer.value });
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

const image = { shape: [32, 512, 7, 7], stride: [25088, 49, 7, 1], dtype: "float32" };
const heads = { shape: [8, 12, 1024, 64], stride: [2359296, 64, 2304, 1], dtype: "float32" };
const convolution = {
  stride: [1, 1],
  padding: [0, 0],
  dilation: [1, 1],
  transposed: false,
  output_padding: [0, 0],
  groups: 1,
};
const weight = { shape: [2048, 512, 1, 1], stride: [512, 1, 1, 1], dtype: "float32" };

/** As they stand in traces of ResNet-50 and GPT-2. */
const KERNELS: readonly [operator: string, call: object][] = [
  ["aten::sum", { self: tensor(32, 1000), dim: [0], keepdim: true }],
  ["aten::convolution", { input: image, weight, bias: null, ...convolution }],
  [
    "aten::convolution_backward",
    { grad_output: image, input: image, weight, bias_sizes: [0], ...convolution, output_mask: [true, true, false] },
  ],
  [
    "aten::_scaled_dot_product_efficient_attention",
    {
      query: heads,
      key: heads,
      value: heads,
      attn_bias: null,
      compute_log_sumexp: true,
      dropout_p: 0.1,
      is_causal: true,
    },
  ],
  [
    "aten::embedding_dense_backward",
    {
      grad_output: tensor(1, 1024, 768),
      indices: { ...tensor(1, 1024), dtype: "int64" },
      num_weights: 1024,
      padding_idx: -1,
      scale_grad_by_freq: false,
    },
  ],
];

const EXTREMES: readonly unknown[] = [
  0,
  -1,
  3,
  0.5,
  2 ** 31,
  2 ** 40,
  2 ** 53,
  1e300,
  "",
  "xx",
  null,
  true,
  [],
  {},
  tensor(),
];

for (const [operator, call] of KERNELS) {
  test(`replayable() gives back or refuses ${operator} with anything in the place of an argument`, () => {
    assert.equal(replayable(traceOf([kernel(operator, call)]), t4()).kind, "answered");
    for (const path of leavesOf(call)) {
      for (const extreme of EXTREMES) {
        const changed = withLeaf(call, path, extreme);
        const answer = replayable(traceOf([kernel(operator, changed as object)]), t4());
        if (answer.kind === "failed") assert.match(answer.detail, /cannot be replayed/);
      }
    }
  });
}
