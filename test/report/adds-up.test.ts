import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrainingResult } from "../../src/compare/result.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { GALLERY } from "./fixtures.ts";

/** A printed number in its last digits: "22.58" → 2258, "1,064,000" → 1064000, "**24.00**" → 2400. */
function digits(cell: string): number {
  const text = cell.replaceAll(/[*,\s]/g, "").replace("−", "-");
  assert.match(text, /^[+-]?\d+(\.\d\d)?$/, cell);
  return text.includes(".") ? Math.round(Number(text) * 100) : Number(text);
}

type Row = readonly [name: string, ...numbers: string[]];

/** The rows of every markdown table whose first header cell matches. */
function markdownTables(text: string, header: RegExp): Row[][] {
  return text
    .split(/\n\n/)
    .filter((block) => block.startsWith("|") && header.test(block))
    .map((block) =>
      block
        .split("\n")
        .slice(2)
        .map((line): Row => {
          const [name = "", ...numbers] = line
            .slice(1, -1)
            .split("|")
            .map((cell) => cell.trim());
          return [name.replaceAll("*", ""), ...numbers];
        }),
    );
}

/** categories = allocated; allocated + overhead = reserved; reserved + context = device, in printed digits. */
function assertAddsUp(rows: readonly Row[], column: number): void {
  let sum = 0;
  const sums = new Map<string, number>();
  for (const row of rows) {
    const [name] = row;
    const value = digits(row[column] ?? "");
    if (["allocated", "reserved", "device"].includes(name)) {
      assert.equal(value, sum, `${name} is the sum of what stands above it`);
      sums.set(name, value);
    } else sum += value;
  }
  assert.ok(sums.size > 0);
}

function isExplained({ comparison }: TrainingResult): boolean {
  return comparison !== undefined && comparison.difference.parts.length > 0;
}

for (const [name, make] of GALLERY) {
  const results = make();
  const predicted = results.trainings.filter(({ prediction }) => prediction?.kind === "predicted").length;
  const compared = results.trainings.filter(({ comparison }) => comparison !== undefined);

  test(`what renderMarkdown() prints of ${name} adds up`, () => {
    const text = renderMarkdown(results, 0);
    const breakdowns = markdownTables(text, /^\| At the peak, [GMK]iB/);
    assert.equal(breakdowns.length, predicted);
    for (const rows of breakdowns) assertAddsUp(rows, 1);

    const comparisons = markdownTables(text, /^\| At the peak +\|/);
    assert.equal(comparisons.length, compared.length);
    for (const rows of comparisons) {
      const end = rows.findIndex(([row]) => row === "allocated");
      for (const column of [1, 2, 3]) assertAddsUp(rows.slice(0, end + 1), column);
      for (const [, before, after, delta] of rows) {
        assert.equal(digits(after ?? "") - digits(before ?? ""), digits(delta ?? ""));
      }
    }
    for (const rows of markdownTables(text, /^\| +[GMK]iB \| Blocks/)) {
      const parts = rows.slice(0, -1).reduce((sum, [size]) => sum + digits(size), 0);
      assert.equal(digits(rows.at(-1)?.[0] ?? ""), parts);
    }
    for (const rows of markdownTables(text, /^\| Peak allocated in +\| Predicted/)) {
      for (const [, before, after, delta] of rows.filter((row) => !row.includes("–"))) {
        assert.equal(digits(after ?? "") - digits(before ?? ""), digits(delta ?? ""));
      }
    }
    const differences = markdownTables(text, /^\| The difference /);
    assert.equal(differences.length, compared.filter(isExplained).length);
    for (const rows of differences) {
      assert.equal(rows.at(-2)?.[0], "unexplained");
      assertAddsUp(rows, 1);
    }
    for (const rows of markdownTables(text, /^\| At the peak, bytes/)) assertAddsUp(rows, 1);
    const told = markdownTables(text, /^\| Extrapolated, [GMK]iB/);
    assert.equal(told.length, results.trainings.filter(({ extrapolation }) => extrapolation?.card).length);
    for (const rows of told) assertAddsUp(rows, 1);
    const layers = markdownTables(text, /^\| Layer /);
    for (const rows of layers) {
      const parts = rows.slice(0, -1).reduce((sum, row) => sum + digits(row[3] ?? ""), 0);
      assert.equal(digits(rows.at(-1)?.[3] ?? ""), parts);
    }
  });

  test(`what renderTerminal() prints of ${name} adds up`, () => {
    const text = renderTerminal(results, { color: false, width: 100 });
    const blocks = text.split(/\n\n/).filter((block) => /^ {2}= allocated +[\d.]+ [GMK]iB$/m.test(block));
    assert.equal(blocks.length, predicted);
    const differences = text.split(/\n\n/).filter((block) => block.includes(" is unexplained\n"));
    assert.equal(differences.length, compared.filter(isExplained).length);
    for (const block of differences) {
      const rows = block
        .split("\n")
        .slice(1)
        .map((line): Row => [line.slice(2, 50).replace("=", "").trim(), line.trim().split(" ").at(-1) ?? ""]);
      assertAddsUp(rows, 1);
    }
    for (const block of blocks) {
      const rows = block
        .split("\n")
        .map((line): Row => [line.slice(2, 24).replace("=", "").trim(), line.slice(24).trim().split(" ")[0] ?? ""]);
      assertAddsUp(rows, 1);
    }
  });
}
