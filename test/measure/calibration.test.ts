import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type CalibrationRecord,
  formatCalibration,
  mergedCalibration,
  observedContext,
  parseCalibration,
  withObserved,
} from "../../src/measure/calibration.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import { measuredOnCpu, measuredOnT4, trainingOf } from "../report/fixtures.ts";

const RECORD: CalibrationRecord = {
  card: "Tesla T4",
  driver: "570.86.15",
  torch: "2.13.0+cu130",
  context_low_bytes: bytes(105 * MIB),
  context_high_bytes: bytes(141 * MIB),
  measurements: 2,
  measured_on: "2026-11-20",
};

test("parseCalibration() reads what formatCalibration() writes", () => {
  const records = [RECORD, { ...RECORD, driver: "580.1" }];
  assert.deepEqual(parseCalibration(formatCalibration(records)), { kind: "records", records });
});

const written = (changes: object) =>
  JSON.stringify({ schema: "vram-budget/calibration@1", records: [{ ...RECORD, ...changes }] });

const refused: readonly (readonly [what: string, text: string, detail: RegExp])[] = [
  ["what is no JSON", "{", /Invalid input/],
  [
    "another version",
    '{"schema": "vram-budget/calibration@2", "records": []}',
    /^schema: expected vram-budget\/calibration@1$/,
  ],
  ["a negative context", written({ context_low_bytes: -1 }), /context_low_bytes/],
  ["a context of a fraction of a byte", written({ context_low_bytes: 1.5 }), /context_low_bytes/],
  ["a context beyond any that was seen", written({ context_high_bytes: 6 * 2 ** 30 }), /context_high_bytes/],
  ["a low end above the high one", written({ context_low_bytes: 142 * MIB }), /at most context_high_bytes/],
  ["a name with a line break", written({ card: "T4\n::error::" }), /card: expected 1 to 100 printable/],
  ["a name with markup that cannot be printed", written({ driver: "\u202E570" }), /driver/],
  ["a day that is none", written({ measured_on: "yesterday" }), /expected a day/],
  ["a key that is not known", written({ workspace_bytes: 1 }), /records: 0: expected card, driver, torch/],
  [
    "one record twice",
    JSON.stringify({ schema: "vram-budget/calibration@1", records: [RECORD, RECORD] }),
    /one record for each card, driver and torch/,
  ],
];

for (const [what, text, detail] of refused) {
  test(`parseCalibration() refuses ${what}`, () => {
    const parsed = parseCalibration(text);
    assert.ok(parsed.kind === "problem");
    assert.match(parsed.detail, detail);
  });
}

test("withObserved() widens the range of its own card, driver and torch, and of no other", () => {
  const other = { ...RECORD, torch: "2.9.1+cu128" };
  const { card, driver, torch } = RECORD;
  const observed = { card, driver, torch, context_bytes: bytes(150 * MIB) };
  assert.deepEqual(withObserved([RECORD, other], observed, "2026-11-25"), [
    { ...RECORD, context_high_bytes: 150 * MIB, measurements: 3, measured_on: "2026-11-25" },
    other,
  ]);
  const [first] = withObserved([], observed, "2026-11-25");
  assert.deepEqual(
    [first?.context_low_bytes, first?.context_high_bytes, first?.measurements],
    [150 * MIB, 150 * MIB, 1],
  );
});

const MEASURED = (changes: Record<string, unknown> = {}) => {
  const measurement = measuredOnT4(trainingOf(), 1, { context_bytes: 141 * MIB, ...changes });
  assert.ok(measurement.kind === "measured");
  return measurement.document;
};

const ONE_OF_TWO = {
  strategy: "ddp",
  rank: 0,
  world_size: 2,
  gradient_bucket_bytes: 0,
  unsharded_bytes: 0,
  sharded_parameters_bytes: 0,
};

test("observedContext() takes what the driver lost to the process beside the allocator", () => {
  assert.deepEqual(observedContext(MEASURED()), {
    card: "Tesla T4",
    driver: "570.86.15",
    torch: "2.13.0",
    context_bytes: 141 * MIB,
  });
});

test("observedContext() tells nothing on the CPU, beside others, with NCCL, out of memory, or without a driver that was asked", () => {
  const out_of_memory = { phase: "forward", step: 1, requested_bytes: 1, allocated_bytes: 1, reserved_bytes: 1 };
  const cpu = measuredOnCpu(trainingOf());
  assert.ok(cpu.kind === "measured");
  for (const document of [
    cpu.document,
    MEASURED({ co_tenants: [{ pid: 1, used_bytes: 1 }] }),
    MEASURED({ out_of_memory: { ...out_of_memory, message: "" } }),
    MEASURED({ distributed: ONE_OF_TWO }),
    MEASURED({ context_bytes: 0 }),
    MEASURED({ device: { ...MEASURED().device, driver: null } }),
  ]) {
    assert.equal(observedContext(document), undefined);
  }
});

test("mergedCalibration() takes both ends and the larger count of a runner, and keeps the others", () => {
  const theirs = {
    ...RECORD,
    context_low_bytes: bytes(100 * MIB),
    context_high_bytes: bytes(120 * MIB),
    measurements: 9,
    measured_on: "2026-11-01",
  };
  const other = { ...RECORD, driver: "580.1" };
  const merged = [{ ...RECORD, context_low_bytes: bytes(100 * MIB), measurements: 9 }, other];
  assert.deepEqual(mergedCalibration([RECORD], [other, theirs]), merged);
  assert.deepEqual(mergedCalibration([other, theirs], [RECORD]), merged);
  assert.deepEqual(mergedCalibration([RECORD], [RECORD]), [RECORD]);
  assert.deepEqual(mergedCalibration([], []), []);
});
