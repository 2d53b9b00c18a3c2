import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../src/memory/bytes.ts";
import { tiersOf } from "../../src/memory/replay.ts";
import type { Trace } from "../../src/memory/trace.ts";
import { traceOf } from "../../src/predict/predict.ts";
import { freesInOrder, sameEvents, symbolicEvents } from "../../src/predict/symbolic.ts";
import type { TracedEvent } from "../../src/predict/traced-event.ts";
import { trainingOf } from "./networks.ts";
import { randomFrom, randomTraining } from "./random-networks.ts";
import { a100, cpu } from "./story.ts";

const SEED = Number(process.env["VRAM_BUDGET_SEED"] ?? 20_260_729);
const RANDOM_NETWORKS = 200;

const moment = { phase: "forward", step: 1 } as const;
const storage = { op: "alloc", category: "temporary", operator: "", module: "", ...moment } as const;

/** A storage of 100 bytes and one of 7 a sample, a sum over the second, and its end. */
function line(batch: number): readonly TracedEvent[] {
  const self = { shape: [batch, 7], stride: [7, 1], dtype: "float32" };
  return [
    { ...storage, id: 0, bytes: bytes(100) },
    { ...storage, id: 1, bytes: bytes(7 * batch) },
    { op: "kernel", operator: "aten::sum", module: "", call: { self, dim: [0], keepdim: false }, ...moment },
    { op: "free", id: 1, ...moment },
  ];
}

const at = (batch_size: number, events: (batch: number) => readonly TracedEvent[]) => ({
  batch_size,
  events: events(batch_size),
});

test("symbolicEvents() gives the events of any batch, with the shapes that kernels work on", () => {
  const eventsAt = symbolicEvents(at(10, line), at(17, line)) ?? assert.fail();
  for (const batch of [2, 10, 33, 1_000_003]) assert.deepEqual(eventsAt(batch), line(batch));
});

const unlike: readonly (readonly [what: string, events: (batch: number) => readonly TracedEvent[]])[] = [
  ["more events", (batch) => [...line(batch), ...(batch > 15 ? line(batch).slice(0, 1) : [])]],
  ["another operator", (batch) => [{ ...storage, id: 0, bytes: bytes(1), operator: batch > 15 ? "a" : "b" }]],
  ["another category", (batch) => [{ ...storage, id: 0, bytes: bytes(1), category: batch > 15 ? "batch" : "buffers" }]],
  ["another storage freed", (batch) => [...line(batch).slice(0, 3), { op: "free", id: batch > 15 ? 0 : 1, ...moment }]],
  ["half a byte a sample", (batch) => [{ ...storage, id: 0, bytes: bytes(Math.floor(batch / 2)) }]],
  [
    "another dtype in a kernel",
    (batch) => {
      const self = { shape: [batch], stride: [1], dtype: batch > 15 ? "float32" : "bfloat16" };
      return [{ op: "kernel", operator: "aten::sum", module: "", call: { self }, ...moment }];
    },
  ],
];

for (const [what, events] of unlike) {
  test(`symbolicEvents() refuses two batches with ${what}`, () => {
    assert.equal(symbolicEvents(at(10, events), at(17, events)), undefined);
  });
}

test("a third batch contradicts what is square in the batch", () => {
  const square = (batch: number): readonly TracedEvent[] => [{ ...storage, id: 0, bytes: bytes(batch * batch) }];
  const eventsAt = symbolicEvents(at(10, square), at(20, square)) ?? assert.fail();
  assert.ok(!sameEvents(eventsAt(30) ?? [], square(30)));
  assert.equal(eventsAt(3), undefined); // 100 − 7 × 30 bytes are none
});

test("sameEvents() sees a byte, a stride and a missing event", () => {
  assert.ok(sameEvents(line(8), line(8)));
  assert.ok(!sameEvents(line(8), line(9)));
  assert.ok(!sameEvents(line(8), line(8).slice(1)));
  const strided = line(8).map((event) =>
    event.op === "kernel"
      ? { ...event, call: { ...event.call, self: { shape: [8, 7], stride: [1, 8], dtype: "float32" } } }
      : event,
  );
  assert.ok(!sameEvents(line(8), strided));
});

/** On the CPU a trace is storages alone; on a card the scratch of reductions comes and goes with the batch. */
test(`the symbolic trace is the trace, on ${RANDOM_NETWORKS} random networks at random batches (seed ${SEED})`, () => {
  const random = randomFrom(SEED);
  for (let told = 0; told < RANDOM_NETWORKS;) {
    const training = trainingOf(randomTraining(random));
    const traceAt = (batch: number): Trace => traceOf(training, cpu, batch) ?? [];
    if (traceAt(2).length === 0) continue; // PyTorch refuses some orders of in-place layers
    told += 1;
    const low = 2 + Math.floor(random() * 30);
    const high = low + 1 + Math.floor(random() * 30);
    const eventsAt = symbolicEvents(at(low, traceAt), at(high, traceAt));
    for (let tries = 0; tries < 3; tries += 1) {
      const batch = 2 + Math.floor(random() * 500);
      const same = sameEvents(eventsAt?.(batch) ?? [], traceAt(batch));
      assert.ok(same, `${low} and ${high} do not tell ${batch}: ${JSON.stringify(training.model)}`);
    }
  }
});

test("freesInOrder() leaves the allocator as it was: the order of neighbouring frees does not matter", () => {
  const random = randomFrom(SEED);
  for (let round = 0; round < 200; round += 1) {
    const events: TracedEvent[] = [];
    const alive: number[] = [];
    for (let id = 0; id < 300; id += 1) {
      events.push({ ...storage, id, bytes: bytes(1 + Math.floor(random() ** 4 * 2 ** 26)) });
      alive.push(id);
      for (let frees = random() < 0.3 ? Math.floor(random() * alive.length) : 0; frees > 0; frees -= 1) {
        const [freed = 0] = alive.splice(Math.floor(random() * alive.length), 1);
        events.push({ op: "free", id: freed, ...moment });
      }
    }
    const trace = (some: readonly TracedEvent[]) => some.filter((event) => event.op !== "kernel");
    const ordered = freesInOrder(events);
    assert.equal(ordered.length, events.length);
    assert.deepEqual(tiersOf(trace(ordered), a100), tiersOf(trace(events), a100));
  }
});
