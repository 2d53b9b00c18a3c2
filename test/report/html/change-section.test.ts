import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change } from "../../../src/compare/change.ts";
import { bytes, MIB } from "../../../src/memory/bytes.ts";
import { baseNote, changeCell, changeSection } from "../../../src/report/html/change-section.ts";
import { NOT_MEASURED, only, resultOf, t4, trainingOf } from "../fixtures.ts";

const training = trainingOf();
const row = (name: "parameters" | "activations", base: number, head: number) => {
  return { name, base_bytes: bytes(base), head_bytes: bytes(head), delta_bytes: head - base };
};
const CHANGED: Change = {
  kind: "changed",
  base_bytes: bytes(100 * MIB),
  head_bytes: bytes(164 * MIB),
  delta_bytes: 64 * MIB,
  categories: [row("parameters", 50 * MIB, 50 * MIB), row("activations", 50 * MIB, 114 * MIB)],
  keys: [
    {
      path: "batch_size",
      place: training.place,
      base: "<64>",
      head: "4096",
      delta_bytes: 60 * MIB,
      allocated_delta_bytes: 60 * MIB,
      no_share: undefined,
    },
  ],
  together_bytes: 4 * MIB,
  measured: undefined,
};

const changes: readonly (readonly [change: Change | undefined, cell: string, section: RegExp])[] = [
  [undefined, "–", /^$/],
  [{ kind: "new", measured: undefined }, "new", /New: the base has no such training\./],
  [
    { kind: "unchanged", base_bytes: bytes(100 * MIB), keys: [], measured: undefined },
    "as before",
    /As before, 100\.00 MiB\./,
  ],
  [CHANGED, "+64.00 MiB", /\+64\.00 MiB, from 100\.00 MiB to 164\.00 MiB/],
  [
    { kind: "unknown", why: "<b> is not read", keys: undefined, measured: undefined },
    "unknown",
    /not known: &lt;b&gt; is not read/,
  ],
];

for (const [change, cell, section] of changes) {
  test(`changeSection() and changeCell() say ${change?.kind ?? "nothing where no base was asked for"}`, () => {
    const result = resultOf(training, NOT_MEASURED, t4(), [], { change });
    assert.equal(changeCell(result), cell);
    assert.match(changeSection(result)?.markup ?? "", section);
  });
}

test("changeSection() prints shares of keys and parts that add up", () => {
  const { markup = "" } = changeSection(resultOf(training, NOT_MEASURED, t4(), [], { change: CHANGED })) ?? {};
  const text = markup.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
  // 60 + 4 = 64 MiB; 67,108,864 bytes = 64 MiB.
  assert.match(text, /batch_size &lt;64&gt; 4096 \+60\.00 MiB together \+4\.00 MiB device \+64\.00 MiB/);
  assert.match(text, /activations 52,428,800 119,537,664 \+67,108,864 device 104,857,600 171,966,464 \+67,108,864/);
});

test("baseNote() names the base, and what is gone since", () => {
  const results = only(resultOf(training, NOT_MEASURED));
  assert.equal(baseNote(results), undefined);
  const { markup = "" } =
    baseNote({
      ...results,
      base: { sha: "0123456789abcdef", name: "<main>" },
      removed: [{ name: "old", base_bytes: bytes(MIB) }],
    }) ?? {};
  assert.match(markup, /Compared with &lt;main&gt; \(0123456\)/);
  assert.match(markup, /<strong>old<\/strong> removed, needed 1\.00 MiB/);
});
