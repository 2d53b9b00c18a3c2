import assert from "node:assert/strict";
import { test } from "node:test";
import { cardNamed } from "../../src/commands/card.ts";
import { replayWhatIf } from "../../src/commands/replay.ts";
import { renderWhatIf, type WhatIfResult } from "../../src/commands/what-if.ts";
import { UserError } from "../../src/config/user-error.ts";
import { GIB, MIB } from "../../src/memory/bytes.ts";
import { matchesGolden } from "../golden.ts";

const DEFAULTS = { alloc_conf: undefined, device: undefined, workspace: "/repo" };

function trace(sizes: readonly number[]): Uint8Array {
  const line = { origin: "code", file: "model.py", line: 12, function: "forward", phase: "forward", step: 1 };
  const events = sizes.map((bytes, id) => ({
    op: "alloc", id, bytes, operator: "aten::mm", module: "layers.0", category: "activations", ...line,
  })); // prettier-ignore
  return new TextEncoder().encode(JSON.stringify({ schema: "vram-budget/trace@2", events }));
}

function asked(sizes: readonly number[], card?: string, alloc_conf?: string): WhatIfResult {
  const device = card === undefined ? undefined : cardNamed(card);
  return replayWhatIf("trace.json", trace(sizes), { ...DEFAULTS, alloc_conf }, device);
}

test("replayWhatIf() tries PyTorch's default, what was asked, and what people turn, each once", () => {
  const confs = (alloc_conf?: string) => asked([MIB], undefined, alloc_conf).what_if.map((row) => row.alloc_conf);
  const turned = ["expandable_segments:True", "max_split_size_mb:128", "roundup_power2_divisions:4"];
  assert.deepEqual(confs(), ["", ...turned]);
  assert.deepEqual(confs("max_split_size_mb:256"), ["", "max_split_size_mb:256", ...turned]);
  assert.deepEqual(confs("expandable_segments:True"), ["", ...turned]);
});

test("replayWhatIf() tries the garbage collection only within a card, of which the context leaves a share", () => {
  const confs = asked([MIB], "l4").what_if.map((row) => row.alloc_conf);
  // An L4 has 22.03 GiB, the context takes 229 MiB: 1 − 229 / 22,558.72 = 0.9898…
  assert.equal(confs.at(-1), "garbage_collection_threshold:0.8,per_process_memory_fraction:0.98");
});

test("renderWhatIf() shows what fits and what does not", () => {
  matchesGolden("replay/what-if.txt", renderWhatIf(asked([20.5 * GIB, 0.75 * GIB, 0.5 * GIB], "l4")));
});

test("renderWhatIf() shows settings without a card", () => {
  matchesGolden("replay/what-if-boundless.txt", renderWhatIf(asked([30 * MIB, 3 * MIB])));
});

test("renderWhatIf() says how often the cache had to be emptied", () => {
  const birth = { op: "alloc", operator: "aten::mm", module: "", category: "temporary", phase: "forward", step: 1 };
  // A T4 has 14.56 GiB: 6 and 10 do not fit beside one another; 7 then take the place of 10.
  const events = [6, 10, 7].flatMap((gib, id) => [
    { ...birth, id, bytes: gib * GIB },
    { op: "free", id },
  ]);
  const story = (count: number) =>
    new TextEncoder().encode(JSON.stringify({ schema: "vram-budget/trace@2", events: events.slice(0, count) }));
  const shown = (count: number) => renderWhatIf(replayWhatIf("t", story(count), DEFAULTS, cardNamed("t4")));
  assert.match(shown(2), /\| PyTorch's default .*\| fits \s+\|/);
  assert.match(shown(3), /\| PyTorch's default .*\| fits after emptying the cache once +\|/);
});

test("what renderWhatIf() prints adds up", () => {
  const text = renderWhatIf(asked([20.5 * GIB + 7, 0.75 * GIB + 12_345, 0.5 * GIB - 7], "l4"));
  const rows = text.split("\n").filter((line) => /\d\.\d\d \|/.test(line));
  assert.equal(rows.length, 5);
  for (const row of rows) {
    const numbers = row
      .split("|")
      .slice(2, 5)
      .map((cell) => Math.round(Number(cell.replace("≥", "")) * 100));
    const [allocated = 0, overhead = 0, reserved = 0] = numbers;
    assert.ok(reserved > 2000, row);
    assert.equal(allocated + overhead, reserved, row);
  }
});

test("replayWhatIf() refuses settings that PyTorch does not have", () => {
  assert.throws(
    () => asked([MIB], undefined, "expandable:True"),
    (error) => error instanceof UserError && /"expandable": it is not one/.test(error.message),
  );
});

const cards: readonly (readonly [name: string, message: RegExp])[] = [
  ["l44", /"l44": the catalogue does not have it, did you mean l4\?/],
  ["quadro", /the catalogue does not have it, wanted one of t4, /],
  ["a100", /it is sold with more than one size of memory, wanted one of a100-40, a100-80/],
  ["mi300x", /AMD's ROCm is not modelled/],
  ["NVIDIA H100 80GB HBM3 MIG 1g.10gb", /a part of a card \(MIG\) is not in the catalogue/],
];
for (const [name, message] of cards) {
  test(`cardNamed() refuses ${name}`, () => {
    assert.throws(
      () => cardNamed(name),
      (error) => error instanceof UserError && message.test(error.message),
    );
  });
}
