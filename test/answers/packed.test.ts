import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { packed, unpacked } from "../../src/answers/packed.ts";

test("unpacked() gives back what packed() took, of any size", async () => {
  for (const value of [null, "é ✓", { events: Array.from({ length: 100_000 }, (_, id) => ({ op: "free", id })) }])
    assert.deepEqual(await unpacked(await packed(value)), { kind: "value", value });
});

test("packed() makes much of the same small", async () => {
  const events = Array.from({ length: 10_000 }, (_, id) => ({
    op: "alloc",
    id,
    operator: "aten::relu",
    module: "h.0",
  }));
  assert.ok((await packed(events)).length * 10 < JSON.stringify(events).length);
});

const gzip = (text: string | Buffer) => gzipSync(text).toString("base64");

const rows: [what: string, text: string, detail: RegExp][] = [
  ["no base64", "é", /./],
  ["no gzip", btoa("text"), /^it is no gzip, or cut short$/],
  ["half of it", gzip("x".repeat(1000)).slice(0, 20), /^it is no gzip, or cut short$/],
  ["more behind it", btoa(`${atob(gzip("{}"))}more`), /./],
  ["no JSON", gzip("{"), /JSON/],
  ["a bomb", gzip(Buffer.alloc(129 * 2 ** 20)), /^it has more than 134217728 bytes$/],
  ["a deep nest", gzip("[".repeat(100_000)), /^it is nested deeper than 16$/],
  ["what is not UTF-8", gzip(Buffer.from([0x22, 0xff, 0x22])), /encoded data was not valid/],
];

for (const [what, text, detail] of rows) {
  test(`unpacked() refuses ${what}`, async () => {
    const found = await unpacked(text);
    assert.ok(found.kind === "problem", what);
    assert.match(found.detail, detail);
  });
}
