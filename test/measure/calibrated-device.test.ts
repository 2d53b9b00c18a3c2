import assert from "node:assert/strict";
import { test } from "node:test";
import { calibrated } from "../../src/measure/calibrated-device.ts";
import type { CalibrationRecord } from "../../src/measure/calibration.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import { deviceOf } from "../../src/memory/devices.ts";
import { predict } from "../../src/predict/predict.ts";
import { t4, trainingOf } from "../report/fixtures.ts";

const RECORD: CalibrationRecord = {
  card: "Tesla T4",
  driver: "570.86.15",
  torch: "2.13.0+cu130",
  context_low_bytes: bytes(100 * MIB),
  context_high_bytes: bytes(150 * MIB),
  measurements: 2,
  measured_on: "2026-11-20",
};
const SAME = { driver: "570.86.15", torch: "2.13.0+cu130" };
const NOTHING = { driver: undefined, torch: undefined };

const contexts: readonly (readonly [
  what: string,
  records: readonly CalibrationRecord[],
  software: typeof SAME | typeof NOTHING,
  mib: readonly [number, number, number],
  source: string,
])[] = [
  // 100 less 2 %, 150 and 2 %
  [
    "the same software",
    [RECORD],
    SAME,
    [98, 150, 153],
    `measured on 2026-11-20 with driver 570.86.15 and torch 2.13.0+cu130, the last of 2`,
  ],
  // 100 less 20 %, 150 and 20 %
  [
    "another driver",
    [RECORD],
    { ...SAME, driver: "580.1" },
    [80, 150, 180],
    `measured on 2026-11-20 with driver 570.86.15 and torch 2.13.0+cu130, the last of 2, which may be otherwise with driver 580.1 and torch 2.13.0+cu130`,
  ],
  // the newest, in the range of both: 100 less 2 %, 200 and 2 %
  [
    "software that nobody knows",
    [
      RECORD,
      {
        ...RECORD,
        torch: "2.9.1",
        context_low_bytes: bytes(200 * MIB),
        context_high_bytes: bytes(200 * MIB),
        measurements: 1,
        measured_on: "2026-11-21",
      },
    ],
    NOTHING,
    [98, 200, 204],
    "measured on 2026-11-21 with driver 570.86.15 and torch 2.9.1",
  ],
  // the record of the same software wins over a newer one of another
  [
    "both",
    [RECORD, { ...RECORD, torch: "2.9.1", context_high_bytes: bytes(200 * MIB), measured_on: "2026-11-21" }],
    SAME,
    [98, 150, 153],
    `measured on 2026-11-20 with driver 570.86.15 and torch 2.13.0+cu130, the last of 2`,
  ],
];

for (const [what, records, software, [low, number, high], source] of contexts) {
  test(`calibrated() takes the context of ${what}`, () => {
    const device = calibrated(t4(), records, software);
    assert.deepEqual(
      [device.context_low_bytes, device.context_bytes, device.context_high_bytes].map((size) => size / MIB),
      [low, number, high],
    );
    assert.equal(device.context_kind, "measured");
    assert.equal(device.context_source, source);
  });
}

test("calibrated() knows a card by any name of the catalogue, and leaves every other card alone", () => {
  assert.equal(calibrated(t4(), [{ ...RECORD, card: "NVIDIA T4" }], NOTHING).context_bytes, 150 * MIB);
  const l4 = deviceOf({ kind: "catalogue", id: "l4" });
  assert.deepEqual(calibrated(l4, [RECORD], NOTHING), l4);
  assert.deepEqual(calibrated(t4(), [], NOTHING), t4());
});

test("a prediction for a calibrated card has its context, and doubts it by less", () => {
  const [assumed, known] = [t4(), calibrated(t4(), [RECORD], SAME)].map((card) => {
    const prediction = predict(trainingOf(), card);
    assert.ok(prediction.kind === "predicted");
    const { low_bytes, high_bytes, doubts } = prediction.intervals.device;
    const context = doubts.find(({ part }) => part === "CUDA context");
    return { ...prediction.profile, width: high_bytes - low_bytes, reason: context?.reason ?? "" };
  });
  assert.ok(assumed !== undefined && known !== undefined);
  assert.equal(known.device_bytes, known.reserved_bytes + 150 * MIB);
  assert.equal(known.reserved_bytes, assumed.reserved_bytes);
  assert.equal(assumed.width - known.width, (36 + 186 - 52 - 3) * MIB); // assumed: 0 to 222 MiB of kernels about 36
  assert.match(assumed.reason, /^assumed/);
  assert.match(known.reason, /^measured on 2026-11-20 with driver 570\.86\.15 and torch 2\.13\.0/);
});
