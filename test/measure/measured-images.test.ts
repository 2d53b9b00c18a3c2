import assert from "node:assert/strict";
import { test } from "node:test";
import { MeasuredImages } from "../../src/measure/measured-images.ts";

const base64 = (length: number) => Buffer.alloc(length, 7).toString("base64");
const SHEET = {
  tensor: "float32[64, 1, 28, 28]",
  count: 2,
  channels: 1,
  height: 28,
  width: 28,
  meaning: "unit",
  pixels: base64(2 * 28 * 28),
};

test("MeasuredImages takes what the probe writes", () => {
  assert.deepEqual(MeasuredImages.parse(SHEET), SHEET);
  const most = { ...SHEET, channels: 3, count: 8, height: 64, width: 64, pixels: base64(8 * 3 * 64 * 64) };
  assert.deepEqual(MeasuredImages.parse(most), most);
});

const bad: readonly (readonly [what: string, changes: object])[] = [
  ["fewer pixels than its sides say", { pixels: base64(2 * 28 * 28 - 3) }],
  ["more pixels than its sides say", { pixels: base64(2 * 28 * 28 + 3) }],
  ["more samples than are looked at", { count: 17, pixels: base64(17 * 28 * 28) }],
  ["sides that are too long", { height: 65, width: 28, count: 1, pixels: base64(65 * 28) }],
  [
    "more in all than the probe sends",
    { count: 9, channels: 3, height: 64, width: 64, pixels: base64(9 * 3 * 64 * 64) },
  ],
  ["two channels", { channels: 2, count: 1 }],
  ["a meaning that is not known", { meaning: "<b>" }],
  ["what is no base64", { pixels: `"><script>${base64(2 * 28 * 28).slice(10)}` }],
  ["another field", { url: "https://example.org" }],
];

for (const [what, changes] of bad) {
  test(`MeasuredImages refuses ${what}`, () => {
    assert.equal(MeasuredImages.safeParse({ ...SHEET, ...changes }).success, false);
  });
}
