import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import { deviceOf } from "../../src/memory/devices.ts";
import { profileOf, tiersOf } from "../../src/memory/replay.ts";
import type { Trace } from "../../src/memory/trace.ts";

const card = deviceOf({ kind: "catalogue", id: "a100-80" });
const at = { phase: "forward", step: 1 } as const;

/** Two storages of 4 MiB, the second after the first is gone. Requests of 1 to 10 MiB are cut from segments of 20 MiB. */
function oneAfterTheOther(stream?: number): Trace {
  const storage = {
    op: "alloc",
    bytes: bytes(4 * MIB),
    category: "temporary",
    operator: "",
    module: "",
    ...at,
  } as const;
  return [
    { ...storage, id: 0 },
    { op: "free", id: 0, ...at },
    { ...storage, id: 1, stream },
  ];
}

test("profileOf() gives a block again on its own stream alone", () => {
  const [same, other] = [profileOf(oneAfterTheOther(), card), profileOf(oneAfterTheOther(7), card)];
  assert.deepEqual([same.reserved_bytes, other.reserved_bytes], [20 * MIB, 40 * MIB]);
  assert.deepEqual([same.allocated_bytes, other.allocated_bytes], [4 * MIB, 4 * MIB]);
  assert.equal(tiersOf(oneAfterTheOther(7), card).reserved_bytes, other.reserved_bytes);
});
