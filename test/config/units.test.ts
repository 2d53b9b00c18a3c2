import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePercentage, parseSize, wantedPercentage, wantedSize } from "../../src/config/units.ts";

const SIZES: readonly (readonly [written: string, expected: number | undefined])[] = [
  ["24 GiB", 25_769_803_776], // 24 × 2^30
  ["24GiB", 25_769_803_776],
  ["37.25 GiB", 39_996_882_944], // 37.25 × 2^30
  ["512 MiB", 536_870_912],
  ["1 TiB", 1_099_511_627_776],
  ["1 KiB", 1024],
  ["7 B", 7],
  ["0.3 KiB", 307], // 307.2
  ["1024 TiB", 1_125_899_906_842_624], // 2^50
  ["1025 TiB", undefined],
  ["0 GiB", undefined],
  ["40GB", undefined],
  ["40", undefined],
  ["-1 GiB", undefined],
  ["1e3 MiB", undefined],
  ["24  GiB", undefined],
  [" 24 GiB", undefined],
  ["24 gib", undefined],
];

test("parseSize() takes sizes in binary units only", () => {
  for (const [written, expected] of SIZES) assert.equal(parseSize(written), expected, written);
});

const HINTS: readonly (readonly [written: unknown, hint: string])[] = [
  ["40GB", "37.25 GiB"], // 40 × 10^9 / 2^30
  ["512 MB", "488.28 MiB"], // 512 × 10^6 / 2^20
  ["2TB", "1.82 TiB"],
  ["24gib", "24 GiB"],
  ["24 Gi", "24 GiB"],
  ["24G", "24 GiB or 22.35 GiB"],
  [40, "40 GiB"],
  ["much", "24 GiB"],
  [null, "24 GiB"],
];

test("wantedSize() shows the size that was meant", () => {
  for (const [written, hint] of HINTS) {
    assert.equal(wantedSize(written), `a size with its unit, as ${hint}`, String(written));
    for (const size of hint.split(" or ")) assert.ok(parseSize(size) !== undefined, size);
  }
});

test("parsePercentage() takes 0% to 100%", () => {
  const rows: readonly (readonly [string, number | undefined])[] = [
    ["90%", 0.9],
    ["5 %", 0.05],
    ["2.5%", 0.025],
    ["0%", 0],
    ["100%", 1],
    ["100.1%", undefined],
    ["-5%", undefined],
    ["0.9", undefined],
    ["%", undefined],
  ];
  for (const [written, share] of rows) assert.equal(parsePercentage(written), share, written);
});

test("wantedPercentage() shows the percentage that was meant", () => {
  assert.equal(wantedPercentage(0.07), "a percentage up to 100%, as 7%");
  assert.equal(wantedPercentage(7), "a percentage up to 100%, as 7%");
  assert.equal(wantedPercentage("much"), "a percentage up to 100%, as 5%");
});
