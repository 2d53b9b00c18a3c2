import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { renderLines } from "../../bench/extrapolation/document.ts";
import { outcomeOf } from "../../bench/extrapolation/outcome.ts";
import { type Peaks, readPeaks, shareOf } from "../../bench/extrapolation/peaks.ts";
import { percentile } from "../../bench/accuracy/statistics.ts";
import { withSection } from "../../scripts/readme-section.ts";

const peaks = readPeaks();

test("lines through batches 8 and 32 tell 64 within 1.7 % median and 5.8 % at the 90th percentile, as published", () => {
  const { cases, median, p90, within, cap_failures } = outcomeOf(peaks, { from: [8, 32], to: 64 });
  assert.equal(cases, 357);
  assert.equal((median * 100).toFixed(1), "1.7");
  assert.equal((p90 * 100).toFixed(1), "5.8");
  assert.ok(within >= 0.95 && cap_failures <= 0.02, `${within} within, ${cap_failures} over`);
  // a second way: 64 is 32 + 4/3 × (32 − 8) further, worked out at once
  const errors = peaks.models.map(([a, , c, d]) => Math.abs((7 * c - 4 * a) / (3 * d) - 1));
  assert.ok(Math.abs(percentile(errors, 50) - median) < 1e-4);
  assert.ok(Math.abs(percentile(errors, 90) - p90) < 1e-4);
});

test("the interval holds nine of ten, also six times as far as the two batches lie apart", () => {
  for (const line of [
    { from: [16, 32], to: 64 },
    { from: [8, 16], to: 32 },
    { from: [8, 16], to: 64 },
  ] as const) {
    const { within, cap_failures } = outcomeOf(peaks, line);
    assert.ok(
      within >= 0.895 && cap_failures <= 0.06,
      `${line.from.join(", ")} → ${line.to}: ${within}, ${cap_failures}`,
    );
  }
});

test("outcomeOf() by hand", () => {
  // 100 at 8 and 400 at 32 grow by 12.5 a sample: 800 at 64, give or take a fifth of 400
  const one = (at64: number): Peaks => ({ ...peaks, models: [[100, 200, 400, at64]] });
  for (const [real, error, within, cap] of [
    [800, 0, 1, 0],
    [880, 80 / 880, 1, 0],
    [881, 81 / 881, 0, 1],
    [719, 81 / 719, 0, 0],
  ] as const) {
    const outcome = outcomeOf(one(real), { from: [8, 32], to: 64 });
    assert.ok(Math.abs(outcome.median - error) < 1e-12);
    assert.deepEqual([outcome.within, outcome.cap_failures], [within, cap]);
  }
});

test("shareOf() keeps what rose with every batch and left room on the card, without its name", () => {
  const rows = (name: string, ...mib: readonly number[]) =>
    [8, 16, 32, 64, 128].map((batch, index) => `${name},${batch},${mib[index]}`);
  const table = [
    "timm_model,batch_size,device_peak_mib",
    ...rows("whole", 2000, 2500, 4000, 8000, 16_000),
    ...rows("fell", 2000, 2500, 4000, 3900, 16_000),
    ...rows("full", 20_000, 25_000, 30_000, 32_769, 40_000),
    "",
  ].join("\n");
  const { models, ...about } = shareOf(table);
  assert.deepEqual(models, [[10_000, 12_500, 20_000, 40_000]]);
  const { models: _, ...committed } = peaks;
  assert.deepEqual(about, committed);
});

test("docs/calibration.md has the table of lines", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/calibration.md"), "utf8");
  assert.equal(withSection(page, "lines", renderLines(peaks)), page);
});
