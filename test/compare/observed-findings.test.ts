import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../src/compare/finding.ts";
import type { Measurement } from "../../src/measure/measurement.ts";
import { bytes, GIB, MIB } from "../../src/memory/bytes.ts";
import { growing, measuredOnCpu, measuredOnT4, resultOf, t4, trainingOf } from "../report/fixtures.ts";

const training = trainingOf();

function findings(measurement: Measurement): readonly Finding[] {
  return resultOf(training, measurement).findings;
}

/** On the card, with `changes` of the document. */
const changed = (changes: Record<string, unknown>) => findings(measuredOnT4(training, 1, changes));

const headroom = resultOf(training, measuredOnT4(training)).budget?.headroom_bytes ?? 0;

test("a leak that reaches the budget within 1,000 steps fails, a slower one warns", () => {
  const [fast] = changed({ step_peaks: growing(Math.ceil(headroom / 1000)) });
  assert.equal(fast?.kind, "leak-over-budget");
  assert.equal(fast.steps_to_limit, 999); // the card is not a multiple of it
  const [slow] = changed({ step_peaks: growing(Math.floor(headroom / 1002)) });
  assert.equal(slow?.kind, "leak");
  assert.equal(slow.steps_to_limit, 1002);
});

test("a leak on the CPU only warns, and knows of no budget", () => {
  const [leak] = findings(measuredOnCpu(training, 0, { step_peaks: growing(GIB) }));
  assert.deepEqual(leak, { kind: "leak", on: "cpu", bytes_per_step: GIB, steps: 8 });
});

test("a leak is said of a training that ran out of memory too", () => {
  const moment = { phase: "backward", step: 9, requested_bytes: 1, allocated_bytes: 1, reserved_bytes: 14 * GIB };
  const kinds = changed({ step_peaks: growing(GIB), out_of_memory: { ...moment, message: "" } }).map(
    ({ kind }) => kind,
  );
  assert.deepEqual(kinds, ["out-of-memory", "over-budget", "leak"]);
});

test("retries of the allocator are told with what was set", () => {
  const device = {
    ...document(measuredOnT4(training)).device,
    alloc_conf: "expandable_segments:True,max_split_size_mb:64",
  };
  assert.deepEqual(changed({ num_alloc_retries: 3 }), [{ kind: "retries", retries: 3, expandable: false }]);
  assert.deepEqual(changed({ num_alloc_retries: 1, device }), [{ kind: "retries", retries: 1, expandable: true }]);
});

const reserves: readonly (readonly [allocated: number, reserved: number, found: boolean])[] = [
  [1000, 1249, false], // under 256 MiB
  [1024, 1279, false],
  [1024, 1280, true], // 256 MiB, a quarter
  [2048, 2559, false], // less than a quarter
  [2048, 2560, true],
];
for (const [allocated, reserved, found] of reserves) {
  test(`${reserved} MiB reserved for ${allocated} MiB are ${found ? "" : "not "}told as fragmentation`, () => {
    const changes = { allocated_bytes: allocated * MIB, reserved_bytes: reserved * MIB };
    const finding = changed(changes).find(({ kind }) => kind === "fragmentation");
    assert.equal(finding !== undefined, found);
  });
}

test("fragmentation is told with what replay reserves under expandable segments", () => {
  const finding = changed({ allocated_bytes: GIB, reserved_bytes: 2 * GIB }).find(
    ({ kind }) => kind === "fragmentation",
  );
  assert.ok(finding?.kind === "fragmentation" && finding.replayed !== undefined);
  // Both workspaces (2 × 8.125 MiB) lie in 20 MiB, the small tensors (2.1 MiB) in two times 2 MiB: so many either way.
  assert.deepEqual(finding.replayed, {
    of: "predicted training",
    reserved_bytes: 24 * MIB,
    expandable_reserved_bytes: 24 * MIB,
  });
  assert.equal(finding.overhead_bytes, GIB);
  const device = { ...document(measuredOnT4(training)).device, alloc_conf: "expandable_segments:True" };
  const on = changed({ allocated_bytes: GIB, reserved_bytes: 2 * GIB, device }).find(
    ({ kind }) => kind === "fragmentation",
  );
  assert.ok(on?.kind === "fragmentation" && on.expandable && on.replayed === undefined);
});

test("batches that vary are told with the largest, and those of several models are not", () => {
  const shapes = [
    { tensors: ["int64[4, 128]"], steps: 6 },
    { tensors: ["int64[4, 512]"], steps: 2 },
  ];
  assert.deepEqual(changed({ batch_shapes: shapes }), [
    { kind: "varying-batches", shapes: 2, tensors: ["int64[4, 512]"], in_steps: 2, steps: 8 },
  ]);
  assert.deepEqual(changed({ batch_shapes: shapes.map((shape) => ({ ...shape, steps: 8 })) }), []);
});

test("others on the card are told with their share", () => {
  const co_tenants = [
    { pid: 1, used_bytes: GIB },
    { pid: 2, used_bytes: 2 * GIB },
  ];
  assert.deepEqual(changed({ co_tenants }), [
    { kind: "co-tenant", used_bytes: 3 * GIB, usable_bytes: t4().usable_bytes, processes: 2 },
  ]);
});

test("ranks are told where one needs more than 10 % more than another", () => {
  const measurement = measuredOnT4(training);
  const ranked = (...sizes: readonly number[]) =>
    findings({
      ...(measurement as Extract<Measurement, { kind: "measured" }>),
      ranks: sizes.map((size, rank) => ({
        rank,
        allocated_bytes: bytes(size),
        reserved_bytes: bytes(size),
        device_bytes: bytes(size),
      })),
    });
  assert.deepEqual(ranked(90, 100, 95), []);
  const [finding] = ranked(89, 100, 95);
  assert.ok(finding?.kind === "rank-spread");
  assert.deepEqual([finding.lowest.rank, finding.highest.rank], [0, 1]);
});

function document(measurement: Measurement) {
  assert.ok(measurement.kind === "measured");
  return measurement.document;
}
