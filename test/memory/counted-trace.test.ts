import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_ALLOC_CONF } from "../../src/memory/allocator/conf.ts";
import { blocksAtPeak } from "../../src/memory/recording/peak.ts";
import { readRecordings } from "../../src/memory/recording/read.ts";
import type { Recording } from "../../src/memory/recording/recording.ts";

function read(events: readonly unknown[]): Recording {
  const content = new TextEncoder().encode(JSON.stringify({ schema: "vram-budget/trace@2", events }));
  const [recording = assert.fail()] = readRecordings(content);
  return recording;
}

const moment = { phase: "forward", step: 1 };
const birth = {
  op: "alloc",
  id: 0,
  bytes: 1000,
  operator: "aten::mm",
  module: "0",
  category: "activations",
  ...moment,
};
const line = { file: "model.py", line: 12, function: "forward" };

test("readRecordings() reads a trace that was counted on the CPU, with its lines", () => {
  const recording = read([
    { ...birth, origin: "code", ...line },
    { ...birth, id: 1, origin: "backward", ...line, category: "gradients" },
    { ...birth, id: 2, origin: "before", file: "", line: 0, function: "", category: "parameters", operator: "" },
    { ...birth, id: 3, bytes: 512 },
    { op: "free", id: 3, ...moment },
  ]);
  assert.equal(recording.tensors_only, true);
  const groups = blocksAtPeak(recording, "/elsewhere", DEFAULT_ALLOC_CONF);
  assert.deepEqual(
    groups.map((group) => [
      group.origin,
      group.bytes,
      group.category,
      group.operator,
      group.module,
      group.file,
      group.line,
    ]),
    [
      ["code", 1024, "activations", "aten::mm", "0", "model.py", 12],
      ["backward", 1024, "gradients", "aten::mm", "0", "model.py", 12],
      ["before", 1024, "parameters", "", "0", "", 0],
      ["unknown", 512, "activations", "aten::mm", "0", "", 0],
    ],
  );
});

const bad: readonly (readonly [events: readonly unknown[], message: string])[] = [
  [[{ ...birth, bytes: -1 }], "event 0: bytes is -1: wanted a whole number of at least 0"],
  [[{ ...birth, id: "0" }], 'event 0: id is "0": wanted a whole number of at least 0'],
  [[birth, birth], "event 1: storage 0 is born, and lives already: wanted each id once"],
  [[{ op: "free", id: 7 }], "event 0: storage 7 dies: wanted one that lives"],
  [[birth, null], "event 1: null: wanted an alloc or a free"],
  [
    [{ op: "kernel", operator: "cublas" }],
    "event 0: a kernel, as in the trace of a prediction: wanted a trace that was counted while it ran",
  ],
];
for (const [events, message] of bad) {
  test(`readRecordings() refuses ${JSON.stringify(events)}`, () => {
    assert.throws(() => read(events), new RangeError(`Cannot read the trace: ${message}`));
  });
}
