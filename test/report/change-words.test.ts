import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change, KeyChange } from "../../src/compare/change.ts";
import { bytes, KIB, MIB } from "../../src/memory/bytes.ts";
import { changeText, keyRows, keysWithoutEffect, keyText } from "../../src/report/change-words.ts";
import { randomFrom } from "../predict/random-networks.ts";

const place = { file: "vram-budget.yml", line: 8, column: 5 };

const key = (path: string, delta_bytes: number, changes: Partial<KeyChange> = {}): KeyChange => ({
  path,
  place,
  base: "64",
  head: "128",
  delta_bytes,
  allocated_delta_bytes: delta_bytes,
  no_share: undefined,
  ...changes,
});

const untold = (path: string, no_share: NonNullable<KeyChange["no_share"]>): KeyChange =>
  key(path, 0, { delta_bytes: undefined, allocated_delta_bytes: undefined, no_share });

function changed(delta_bytes: number, keys: readonly KeyChange[], activations = delta_bytes): Change {
  const base_bytes = bytes(1000 * MIB);
  const row = { base_bytes: bytes(500 * MIB), head_bytes: bytes(500 * MIB + activations), delta_bytes: activations };
  const overhead = { base_bytes: bytes(0), head_bytes: bytes(0), delta_bytes: delta_bytes - activations };
  return {
    kind: "changed",
    base_bytes,
    head_bytes: bytes(base_bytes + delta_bytes),
    delta_bytes,
    categories: [
      { name: "activations", ...row },
      { name: "allocator overhead", ...overhead },
    ],
    keys,
    together_bytes: delta_bytes - keys.reduce((sum, { delta_bytes: own }) => sum + (own ?? 0), 0),
    measured: undefined,
  };
}

const texts: readonly (readonly [change: Change, text: string])[] = [
  [{ kind: "new", measured: undefined }, "new: the base has no such training"],
  [{ kind: "unchanged", base_bytes: bytes(MIB), keys: [], measured: undefined }, "as before, 1.00 MiB"],
  [
    { kind: "unknown", why: "GitHub\u202e says\nno", keys: undefined, measured: undefined },
    "what changed is not known: GitHub says no",
  ],
  [changed(100 * MIB, []), "+100.00 MiB, from 1000.00 MiB to 1.07 GiB, mostly activations (+100.00 MiB)"],
  [changed(0, [], 100 * KIB), "as before, 1000.00 MiB: +100.00 KiB allocated, for which there is room"],
  [changed(0, [], -100 * KIB), "as before, 1000.00 MiB: −100.00 KiB allocated, and as much reserved"],
  [changed(0, [], 0), "as before, 1000.00 MiB: its parts moved"],
];
for (const [change, text] of texts) {
  test(`changeText() writes ${text}`, () => assert.equal(changeText(change), text));
}

test("keyRows() shows what moves something, what is together and the sum", () => {
  const keys = [key("batch_size", 80 * MIB), key("precision", -30 * MIB), key("optimizer.Adam.lr", 0)];
  const change = changed(60 * MIB, keys);
  assert.deepEqual(
    keyRows({ change }).map(({ kind, name, share }) => [kind, name, share]),
    [
      ["key", "batch_size", "+80.00 MiB"],
      ["key", "precision", "−30.00 MiB"],
      ["together", "together", "+10.00 MiB"],
      ["sum", "device", "+60.00 MiB"],
    ],
  );
  assert.deepEqual(keysWithoutEffect({ change }), ["optimizer.Adam.lr"]);
});

test("keyRows() of one key that does it all has one line", () => {
  const rows = keyRows({ change: changed(80 * MIB, [key("batch_size", 80 * MIB)]) });
  assert.deepEqual(rows, [{ kind: "key", name: "batch_size", was: "64", is: "128", share: "+80.00 MiB" }]);
});

test("keyRows() gives no share to what has none, and says that the rest holds it", () => {
  const keys = [untold("input", "needs-others"), untold("model", "not-predicted"), untold("loss", "too-many")];
  assert.deepEqual(
    keyRows({ change: changed(8 * MIB, keys) }).map(({ name, share }) => [name, share]),
    [
      ["input", "not to be taken back alone"],
      ["model", "not known"],
      ["loss", "not looked at alone"],
      ["the others, and all together", "+8.00 MiB"],
      ["device", "+8.00 MiB"],
    ],
  );
});

test("keyRows() folds what are too many into a line that has their sum", () => {
  const keys = Array.from({ length: 5 }, (_, index) => key(`key-${index}`, (index + 1) * MIB));
  assert.deepEqual(
    keyRows({ change: changed(15 * MIB, keys) }, 3).map(({ name, share }) => [name, share]),
    [
      ["key-0", "+1.00 MiB"],
      ["key-1", "+2.00 MiB"],
      ["key-2", "+3.00 MiB"],
      ["2 more keys", "+9.00 MiB"],
      ["device", "+15.00 MiB"],
    ],
  );
});

test("keyRows() shows the keys of what cannot be predicted", () => {
  const change: Change = { kind: "unknown", why: "", keys: [untold("run", "not-predicted")], measured: undefined };
  assert.deepEqual(
    keyRows({ change }).map(({ name, share }) => [name, share]),
    [["run", "not known"]],
  );
});

test("keyRows() adds up as it is printed, whatever the shares are", () => {
  const random = randomFrom(11);
  for (let i = 0; i < 200; i++) {
    const scale = 10 ** (3 + random() * 8);
    const share = () => Math.round((random() - 0.5) * scale);
    const keys = Array.from({ length: 1 + Math.floor(random() * 6) }, (_, index) => key(`key-${index}`, share() || 1));
    const change = changed(Math.abs(share()), keys);
    const printed = keyRows({ change }, 1 + Math.floor(random() * 6)).map(({ kind, share: text }) => ({
      kind,
      hundredths: hundredthsOf(text),
    }));
    const sum = printed.find(({ kind }) => kind === "sum");
    if (sum === undefined) continue;
    const parts = printed.filter(({ kind }) => kind !== "sum");
    assert.equal(
      parts.reduce((all, { hundredths }) => all + hundredths, 0),
      sum.hundredths,
    );
  }
});

/** "−1.25 MiB" → −125, all of one table in one unit. */
function hundredthsOf(text: string): number {
  const [, sign = "", whole = "", rest = ""] = /^([+−±])(\d+)\.(\d\d) [KMG]iB$/.exec(text) ?? assert.fail(text);
  return Number(`${whole}${rest}`) * (sign === "−" ? -1 : 1);
}

test("keyText() fits on a line, however long the value is", () => {
  assert.equal(keyText(key("batch_size", 404 * MIB)), "batch_size 64 → 128: +404.00 MiB");
  assert.equal(keyText(key("ema", MIB, { base: undefined })), "ema – → 128: +1.00 MiB");
  const long = key("model.layers", MIB, { head: `[${"ReLU,\n ".repeat(100)}]` });
  assert.ok(keyText(long).length < 120 && !keyText(long).includes("\n"));
});
