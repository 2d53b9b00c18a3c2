import assert from "node:assert/strict";
import { test } from "node:test";
import { enumeratedAtPeaks } from "../../src/compare/enumerated.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import { profileOf } from "../../src/memory/replay.ts";
import type { Category, Phase, Trace } from "../../src/memory/trace.ts";
import { t4 } from "../report/fixtures.ts";

const alloc = (id: number, size: number, category: Category, phase: Phase, step = 1) =>
  ({ op: "alloc", id, bytes: bytes(size), category, operator: "", module: "", phase, step }) as const;
const free = (id: number, phase: Phase, step = 1) => ({ op: "free", id, phase, step }) as const;

const trace: Trace = [
  alloc(0, 1000, "parameters", "setup", 0),
  alloc(1, 100, "batch", "setup"),
  alloc(2, 5000, "activations", "forward"),
  alloc(3, 1000, "gradients", "backward"),
  free(2, "backward"),
  alloc(4, 2000, "optimizer", "optimizer"),
  free(1, "setup", 2),
];

test("enumeratedAtPeaks() rounds as the allocator does, and lets a phase begin with what is there", () => {
  const peaks = enumeratedAtPeaks(trace, t4());
  const nothing = { parameters: 1024, buffers: 0, gradients: 0, optimizer: 0, batch: 512 };
  assert.deepEqual(peaks.forward, nothing);
  assert.deepEqual(peaks.backward, { ...nothing, gradients: 1024 });
  assert.deepEqual(peaks.optimizer, { ...nothing, gradients: 1024, optimizer: 2048 });
  assert.deepEqual(peaks.setup, peaks.optimizer, "the second step begins with all of it");
  assert.equal(peaks.evaluation, undefined);
});

test("enumeratedAtPeaks() counts tensors as they are on the CPU", () => {
  const peaks = enumeratedAtPeaks(trace, { kind: "cpu", name: "CPU" });
  assert.deepEqual(peaks.optimizer, { parameters: 1000, buffers: 0, gradients: 1000, optimizer: 2000, batch: 100 });
});

// 19.5 MiB come in a segment of 20, whose rest of 0.5 MiB is not split off: allocated, and no tensor's.
test("enumeratedAtPeaks() does not see the slack behind a large block", () => {
  const large: Trace = [alloc(0, 19.5 * MIB, "parameters", "setup", 0)];
  assert.equal(profileOf(large, t4()).allocated_bytes, 20 * MIB);
  assert.equal(enumeratedAtPeaks(large, t4()).setup?.parameters, 19.5 * MIB);
});
