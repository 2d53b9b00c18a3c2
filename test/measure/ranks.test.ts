import assert from "node:assert/strict";
import { test } from "node:test";
import type { MeasurementDocument } from "../../src/measure/measurement.ts";
import { disagreement, bySeverity } from "../../src/measure/ranks.ts";
import { measuredOnT4, trainingOf } from "../report/fixtures.ts";

const none = { strategy: "none", gradient_bucket_bytes: 0, unsharded_bytes: 0, sharded_parameters_bytes: 0 };

function document(rank: number, world_size: number, changes: object = {}): MeasurementDocument {
  const measured = measuredOnT4(trainingOf(), 1, { distributed: { ...none, rank, world_size }, ...changes });
  assert.ok(measured.kind === "measured");
  return measured.document;
}

const out_of_memory = {
  phase: "forward",
  step: 1,
  requested_bytes: 1,
  allocated_bytes: 1,
  reserved_bytes: 1,
  message: "",
} as const;

const rows: [what: string, documents: MeasurementDocument[], said: string | undefined][] = [
  ["every rank once", [document(1, 2), document(0, 2)], undefined],
  ["one that ran out of memory, and needs no other", [document(1, 2, { out_of_memory })], undefined],
  ["a rank that is missing", [document(1, 2)], "ranks 1 measured, and say that they are of 2 process(es)"],
  ["a rank twice", [document(1, 2), document(1, 2)], "ranks 1, 1 measured, and say that they are of 2 process(es)"],
  [
    "two trainings",
    [document(0, 2), document(1, 3)],
    "ranks 0, 1 measured, and say that they are of 2 and 3 process(es)",
  ],
];

for (const [what, documents, said] of rows) {
  test(`disagreement() of ${what}`, () => {
    assert.equal(disagreement(documents), said);
  });
}

test("bySeverity() puts out of memory before the largest", () => {
  const small = document(0, 2, { out_of_memory });
  const large = document(1, 2, { device_bytes: small.device_bytes + 1 });
  assert.deepEqual([large, small].toSorted(bySeverity), [small, large]);
  assert.deepEqual([document(0, 2), large].toSorted(bySeverity)[0], large);
});
