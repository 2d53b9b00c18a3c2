import assert from "node:assert/strict";
import { test } from "node:test";
import type { Training } from "../../src/config/training.ts";
import { measureAt } from "../../src/measure/measure-at.ts";
import type { Measurement } from "../../src/measure/measurement.ts";
import { measuredOnCpu, measuredOnT4, NOT_MEASURED, trainingOf } from "../report/fixtures.ts";

const training = trainingOf({ measure_at: "[8, 16]" });

test("measureAt() measures the training with the smaller batch and then with the larger", async () => {
  const asked: (number | undefined)[] = [];
  const measured = await measureAt(
    ({ batch_size, measure_at }) => {
      assert.equal(measure_at, undefined);
      asked.push(batch_size);
      return Promise.resolve(measuredOnCpu(trainingOf({ batch_size: String(batch_size) })));
    },
    training,
    [8, 16],
  );
  assert.ok(measured.kind === "measured-at");
  assert.deepEqual(asked, [8, 16]);
  assert.deepEqual(
    measured.documents.map(({ batch_size }) => batch_size),
    [8, 16],
  );
});

test("measureAt() tells a command its batch size, and what is described beside it", async () => {
  const asked: Training[] = [];
  const { name, place, device, budget, tolerance, timeout_s, explain, warmup, environment, measure_at } = training;
  const common = { name, place, device, budget, tolerance, timeout_s, explain, warmup, environment, measure_at };
  await measureAt(
    (each) => {
      asked.push(each);
      return Promise.resolve(NOT_MEASURED);
    },
    {
      kind: "command",
      ...common,
      run: "train {batch_size}",
      folder: "",
      batch_size: 64,
      steps: undefined,
      described: training,
    },
    [8, 16],
  );
  const [first, ...others] = asked;
  assert.deepEqual(others, []); // the first says that nothing is measured
  assert.ok(first?.kind === "command");
  assert.deepEqual([first.batch_size, first.described?.batch_size, first.described?.measure_at], [8, 8, undefined]);
});

const OUT = {
  phase: "forward",
  step: 1,
  requested_bytes: 1,
  allocated_bytes: 1,
  reserved_bytes: 1,
  message: "",
} as const;
const sized = (batch: number, changes: Record<string, unknown> = {}) =>
  measuredOnT4(trainingOf({ batch_size: String(batch) }), 1, changes);

const measuredT4 = sized(8);
const DEVICE = measuredT4.kind === "measured" ? measuredT4.document.device : undefined;

const refused: readonly (readonly [what: string, of: (batch: number) => Measurement, detail: RegExp])[] = [
  ["memory that no sample adds to", () => sized(8), /does not grow from batch 8 to 16: does the training use/],
  ["a card that was full", (batch) => sized(batch, { num_alloc_retries: batch - 8 }), /full at batch 16/],
  [
    "a release of torch that is none",
    (batch) => sized(batch, { device: { ...DEVICE, torch: "main" } }),
    /Cannot read a release of PyTorch in main/,
  ],
  [
    "two devices",
    (batch) => (batch === 8 ? sized(8) : measuredOnCpu(trainingOf({ batch_size: "16" }))),
    /Tesla T4 and x86_64/,
  ],
];

for (const [what, of, detail] of refused) {
  test(`measureAt() puts no line through ${what}`, async () => {
    const measured = await measureAt(({ batch_size = 0 }) => Promise.resolve(of(batch_size)), training, [8, 16]);
    assert.ok(measured.kind === "not-measured" && measured.reason === "failed");
    assert.match(measured.detail, detail);
  });
}

test("measureAt() gives the measurement of a batch that ran out of memory", async () => {
  const measured = await measureAt(() => Promise.resolve(sized(8, { out_of_memory: OUT })), training, [8, 16]);
  assert.ok(measured.kind === "measured" && measured.document.batch_size === 8);
});
