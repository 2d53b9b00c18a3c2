import assert from "node:assert/strict";
import { test } from "node:test";
import { budgetResult } from "../../src/compare/budget.ts";
import { extrapolate } from "../../src/compare/extrapolation.ts";
import { lineAt } from "../../src/compare/line.ts";
import type { MeasurementDocument } from "../../src/measure/measurement.ts";
import { MIB } from "../../src/memory/bytes.ts";
import { deviceOf } from "../../src/memory/devices.ts";
import { measuredOnCpu, measuredOnT4, NOT_MEASURED, resultOf, t4, trainingOf } from "../report/fixtures.ts";

const lines: readonly (readonly [what: string, points: Parameters<typeof lineAt>[0], batch: number, size: number])[] = [
  [
    "a line",
    [
      [8, 100],
      [16, 180],
    ],
    64,
    660,
  ], // 10 a sample: 180 + 48 × 10
  [
    "the larger point itself",
    [
      [8, 100],
      [16, 180],
    ],
    16,
    180,
  ],
  [
    "a fraction of a byte, rounded up",
    [
      [8, 100],
      [11, 101],
    ],
    12,
    102,
  ], // 101 + 1/3
  [
    "what falls, as it is",
    [
      [8, 180],
      [16, 100],
    ],
    64,
    100,
  ],
];

for (const [what, points, batch, size] of lines) {
  test(`lineAt() tells ${what}`, () => assert.equal(lineAt(points, batch), size));
}

type Sizes = {
  readonly forward: number;
  readonly optimizer: number;
  readonly reserved: number;
  readonly context?: number;
};

/** A document in MiB: its peak is the higher of the two phases. */
function measured(batch_size: number, { forward, optimizer, reserved, context = 150 }: Sizes): MeasurementDocument {
  const tiers = (mib: number) => ({ allocated_bytes: mib * MIB, reserved_bytes: reserved * MIB });
  const allocated = Math.max(forward, optimizer);
  const measurement = measuredOnT4(trainingOf(), 1, {
    batch_size,
    allocated_bytes: allocated * MIB,
    reserved_bytes: reserved * MIB,
    context_bytes: context * MIB,
    device_bytes: (reserved + context) * MIB,
    phases: { forward: tiers(forward), optimizer: tiers(optimizer) },
  });
  assert.ok(measurement.kind === "measured");
  return measurement.document;
}

const PAIR = [
  measured(8, { forward: 100, optimizer: 90, reserved: 120, context: 145 }),
  measured(16, { forward: 180, optimizer: 90, reserved: 200 }),
] as const;

test("extrapolate() puts a line through each tier, and has the context that was measured", () => {
  const { allocated_bytes, allocated, factor, card } = extrapolate(PAIR, [8, 16], 64, t4());
  assert.equal(factor, 4);
  assert.equal(allocated_bytes, (180 + 48 * 10) * MIB);
  // a fifth of the 480 that 48 samples add
  assert.deepEqual([allocated.low_bytes, allocated.high_bytes], [(660 - 96) * MIB, (660 + 96) * MIB]);
  assert.ok(card !== undefined);
  assert.equal(card.reserved_bytes, (200 + 48 * 10) * MIB);
  assert.equal(card.context_bytes, 150 * MIB);
  assert.equal(card.device_bytes, card.reserved_bytes + card.context_bytes);
  // a fifth of 480, a segment of 20, and 2 % of the contexts of 145 and 150: 142.1 and 153
  const [low, high] = [830 - 96 - 20 - (150 - 142.1), 830 + 96 + 20 + 3];
  assert.ok(Math.abs(card.interval.low_bytes - low * MIB) < 2);
  assert.equal(card.interval.high_bytes, high * MIB);
});

