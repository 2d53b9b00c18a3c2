import assert from "node:assert/strict";
import { test } from "node:test";
import { ofRecording, replayedExpandable } from "../../src/compare/expandable.ts";
import { MIB } from "../../src/memory/bytes.ts";
import { readSnapshot } from "../../src/memory/recording/snapshot.ts";
import { alloc, free, plain } from "../memory/snapshots.ts";
import { measuredOnT4, resultOf, trainingOf } from "../report/fixtures.ts";

// Two blocks of 60 MiB come and go, and one of 120 MiB comes. Segments of 60 MiB each do not serve it: 60 + 60 + 120 MiB
// are reserved. In one segment that grows the two lie side by side, and their 120 MiB serve it.
test("ofRecording() replays what was recorded with and without expandable segments", () => {
  const [first, second, third] = [0x7f0000000000, 0x7f0010000000, 0x7f0020000000] as const;
  const events = [
    alloc(first, 60 * MIB, []),
    alloc(second, 60 * MIB, []),
    ...free(first, 60 * MIB),
    ...free(second, 60 * MIB),
    alloc(third, 120 * MIB, []),
  ];
  const settings = { PYTORCH_CUDA_ALLOC_CONF: "" };
  const [recording] = readSnapshot(plain({ segments: [], device_traces: [events], allocator_settings: settings }));
  assert.ok(recording !== undefined);
  assert.deepEqual(ofRecording(recording), {
    of: "recorded step",
    reserved_bytes: 240 * MIB,
    expandable_reserved_bytes: 120 * MIB,
  });
});

test("replayedExpandable() takes the prediction where the recording cannot be read, and nothing where there is none", () => {
  const measured = measuredOnT4(trainingOf());
  assert.ok(measured.kind === "measured");
  const { comparison } = resultOf(trainingOf(), measured);
  const broken = { format: "pickle", content: new TextEncoder().encode("no pickle") } as const;
  assert.equal(replayedExpandable({ ...measured, recording: broken }, comparison)?.of, "predicted training");
  assert.equal(replayedExpandable(measured, undefined), undefined);
});
