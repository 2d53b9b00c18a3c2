import assert from "node:assert/strict";
import { test } from "node:test";
import { renderHtml } from "../../../src/report/html/html.ts";
import { GALLERY } from "../fixtures.ts";

type Table = { readonly caption: string; readonly rows: readonly (readonly string[])[] };

/** The tables of a page as a reader sees them: captions, and the cells of each body. */
function tablesOf(page: string): Table[] {
  return [...page.matchAll(/<table>(.*?)<\/table>/gs)].map(([, content = ""]) => {
    const [, caption = ""] = /<caption>(.*?)<\/caption>/s.exec(content) ?? [];
    const [, body = ""] = /<tbody>(.*?)<\/tbody>/s.exec(content) ?? [];
    const rows = [...body.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
      [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = ""]) => textOf(cell)),
    );
    return { caption: textOf(caption), rows };
  });
}

function textOf(markup: string): string {
  return markup.replaceAll(/<[^>]*>/g, "").trim();
}

/** A printed number in its last digits: "22.58" → 2258, "−1,064,000" → −1064000. */
function digits(cell = ""): number {
  const text = cell.replaceAll(",", "").replace("−", "-");
  assert.match(text, /^[+-]?\d+(\.\d\d)?$/, cell);
  return text.includes(".") ? Math.round(Number(text) * 100) : Number(text);
}

/** Every sum is that of all parts above it. */
function assertAddsUp({ caption, rows }: Table, column: number): void {
  let sum = 0;
  let sums = 0;
  for (const row of rows) {
    const [name = ""] = row;
    const value = digits(row[column]);
    if (["allocated", "reserved", "device"].includes(name)) {
      assert.equal(value, sum, `${caption}: ${name} is the sum of what stands above it`);
      sums++;
    } else sum += value;
  }
  assert.ok(sums > 0, caption);
}

for (const [name, make] of GALLERY) {
  test(`what renderHtml() prints of ${name} adds up`, async () => {
    const results = make();
    const tables = tablesOf(await renderHtml(results, { script: "", style: "" }));
    const captioned = (caption: RegExp) => tables.filter((table) => caption.test(table.caption));
    const breakdowns = captioned(/^At the peak, [GMK]iB$/);
    assert.equal(
      breakdowns.length,
      results.trainings.filter(({ prediction }) => prediction?.kind === "predicted").length,
    );
    for (const table of breakdowns) assertAddsUp(table, 1);
    for (const table of captioned(/^Extrapolated, [GMK]iB$/)) assertAddsUp(table, 1);
    for (const { caption, rows } of captioned(/^At the peak, bytes$/)) {
      const end = rows.findIndex(([row]) => row === "allocated");
      for (let column = 1; column < (rows[0]?.length ?? 0); column++) {
        assertAddsUp({ caption, rows: rows.slice(0, end + 1) }, column);
      }
      for (const [, before, after, delta] of rows.filter((row) => row.length === 4)) {
        assert.equal(digits(after) - digits(before), digits(delta));
      }
    }
    for (const { caption, rows } of captioned(/^The difference, by its reasons$/)) {
      const deltas = rows.map(([, delta]) => digits(delta));
      assert.equal(
        deltas.pop(),
        deltas.reduce((sum, delta) => sum + delta, 0),
        caption,
      );
    }
    for (const { rows } of captioned(/^The largest blocks/)) {
      const sizes = rows.map(([size]) => digits(size));
      assert.equal(
        sizes.pop(),
        sizes.reduce((sum, size) => sum + size, 0),
      );
    }
  });
}
