import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_ALLOC_CONF } from "../../src/memory/allocator/conf.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import { amongProcesses } from "../../src/memory/communicator.ts";
import { profileOf } from "../../src/memory/replay.ts";
import { intervalsOf, TIERS } from "../../src/predict/interval.ts";
import { batchNorm2d, classes, conv2d, flatten, linear, relu } from "./networks.ts";
import { a100, cpu, traced } from "./story.ts";

/** Images of 3 × 64 × 64 through a convolution with a workspace. */
const parts = { layers: [conv2d(3, 64), batchNorm2d(64), relu, flatten, linear(64 * 62 * 62, 10)], input: [3, 64, 64] };
const image = { ...parts, target: classes(10) };

test("intervalsOf() is the number less and with all its doubts, and holds it", () => {
  const { trace } = traced(image, a100);
  const profile = profileOf(trace, a100);
  const intervals = intervalsOf(trace, profile, a100, { conf: DEFAULT_ALLOC_CONF, guesses: 2 });
  for (const tier of TIERS) {
    const { low_bytes, high_bytes, doubts } = intervals[tier];
    const number = profile[`${tier}_bytes`];
    const sum = (side: "below_bytes" | "above_bytes") => doubts.reduce((total, doubt) => total + doubt[side], 0);
    assert.equal(low_bytes, number - sum("below_bytes"), tier);
    assert.equal(high_bytes, number + sum("above_bytes"), tier);
    assert.ok(low_bytes < number && number < high_bytes, tier);
  }
  assert.deepEqual(
    intervals.device.doubts.map(({ part }) => part),
    ["cuDNN workspaces", "guessed sizes", "kernels' own memory", "order of frees", "CUDA context"],
  );
});

test("intervalsOf() doubts 5 % of the peak for guesses, 0.5 % for scratch, 5 % of the reserved, and the context", () => {
  const { trace } = traced({ layers: [linear(4, 4)], input: [4], target: classes(4) }, a100);
  const profile = { ...profileOf(trace, a100), allocated_bytes: bytes(1000), reserved_bytes: bytes(2000) };
  const doubts = intervalsOf(trace, profile, a100, { conf: DEFAULT_ALLOC_CONF, guesses: 1 }).device.doubts.map(
    (doubt) => [doubt.below_bytes, doubt.above_bytes],
  );
  assert.deepEqual(doubts, [
    [50, 50],
    [5, 5],
    [100, 100],
    [100 * MIB, 200 * MIB], // of 500 MiB, 400 to 700
  ]);
});

test("intervalsOf() adds a communicator to the device alone, where several processes train", () => {
  const { trace } = traced({ layers: [linear(4, 4)], input: [4], target: classes(4) }, a100);
  const [alone, among] = [a100, amongProcesses(a100)].map((device) => {
    const profile = profileOf(trace, device);
    return { profile, intervals: intervalsOf(trace, profile, device, { conf: DEFAULT_ALLOC_CONF, guesses: 0 }) };
  });
  assert.ok(alone !== undefined && among !== undefined);
  assert.equal(among.profile.device_bytes - alone.profile.device_bytes, 616 * MIB);
  assert.deepEqual([alone.profile.communicator_bytes, among.profile.communicator_bytes], [0, 616 * MIB]);
  assert.equal(among.profile.context_bytes, alone.profile.context_bytes);
  assert.equal(among.intervals.device.low_bytes - alone.intervals.device.low_bytes, 544 * MIB);
  assert.equal(among.intervals.device.high_bytes - alone.intervals.device.high_bytes, 688 * MIB);
  assert.equal(among.intervals.device.doubts.at(-1)?.part, "NCCL communicator");
  assert.deepEqual(among.intervals.reserved, alone.intervals.reserved);
});

test("intervalsOf() has nothing to doubt where tensors are counted", () => {
  const { trace } = traced(image);
  const profile = profileOf(trace, cpu);
  const { device } = intervalsOf(trace, profile, cpu, { conf: DEFAULT_ALLOC_CONF, guesses: 0 });
  assert.deepEqual(device, { low_bytes: profile.device_bytes, high_bytes: profile.device_bytes, doubts: [] });
});
