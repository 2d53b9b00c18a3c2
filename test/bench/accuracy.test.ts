import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readSources } from "../../bench/accuracy/cases.ts";
import { needsExplanation, renderAccuracy, renderSummary } from "../../bench/accuracy/document.ts";
import { withSection } from "../../scripts/readme-section.ts";
import { readResults } from "../../bench/accuracy/results.ts";
import { type Compared, percentile, signedError, summaryOf } from "../../bench/accuracy/statistics.ts";

const row = (predicted_bytes: number, measured_bytes: number, low_bytes: number, high_bytes: number): Compared => ({
  predicted_bytes,
  measured_bytes,
  low_bytes,
  high_bytes,
});

test("signedError() is negative for an under-prediction", () => {
  assert.equal(signedError(row(90, 100, 0, 0)), -0.1); // (90 − 100) / 100
  assert.equal(signedError(row(150, 100, 0, 0)), 0.5);
});

test("percentile() interpolates between the ranks, as numpy's does", () => {
  assert.equal(percentile([3, 1, 2], 50), 2);
  assert.equal(percentile([1, 2, 3, 4], 50), 2.5); // halfway between the second and the third
  assert.equal(percentile([1, 2, 3], 90), 2.8); // 0.9 × 2 = 1.8 steps from the first
  assert.equal(percentile([7], 90), 7);
});

test("summaryOf() counts errors, under-predictions, cap failures and hits of the interval", () => {
  const rows = [
    row(100, 100, 90, 110), // 0, within
    row(90, 100, 80, 95), // −10 %, and the cap of 95 fails
    row(120, 100, 105, 130), // +20 %, below the interval
    row(99, 100, 95, 105), // −1 %, within
  ];
  const { cases, median, mean, p90, under, cap_failures, within } = summaryOf(rows);
  assert.equal(cases, 4);
  assert.ok(Math.abs(median - 0.055) < 1e-12); // of 0, 1, 10, 20 %
  assert.ok(Math.abs(mean - 0.0775) < 1e-12); // 31 % / 4
  assert.ok(Math.abs(p90 - 0.17) < 1e-12); // 2.7 ranks: 10 % + 0.7 × 10 %
  assert.deepEqual([under, cap_failures, within], [2 / 4, 1 / 4, 2 / 4]);
});

const sources = readSources();
const results = readResults();

test("docs/accuracy.md is what the committed results say", () => {
  const file = join(import.meta.dirname, "../../docs/accuracy.md");
  assert.equal(readFileSync(file, "utf8"), renderAccuracy(sources, results));
});

test("README.md has its table", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
  assert.equal(withSection(readme, "accuracy", renderSummary(sources, results)), readme);
});

test("every measured number of every case is in the results, or said to be not predicted", () => {
  for (const { file, cases } of sources) {
    for (const [name, { measured }] of Object.entries(cases)) {
      const failed = results.failures.some((failure) => failure.file === file && failure.name === name);
      for (const [tier, bytes] of Object.entries(measured)) {
        const rows = results.rows.filter((each) => each.file === file && each.name === name && each.tier === tier);
        assert.equal(rows.length > 0, !failed, `${file}: ${name}, ${tier}`);
        for (const each of rows) assert.equal(each.measured_bytes, bytes, `${file}: ${name}, ${tier}`);
      }
    }
  }
});

test("every case names trainings of its own config, and every training has a case", () => {
  for (const { file, config, cases, context } of sources) {
    const trainings = config.trainings.map(({ name }) => name);
    const named = Object.entries(cases).flatMap(([name, { since }]) => [name, ...(since === undefined ? [] : [since])]);
    assert.deepEqual([...new Set(named)].toSorted(), trainings.toSorted(), file);
    if (context !== undefined && "calibrated_on" in context) assert.ok(context.calibrated_on in cases, file);
  }
});

test("every row that misses by more than 10 % is explained", () => {
  for (const each of results.rows.filter(needsExplanation)) {
    const source = sources.find(({ file }) => file === each.file);
    const why = source?.cases[each.name]?.why ?? source?.why;
    assert.ok(why !== undefined, `${each.file}: ${each.name}, ${each.tier}, ${each.knowledge}`);
  }
});
