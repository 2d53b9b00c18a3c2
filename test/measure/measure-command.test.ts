import assert from "node:assert/strict";
import { test } from "node:test";
import { measureCommand } from "../../src/measure/measure-command.ts";
import { MIB } from "../../src/memory/bytes.ts";
import { commandOf, measuredOnT4, trainingOf } from "../report/fixtures.ts";

const OUT = { phase: "forward", step: 3, requested_bytes: MIB, allocated_bytes: MIB, reserved_bytes: MIB } as const;

function processOf(rank: number, device_mib: number, ranOut = false) {
  const out_of_memory = ranOut ? { ...OUT, message: "" } : null;
  const sizes = { gradient_bucket_bytes: 0, unsharded_bytes: 0, sharded_parameters_bytes: 0 };
  const distributed = { strategy: "ddp", rank, world_size: 3, ...sizes };
  const measurement = measuredOnT4(trainingOf(), 1, { device_bytes: device_mib * MIB, distributed, out_of_memory });
  return { measurement: measurement.kind === "measured" ? measurement.document : undefined, recording: undefined };
}

const worst: readonly (readonly [what: string, processes: readonly ReturnType<typeof processOf>[], mib: number])[] = [
  ["the one that takes most", [processOf(0, 100), processOf(1, 300), processOf(2, 200)], 300],
  ["one that ran out of memory, which may have taken less", [processOf(0, 300), processOf(1, 100, true)], 100],
];

for (const [what, processes, mib] of worst) {
  test(`measureCommand() gives of several processes ${what}`, async () => {
    const measurement = await measureCommand(
      () => Promise.resolve({ kind: "answered", processes }),
      commandOf(),
      [],
      "/",
    );
    assert.ok(measurement.kind === "measured");
    assert.equal(measurement.document.device_bytes, mib * MIB);
    assert.equal(measurement.ranks.length, processes.length);
  });
}
