import assert from "node:assert/strict";
import { test } from "node:test";
import type { MemoryRecord } from "../../src/measure/record.ts";
import { bytes, GIB } from "../../src/memory/bytes.ts";
import { trendChart } from "../../src/report/trend-chart.ts";
import { recordOf } from "../github/records.ts";
import { matchesGolden } from "../golden.ts";

type Needed = NonNullable<MemoryRecord["needed"]>;

function needing(
  run: number,
  needed: number,
  limit: number,
  changes: Partial<MemoryRecord & Needed> = {},
): MemoryRecord {
  const { card = "Tesla T4", from = "measurement", ...rest } = changes;
  const sizes = { needed_bytes: bytes(needed * GIB), limit_bytes: bytes(limit * GIB) };
  return recordOf(run, { needed: { card, from, ...sizes }, ...rest });
}

const RECORDS = [
  needing(1, 5, 10),
  needing(2, 5, 10, { from: "prediction" }),
  needing(3, 8, 10, { accepted: "label" }),
  needing(4, 11, 12, { accepted: "budget" }),
  recordOf(5, { needed: null, verdict: "unknown" }),
  needing(6, 9, 12),
];

test("trendChart() is drawn as it was", () => {
  matchesGolden("report/trend.svg", trendChart("mnist-mlp", RECORDS));
});

/** Heights of the marks above the axis, as shares of the area's 260 points. */
function heightsIn(chart: string): number[] {
  const marks = chart.matchAll(/<circle cx="[\d.]+" cy="([\d.]+)"|<path d="M[\d.]+ ([\d.]+)L/g);
  return [...marks].map(([, circle, foot]) => (320 - Number(circle ?? Number(foot) - 4)) / 260);
}

test("trendChart() draws every number at its height, and each change of the limit as a step", () => {
  const chart = trendChart("mnist-mlp", RECORDS);
  // the axis goes to 12 GiB, in steps of 2.5: to 12.5
  assert.deepEqual(
    heightsIn(chart).map((share) => Number((share * 12.5).toFixed(1))),
    [5, 5, 8, 11, 9],
  );
  const [, limit = ""] = /<path class="l" fill="none" d="([^"]+)"/.exec(chart) ?? [];
  const levels = [...limit.matchAll(/ ([\d.]+)/g)].map(([, y]) =>
    Number((((320 - Number(y)) / 260) * 12.5).toFixed(1)),
  );
  assert.deepEqual(levels, [10, 10, 10, 10, 12, 12]);
  assert.match(chart, /0000004 · 2026-11-25: 11\.00 GiB \(\+3\.00 GiB\), measurement, budget raised/);
  assert.equal([...chart.matchAll(/fill="none" stroke="#4269d0"/g)].length, 1); // one was predicted
});

test("trendChart() shows the newest 120, on the newest one's card", () => {
  const many = Array.from({ length: 130 }, (_, index) => needing(index + 1, 5, 10));
  const chart = trendChart("mnist-mlp", [...many, needing(200, 30, 40, { card: "NVIDIA A100" }), needing(201, 5, 10)]);
  assert.equal(heightsIn(chart).length, 120);
  assert.doesNotMatch(chart, /A100|30\.00 GiB/);
});

test("trendChart() says so where there is nothing to draw", () => {
  const chart = trendChart("mnist-mlp", [recordOf(1, { needed: null })]);
  assert.match(chart, /<title id="t">mnist-mlp: nothing decided yet<\/title>/);
  assert.equal(heightsIn(trendChart("mnist-mlp", [needing(1, 5, 10)])).length, 1);
});
