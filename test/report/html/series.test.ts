import assert from "node:assert/strict";
import { test } from "node:test";
import { fromDeltas, toDeltas } from "../../../src/report/html/series.ts";

const rows: readonly (readonly [what: string, values: (number | null)[], deltas: (number | null)[]])[] = [
  ["what stays as it is", [512, 512, 512], [512]],
  ["what comes and goes", [0, 1024, 512], [0, 1024, -512]],
  ["what is not there", [null, 512, null, 1024], [null, 512, null, 512]],
  ["what is not there at the end", [512, 512, null], [512, 0, null]],
  ["zeros", [0, 0], []],
  ["nothing", [], []],
];

for (const [what, values, deltas] of rows) {
  test(`toDeltas() writes ${what}, and fromDeltas() reads it`, () => {
    assert.deepEqual(toDeltas(values), deltas);
    assert.deepEqual(fromDeltas(deltas, values.length), values);
  });
}
