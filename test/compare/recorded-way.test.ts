import assert from "node:assert/strict";
import { test } from "node:test";
import { wayOfReplay } from "../../src/compare/recorded-way.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";

const mib = (size: number) => bytes(size * MIB);

// A process that reserves 240 MiB beside a context of 141 MiB, and would reserve 120 MiB in segments that grow.
test("wayOfReplay() takes what the recording would not reserve from what is needed", () => {
  const replayed = {
    of: "recorded step",
    reserved_bytes: mib(240),
    expandable_reserved_bytes: mib(120),
  } as const;
  const way = wayOfReplay(replayed, { needed_bytes: mib(381), limit_bytes: mib(300) });
  assert.equal(way.device_bytes, mib(261));
  assert.deepEqual([way.saves_bytes, way.fits, way.tight], [mib(120), true, false]);
  assert.equal(wayOfReplay(replayed, { needed_bytes: mib(381), limit_bytes: mib(262) }).tight, true);
  assert.equal(wayOfReplay(replayed, { needed_bytes: mib(381), limit_bytes: mib(260) }).fits, false);
});
