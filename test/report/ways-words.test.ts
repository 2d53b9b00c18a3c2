import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrainingResult } from "../../src/compare/result.ts";
import { bytes, GIB } from "../../src/memory/bytes.ts";
import type { Way } from "../../src/compare/way.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { firstWayText, unknownWays, wayCells, waysTitle } from "../../src/report/ways-words.ts";
import { NOT_MEASURED, only, resultOf, trainingOf } from "./fixtures.ts";

const gib = (size: number) => bytes(size * GIB);

const way: Way = {
  changes: [
    { key: "batch_size", value: "32", where: "config" },
    { key: "gradient_accumulation", value: "2", where: "config" },
  ],
  cost: "time",
  device_bytes: gib(8),
  high_bytes: gib(9),
  limit_bytes: gib(10),
  saves_bytes: 4 * GIB,
  fits: true,
  tight: false,
  max_batch_size: undefined,
};
const over: TrainingResult = { ...resultOf(trainingOf({ budget: "100 MiB" }), NOT_MEASURED), ways: [way] };

const CELLS: readonly (readonly [what: string, changes: Partial<Way>, cells: readonly string[]])[] = [
  ["a change of the config", {}, ["time", "8.0 GiB", "−4.0 GiB", "–"]],
  ["one that hardly fits", { tight: true }, ["time", "8.0 GiB, tight", "−4.0 GiB", "–"]],
  ["one that does not fit", { fits: false, tight: true }, ["time", "8.0 GiB", "−4.0 GiB", "–"]],
  ["the largest batch", { max_batch_size: 1000 }, ["time", "8.0 GiB", "−4.0 GiB", "1,000"]],
  [
    "another card, whose budget is another",
    { cost: "hardware", changes: [{ key: "device", value: "l4", where: "config" }], saves_bytes: -1 },
    ["hardware", "8.0 GiB of 10.0 GiB", "–", "–"],
  ],
];

for (const [what, changes, cells] of CELLS) {
  test(`wayCells() tells of ${what}`, () => assert.deepEqual(wayCells({ ...way, ...changes }), cells));
}

test("waysTitle() says whether there is a way at all", () => {
  assert.equal(waysTitle(over), "Cheapest ways back under 100.0 MiB");
  const near = { ...over, ways: [{ ...way, fits: false }] };
  assert.equal(waysTitle(near), "Nothing that was tried fits 100.0 MiB; the nearest");
  const tight = { ...resultOf(trainingOf({ budget: "170 MiB" }), NOT_MEASURED), ways: [way] };
  assert.equal(waysTitle(tight), "Cheapest ways to more room under 170.0 MiB");
});

test("firstWayText() tells the first that fits, and nothing where none does", () => {
  assert.equal(
    firstWayText(over),
    "the cheapest way back: batch_size: 32 and gradient_accumulation: 2, which needs 8.0 GiB",
  );
  assert.equal(firstWayText({ ...over, ways: [{ ...way, fits: false }] }), undefined);
});

test("unknownWays() says one reason once, in its first line", () => {
  const of = (key: string, why: string) => ({ changes: [{ key, value: "1", where: "config" } as const], why });
  const all = unknownWays({
    ...over,
    unknown_ways: [of("a", "no torch\nTraceback"), of("b", "other"), of("c", "no torch")],
  });
  assert.deepEqual(
    all.map(({ why, changes }) => [why, changes.flat().map(({ key }) => key)]),
    [
      ["no torch", ["a", "c"]],
      ["other", ["b"]],
    ],
  );
});

test("ways show a stranger's text as text", () => {
  const value = '{callable: "<!--|@everyone\u001b[31m`x`"}';
  const changes = [{ key: "model", value, where: "command" }] as const;
  const results = only({
    ...over,
    ways: [{ ...way, changes }],
    unknown_ways: [{ changes, why: "<img src=x>|@me\u202e" }],
  });
  const markdown = renderMarkdown(results, 0);
  for (const markup of ["<!--", "<img", "\u202e", "| @", "\u001b"]) assert.ok(!markdown.includes(markup), markup);
  assert.ok(markdown.includes("change it there too"));
  const terminal = renderTerminal(results, { color: false, width: 100 });
  for (const hidden of ["\u001b", "\u202e"]) assert.ok(!terminal.includes(hidden));
});
