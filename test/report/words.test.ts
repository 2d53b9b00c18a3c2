import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import { DEVICES } from "../../src/memory/devices.ts";
import { doubtTexts, parametersText, shortCardName } from "../../src/report/words.ts";
import { predictedOn, t4, trainingOf } from "./fixtures.ts";

const CARDS: readonly (readonly [name: string, short: string])[] = [
  ["NVIDIA GeForce RTX 4090", "RTX 4090"],
  ["NVIDIA H100 80GB HBM3", "H100 80GB HBM3"],
  ["NVIDIA L4", "L4"],
  ["Tesla T4", "Tesla T4"],
  ["GeForce of our own", "GeForce of our own"],
  ["a card like NVIDIA GeForce", "a card like NVIDIA GeForce"],
];

for (const [name, short] of CARDS) {
  test(`shortCardName() leaves the maker out of ${name}`, () => assert.equal(shortCardName(name), short));
}

test("shortCardName() tells all cards of the catalogue apart", () => {
  const names = DEVICES.map((device) => shortCardName(device.names[0]));
  assert.equal(new Set(names).size, DEVICES.length);
});

test("parametersText() shows the formula of one process alone: of several each may hold a part", () => {
  const one = predictedOn(trainingOf(), t4());
  assert.equal(parametersText("101,770", one), "101,770 parameters × 4 bytes = 407,080 bytes");
  // Half of them in float32 would be 2 bytes for each of all, which none has.
  const half = { ...one, processes: 2, nominal_bytes: { ...one.nominal_bytes, parameters: bytes(203_540) } };
  const text = "101,770 parameters, 203,540 bytes of the first of 2 processes";
  assert.equal(parametersText("101,770", half), text);
});

const DOUBTS: readonly (readonly [below: number, above: number, text: string])[] = [
  [20 * MIB, 20 * MIB, "±20.00 MiB"],
  [36 * MIB, 186 * MIB, "−36.00 MiB to +186.00 MiB"],
  [0, 48 * MIB, "+48.00 MiB"],
  [512, 0, "−512 B"],
];

for (const [below, above, text] of DOUBTS) {
  test(`doubtTexts() writes ${text}`, () => {
    const doubt = {
      part: "whole segments",
      below_bytes: bytes(below),
      above_bytes: bytes(above),
      reason: "why",
    } as const;
    const interval = { low_bytes: bytes(0), high_bytes: bytes(above), doubts: [doubt] };
    assert.deepEqual(doubtTexts(interval), [`whole segments ${text}: why`]);
  });
}
