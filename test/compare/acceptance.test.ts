import assert from "node:assert/strict";
import { test } from "node:test";
import { withAcceptance } from "../../src/compare/acceptance.ts";
import type { Change, KeyChange, MeasuredChange } from "../../src/compare/change.ts";
import type { Finding } from "../../src/compare/finding.ts";
import { verdictOf } from "../../src/compare/verdict.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import { findingText } from "../../src/report/finding-words.ts";

const place = { file: "vram-budget.yml", line: 3, column: 1 };

function budgetKey(base: string | undefined, head: string | undefined): KeyChange {
  return { path: "budget", place, base, head, delta_bytes: 0, allocated_delta_bytes: 0, no_share: undefined };
}

function grown(delta: number, keys: readonly KeyChange[] = []): Change {
  const [base_bytes, head_bytes] = [bytes(100 * MIB), bytes((100 + delta) * MIB)];
  const sizes = { base_bytes, head_bytes, delta_bytes: delta * MIB };
  return { kind: "changed", ...sizes, categories: [], keys, together_bytes: delta * MIB, measured: undefined };
}

const measured: MeasuredChange = {
  base_bytes: bytes(100 * MIB),
  head_bytes: bytes(130 * MIB),
  delta_bytes: 30 * MIB,
  base_sha: "b".repeat(40),
  changed_files: [],
  changed_versions: [],
};
const unmoved: Change = { kind: "unchanged", base_bytes: bytes(100 * MIB), keys: [], measured };
const growth: Finding = { kind: "growth", tolerance: 0.05, ...measured };
const over: Finding = {
  kind: "over-budget",
  needed_bytes: bytes(130 * MIB),
  limit_bytes: bytes(110 * MIB),
  from: "measurement",
};

const rows: [what: string, change: Change | undefined, hasLabel: boolean, by: string | undefined][] = [
  ["growth with the label", grown(6), true, "label"],
  ["growth without it", grown(6), false, undefined],
  ["growth within the tolerance", grown(5), true, undefined],
  ["what shrinks", grown(-30), true, undefined],
  ["a training that is new", { kind: "new", measured: undefined }, true, undefined],
  ["no base", undefined, true, undefined],
  ["growth with a larger share", grown(6, [budgetKey("80%", "90%")]), false, "budget"],
  ["growth with a larger size", grown(6, [budgetKey("900 MiB", "1 GiB")]), false, "budget"],
  ["growth with more than the share that is the default", grown(6, [budgetKey(undefined, "95 %")]), false, "budget"],
  ["growth with a smaller share", grown(6, [budgetKey("90%", "80%")]), false, undefined],
  ["growth with a share in the place of a size", grown(6, [budgetKey("1 GiB", "90%")]), false, undefined],
  ["growth with another key", grown(6, [{ ...budgetKey("1", "2"), path: "batch_size" }]), false, undefined],
  ["measured growth that no key explains, with the label", unmoved, true, "label"],
];

for (const [what, change, hasLabel, by] of rows) {
  test(`withAcceptance() takes ${what} for ${by === undefined ? "not accepted" : `accepted by the ${by}`}`, () => {
    const found = withAcceptance([], change, { tolerance: 0.05, hasLabel });
    assert.deepEqual(
      found.map((finding) => finding.kind === "accepted-growth" && finding.by),
      by === undefined ? [] : [by],
    );
  });
}

test("withAcceptance() takes back a warning, and nothing that fails", () => {
  assert.deepEqual(withAcceptance([growth], unmoved, { tolerance: 0.05, hasLabel: false }), [growth]);
  const found = withAcceptance([over, growth], unmoved, { tolerance: 0.05, hasLabel: true });
  assert.deepEqual(
    found.map(({ kind }) => kind),
    ["over-budget", "accepted-growth"],
  );
  assert.equal(verdictOf(found), "fail");
  assert.deepEqual(found.map((finding) => findingText(finding).text).slice(1), [
    "30.00 MiB (+30.0 %) more than the base, accepted by the label vram-budget: accept",
  ]);
});
