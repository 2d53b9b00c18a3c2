import assert from "node:assert/strict";
import { test } from "node:test";
import { formatRecords, type MemoryRecord, parseRecords, withRecord } from "../../src/measure/record.ts";
import { bytes, GIB } from "../../src/memory/bytes.ts";
import { recordOf, shaOf } from "../github/records.ts";

test("parseRecords() reads what formatRecords() writes", () => {
  const records = [recordOf(5), recordOf(6, { needed: null, measured: null, config: null, batch_size: null })];
  assert.equal(formatRecords(records).split("\n").length, 3);
  assert.deepEqual(parseRecords(formatRecords(records)), { kind: "records", records });
  assert.deepEqual(parseRecords(""), { kind: "records", records: [] });
});

const written = (changes: object) =>
  `${formatRecords([recordOf(4)])}${JSON.stringify({ ...recordOf(5), ...changes })}\n`;
const measured = recordOf(5).measured;

const refused: readonly (readonly [what: string, text: string, detail: RegExp])[] = [
  ["what is no JSON", "{\n", /^line 1: /],
  ["another version", written({ schema: "vram-budget/record@2" }), /^line 2: schema: expected vram-budget\/record@1$/],
  ["a key that is not known", written({ html: "<img>" }), /^line 2: expected schema, training, sha, run/],
  ["a training's name that is a path", written({ training: "../x" }), /training: expected a training's name/],
  ["a commit that is none", written({ sha: "main" }), /sha: expected a commit/],
  ["a size that is negative", written({ measured: { ...measured, device_bytes: -1 } }), /measured: device_bytes/],
  [
    "a size of a fraction of a byte",
    written({ measured: { ...measured, device_bytes: 0.5 } }),
    /measured: device_bytes/,
  ],
  ["a card with an end of line", written({ measured: { ...measured, card: "T4\n" } }), /card: expected 1 to 200/],
  ["a card with a bidirectional mark", written({ measured: { ...measured, card: "\u202ET4" } }), /card: expected/],
  ["a time that is none", written({ date: "yesterday" }), /date: expected a time/],
  ["a run that is none", written({ run: { id: 0, attempt: 1 } }), /run: id/],
];

for (const [what, text, detail] of refused) {
  test(`parseRecords() refuses ${what}`, () => {
    const parsed = parseRecords(text);
    assert.ok(parsed.kind === "problem");
    assert.match(parsed.detail, detail);
  });
}

/** All orders of a list. */
function ordersOf<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, at) => ordersOf(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}

test("withRecord() gives the same list in whatever order the records come", () => {
  const limited = (run: number, limit: number): MemoryRecord =>
    recordOf(run, {
      needed: { card: "Tesla T4", needed_bytes: bytes(GIB), limit_bytes: bytes(limit * GIB), from: "prediction" },
    });
  const l4 = { ...measured, card: "NVIDIA L4" } as MemoryRecord["measured"];
  const records = [
    limited(4, 10),
    limited(5, 10),
    { ...limited(5, 10), run: { id: 5, attempt: 2 } },
    { ...limited(5, 10), measured: l4 },
    limited(6, 12),
  ];
  const lists = ordersOf(records).map((order) => order.reduce<readonly MemoryRecord[]>(withRecord, []));
  assert.equal(lists.length, 120);
  for (const list of lists) assert.deepEqual(list, lists[0]);
  assert.deepEqual(
    lists[0]?.map(({ run, measured: on, accepted }) => [run.id, run.attempt, on?.card, accepted]),
    [
      [4, 1, "Tesla T4", null],
      [5, 1, "NVIDIA L4", null],
      [5, 2, "Tesla T4", null],
      [6, 1, "Tesla T4", "budget"],
    ],
  );
});

test("withRecord() gives the very list where the record is in it", () => {
  const records = withRecord([], recordOf(5));
  assert.equal(withRecord(records, recordOf(5)), records);
  assert.notEqual(withRecord(records, recordOf(5, { sha: shaOf(9) })), records);
});

test("withRecord() keeps a label's acceptance, and sees no raised budget on another card", () => {
  const needed = {
    card: "NVIDIA L40S",
    needed_bytes: bytes(GIB),
    limit_bytes: bytes(40 * GIB),
    from: "prediction",
  } as const;
  const records = [recordOf(4), recordOf(5, { needed }), recordOf(6, { accepted: "label" })];
  assert.deepEqual(
    records.reduce<readonly MemoryRecord[]>(withRecord, []).map(({ accepted }) => accepted),
    [null, null, "label"],
  );
});