test("extrapolate() exchanges the context for that of another card, and doubts the libraries' workspaces", () => {
  const h100 = deviceOf({ kind: "catalogue", id: "h100-80" });
  const { card, measured_on } = extrapolate(PAIR, [8, 16], 64, h100);
  assert.equal(measured_on, "Tesla T4");
  assert.equal(card?.context_bytes, h100.context_bytes);
  assert.equal(card.device_bytes, 680 * MIB + h100.context_bytes);
  const doubt = card.interval.doubts.find(({ part }) => part === "library workspaces");
  // two handles: 32 MiB on compute capability 9.0, 8.125 MiB on 7.5
  assert.deepEqual([doubt?.below_bytes, doubt?.above_bytes], [0, 2 * (32 - 8.125) * MIB]);
});

test("extrapolate() sees a phase pass the one that was the peak, where a line through the peaks has a bend", () => {
  const pair = [
    measured(8, { forward: 100, optimizer: 500, reserved: 520 }),
    measured(16, { forward: 180, optimizer: 500, reserved: 520 }),
  ] as const;
  const { allocated_bytes, card } = extrapolate(pair, [8, 16], 64, t4());
  assert.equal(allocated_bytes, 660 * MIB); // forward: 180 + 48 × 10; the peaks' own line stays at 500
  assert.equal(card?.reserved_bytes, 680 * MIB); // with the 20 that the allocator held beside
});

test("extrapolate() has no card where tensors were counted on the CPU", () => {
  const pair = [8, 16].map((batch) => {
    const measurement = measuredOnCpu(trainingOf({ batch_size: String(batch) }));
    assert.ok(measurement.kind === "measured");
    return measurement.document;
  });
  const [small, large] = pair;
  assert.ok(small !== undefined && large !== undefined);
  const { card, allocated_bytes } = extrapolate([small, large], [8, 16], 64, t4());
  assert.equal(card, undefined);
  assert.ok(allocated_bytes > large.allocated_bytes);
});

const verdicts: readonly (readonly [budget: string, verdict: string, findings: readonly string[]])[] = [
  // 830 MiB are told, 706.1 to 949
  ["700 MiB", "fail", ["not-measured", "over-budget"]], // even the low end is over
  ["800 MiB", "unknown", ["not-measured", "extrapolation-open"]], // the number is over, the low end is not
  ["900 MiB", "unknown", ["not-measured", "extrapolation-open"]], // the number fits, the high end does not
  ["949 MiB", "pass", ["not-measured"]],
  ["860 MiB", "unknown", ["not-measured", "extrapolation-open"]],
];

for (const [budget, verdict, findings] of verdicts) {
  test(`compareTraining() says ${verdict} where 706 to 949 MiB are extrapolated and the budget is ${budget}`, () => {
    const training = trainingOf({ budget });
    const result = resultOf(training, NOT_MEASURED, t4(), [], { extrapolation: extrapolate(PAIR, [8, 16], 64, t4()) });
    assert.equal(result.verdict, verdict);
    assert.deepEqual(
      result.findings.map(({ kind }) => kind),
      findings,
    );
  });
}

test("budgetResult() takes a measurement before an extrapolation, and that before the prediction", () => {
  const training = trainingOf();
  const told = extrapolate(PAIR, [8, 16], 64, t4());
  const { prediction } = resultOf(training, NOT_MEASURED);
  assert.ok(prediction !== undefined);
  const from = (...rest: readonly [Parameters<typeof budgetResult>[3], typeof told | undefined]) =>
    budgetResult(training, t4(), prediction, ...rest)?.from;
  assert.equal(from(measuredOnT4(training), told), "measurement");
  assert.equal(from(NOT_MEASURED, told), "extrapolation");
  assert.equal(from(NOT_MEASURED, undefined), "prediction");
  assert.equal(from(NOT_MEASURED, { ...told, card: undefined }), "prediction");
});

test("what is extrapolated decides what the engine does not know", () => {
  const unknown = trainingOf({ optimizer: "ASGD", budget: "1 GiB" });
  assert.equal(resultOf(unknown, NOT_MEASURED).verdict, "unknown");
  assert.equal(
    resultOf(unknown, NOT_MEASURED, t4(), [], { extrapolation: extrapolate(PAIR, [8, 16], 64, t4()) }).verdict,
    "pass",
  );
});
