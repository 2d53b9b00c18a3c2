import assert from "node:assert/strict";
import { test } from "node:test";
import type { Results } from "../../src/compare/result.ts";
import type { Training } from "../../src/config/training.ts";
import { configHash, recordsOfRun } from "../../src/github/run-records.ts";
import { formatRecords, parseRecords } from "../../src/measure/record.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import {
  measuredDocument,
  measuredOnCpu,
  measuredOnT4,
  NOT_MEASURED,
  only,
  resultOf,
  trainingOf,
} from "../report/fixtures.ts";
import { shaOf } from "./records.ts";

const RUN = { key: "default", sha: shaOf(5), run_id: 100, run_attempt: 2, now: new Date("2026-11-25T08:00:00.123Z") };

function recordsOf(results: Results, trainings: readonly Training[] = [], isAccepted = false) {
  return recordsOfRun(results, trainings, { ...RUN, isAccepted });
}

test("recordsOfRun() takes what was needed, what was measured, and what it ran on", () => {
  const training = trainingOf();
  const measurement = measuredOnT4(training, 1, { packages: { timm: "1.0.20" } });
  const { records, contexts, day } = recordsOf(only(resultOf(training, measurement)), [training], true);
  const { device, allocated_bytes, reserved_bytes, device_bytes, steps, context_bytes } = measuredDocument(measurement);
  const { torch, driver, cuda, python } = device;
  assert.deepEqual(records, [
    {
      schema: "vram-budget/record@1",
      training: "mnist-mlp",
      sha: shaOf(5),
      run: { id: 100, attempt: 2 },
      date: "2026-11-25T08:00:00Z",
      verdict: "pass",
      batch_size: 64,
      config: configHash(training),
      needed: {
        card: "Tesla T4",
        needed_bytes: device_bytes,
        limit_bytes: resultOf(training, measurement).budget?.limit_bytes,
        from: "measurement",
      },
      measured: {
        kind: "cuda",
        card: "Tesla T4",
        versions: { timm: "1.0.20", torch, driver, cuda, python },
        steps,
        allocated_bytes,
        reserved_bytes,
        device_bytes,
      },
      accepted: "label",
    },
  ]);
  assert.deepEqual(contexts, [{ training: "mnist-mlp", observed: { card: "Tesla T4", driver, torch, context_bytes } }]);
  assert.equal(day, "2026-11-25");
});

const rows: [what: string, results: () => Results, from: string | undefined, isMeasured: boolean][] = [
  ["a prediction alone", () => only(resultOf(trainingOf(), NOT_MEASURED)), "prediction", false],
  ["a measurement on the CPU", () => only(resultOf(trainingOf(), measuredOnCpu(trainingOf()))), "prediction", true],
  ["no device", () => only(resultOf(trainingOf(), NOT_MEASURED, "none")), undefined, false],
  [
    "memory that ran out",
    () => {
      const moment = { phase: "forward", step: 1, requested_bytes: bytes(MIB), message: "out of memory" } as const;
      const out_of_memory = { ...moment, allocated_bytes: bytes(MIB), reserved_bytes: bytes(MIB), largest_blocks: [] };
      return only(resultOf(trainingOf(), measuredOnT4(trainingOf(), 1, { out_of_memory })));
    },
    "measurement",
    false,
  ],
];

for (const [what, results, from, isMeasured] of rows) {
  test(`recordsOfRun() makes of ${what} a record that can be read`, () => {
    const { records } = recordsOf(results());
    const [record] = records;
    assert.deepEqual([record?.needed?.from, record?.measured !== null, record?.config], [from, isMeasured, null]);
    assert.deepEqual(parseRecords(formatRecords(records)), { kind: "records", records });
  });
}

test("recordsOfRun() writes no name that its own schema refuses", () => {
  const device = { ...measuredDocument(measuredOnCpu(trainingOf())).device, name: "\u202EProzessor™\n" };
  const { records } = recordsOf(only(resultOf(trainingOf(), measuredOnCpu(trainingOf(), 0, { device }))));
  assert.equal(records[0]?.measured?.card, "?Prozessor??");
  assert.equal(parseRecords(formatRecords(records)).kind, "records");
});

test("configHash() goes by what a training is, and not by where it stands", () => {
  const one = trainingOf();
  const place = { ...one.place, line: 99 };
  const swapped = Object.fromEntries(Object.entries(one).toReversed()) as typeof one;
  assert.equal(configHash({ ...one, place }), configHash(one));
  assert.equal(configHash(swapped), configHash(one));
  assert.notEqual(configHash(trainingOf({ batch_size: "65" })), configHash(one));
  assert.notEqual(configHash(trainingOf({ optimizer: "{Adam: {lr: 0.002}}" })), configHash(one));
});
