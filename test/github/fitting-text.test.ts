import assert from "node:assert/strict";
import { test } from "node:test";
import { COMMENT_LIMIT, SUMMARY_LIMIT, fittingText } from "../../src/github/fitting-text.ts";
import { DETAILS } from "../../src/report/markdown.ts";
import { renderProblem } from "../../src/report/problem.ts";

const ladder = [100_000, 60_001, 60_000, 10];

test("fittingText() takes the fullest text that a comment holds", () => {
  assert.equal(fittingText(ladder, (length) => "x".repeat(length), COMMENT_LIMIT).length, 60_000);
});

test("fittingText() renders no more than it needs", () => {
  const asked: number[] = [];
  fittingText(ladder, (length) => (asked.push(length), "x".repeat(length)), COMMENT_LIMIT);
  assert.deepEqual(asked, [100_000, 60_001, 60_000]);
});

test("fittingText() counts a summary in bytes", () => {
  const most = 2 ** 20 - 1024;
  assert.equal(fittingText([most, most / 2], (length) => "é".repeat(length), SUMMARY_LIMIT).length, most / 2); // 2 bytes each
});

test("fittingText() cuts the headline where nothing fits", () => {
  const text = fittingText([1, 2], () => `${"é".repeat(70_000)}\nmore`, COMMENT_LIMIT);
  assert.equal(text, "é".repeat(15_000));
});

test("renderProblem() fits in a comment, its fence closed, however many problems there are", () => {
  const problems = Array.from(
    { length: 5000 },
    (_, i) => `vram-budget.yml:${i}:1: trainings.a: expected a map, found \`x\``,
  );
  const message = [`Cannot use vram-budget.yml: ${problems.length} problems`, ...problems].join("\n");
  const text = fittingText(DETAILS, (detail) => renderProblem(message, detail), COMMENT_LIMIT);
  assert.match(text, /^### ❔ GPU memory not decided: Cannot use vram-budget\.yml: 5000 problems\n/);
  assert.match(text, /… and 4801 more lines in the log\n```\n$/);
});
