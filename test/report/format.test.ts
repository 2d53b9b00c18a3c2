import assert from "node:assert/strict";
import { test } from "node:test";
import { GIB, MIB } from "../../src/memory/bytes.ts";
import { formatApart, formatBrief, formatBriefDelta } from "../../src/report/format.ts";

const brief: [bytes: number, beside: number | undefined, expected: string][] = [
  [500, undefined, "500 B"],
  [1536, undefined, "1.5 KiB"],
  [2.67 * GIB, undefined, "2.7 GiB"],
  [864.5 * MIB, 13 * GIB, "0.8 GiB"],
  [34 * MIB, 13 * GIB, "34.0 MiB"], // 0.03 GiB would show nothing of it
  [3 * GIB, 100 * MIB, "3072.0 MiB"],
];

for (const [bytes, beside, expected] of brief) {
  test(`formatBrief() shows ${bytes} bytes beside ${beside ?? "nothing"} as ${expected}`, () => {
    assert.equal(formatBrief(bytes, beside), expected);
  });
}

const apart: [a: number, b: number, expected: [string, string]][] = [
  [41.2 * GIB, 40 * GIB, ["41.2 GiB", "40.0 GiB"]],
  [40.04 * GIB, 40 * GIB, ["40.04 GiB", "40.00 GiB"]],
  [40 * GIB + 1, 40 * GIB, ["42,949,672,961 B", "42,949,672,960 B"]],
  [40 * GIB, 40 * GIB, ["40.0 GiB", "40.0 GiB"]],
];

for (const [a, b, expected] of apart) {
  test(`formatApart() tells ${a} from ${b}`, () => assert.deepEqual(formatApart(a, b), expected));
}

test("formatBriefDelta() has a sign", () => {
  assert.deepEqual(
    [0, MIB, -MIB].map((bytes) => formatBriefDelta(bytes)),
    ["±0", "+1.0 MiB", "−1.0 MiB"],
  );
});
