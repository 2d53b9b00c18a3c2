import assert from "node:assert/strict";
import { test } from "node:test";
import { DEVICES } from "../../src/memory/devices.ts";
import { shortCardName } from "../../src/report/words.ts";

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
