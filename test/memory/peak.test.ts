import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { BlockGroup } from "../../src/memory/block-groups.ts";
import { MIB } from "../../src/memory/bytes.ts";
import { DEFAULT_ALLOC_CONF } from "../../src/memory/allocator/conf.ts";
import { blocksAtPeak } from "../../src/memory/recording/peak.ts";
import { readRecordedTrace } from "../../src/memory/recording/recorded-trace.ts";
import type { Recording } from "../../src/memory/recording/recording.ts";
import { replayRecording } from "../../src/memory/recording/replay.ts";
import { readSnapshot } from "../../src/memory/recording/snapshot.ts";
import { alloc, frame, free, plain } from "./snapshots.ts";

const TORCH = "/venv/lib/python3.12/site-packages/torch";
const BASE = 4_096_000;

/**
 * One step: 8 MiB of weights were there before, with their frames; 4 MiB of a workspace without. Forward makes two
 * activations of 1 MiB at one line of two modules, and 3 MiB that go again; backward, whose thread runs no Python, makes
 * 2 MiB of gradient, which is labelled, 2 MiB of which the forward line is known, and 512 bytes after the peak.
 */
const STEP = [
  alloc(BASE + 12 * MIB, MIB, [`${TORCH}/nn/functional.py:9 relu`, "/repo/model.py:12 forward"], {
    user_metadata: "module=layers.0.act",
  }),
  alloc(BASE + 13 * MIB, MIB - 8, [`${TORCH}/nn/functional.py:9 relu`, "/repo/model.py:12 forward"], {
    user_metadata: "module=layers.1.act",
  }),
  alloc(BASE + 14 * MIB, 3 * MIB, ["/repo/train.py:30 step"], { user_metadata: "" }),
  ...free(BASE + 14 * MIB, 3 * MIB),
  alloc(BASE + 14 * MIB, 2 * MIB, ["??:0 torch::autograd::Engine::thread_main"]),
  alloc(BASE + 16 * MIB, 2 * MIB, [], {
    forward_frames: [
      '  File "/repo/train.py", line 7, in <module>\n',
      '  File "/repo/model.py", line 12, in forward\n    x\n',
    ],
  }),
  ...free(BASE + 16 * MIB, 2 * MIB),
  alloc(BASE + 16 * MIB, 512, []),
];

/** 40 MiB in one segment, as it is at the end. */
function snapshot(trace: readonly object[], more: object = {}): Recording {
  const block = (offset: number, size: number, state: string, frames: readonly string[]) => ({
    address: BASE + offset,
    size,
    requested_size: size,
    state,
    frames: frames.map(frame),
  });
  const segment = {
    device: 0,
    address: BASE,
    total_size: 40 * MIB,
    stream: 0,
    segment_type: "large",
    is_expandable: false,
    blocks: [
      block(0, 8 * MIB, "active_allocated", [`${TORCH}/nn/modules/linear.py:5 __init__`, "/repo/model.py:3 __init__"]),
      block(8 * MIB, 4 * MIB, "active_allocated", []),
      block(12 * MIB, MIB, "active_allocated", []),
      block(13 * MIB, MIB, "active_allocated", []),
      block(14 * MIB, 2 * MIB, "active_allocated", []),
      block(16 * MIB, 512, "active_allocated", []),
      block(16 * MIB + 512, 24 * MIB - 512, "inactive", []),
    ],
  };
  const [recording] = readSnapshot(plain({ segments: [segment], device_traces: [trace], ...more }));
  return recording ?? assert.fail();
}

function peakOf(recording: Recording): readonly BlockGroup[] {
  return blocksAtPeak(recording, "/repo", DEFAULT_ALLOC_CONF);
}

function row({ origin, bytes, count, category, module, file, line, function: name }: BlockGroup): unknown[] {
  return [origin, bytes / MIB, count, category, module, `${file}:${line} ${name}`];
}

function replayedPeak(recording: Recording): number {
  return replayRecording(recording, DEFAULT_ALLOC_CONF).statistics.allocated_bytes.all.peak;
}

test("blocksAtPeak() names the lines of all that is alive at the peak", () => {
  const labels = { vram_budget: { categories: { [BASE]: "parameters", [BASE + 14 * MIB]: "gradients" } } };
  const recording = snapshot(STEP, labels);
  assert.deepEqual(peakOf(recording).map(row), [
    ["code", 8, 1, "parameters", "", "model.py:3 __init__"],
    ["before", 4, 1, null, "", ":0 "],
    ["code", 2, 2, null, "layers.*.act", "model.py:12 forward"], // 1 MiB, and 1 MiB − 8 rounded up to it
    ["backward", 2, 1, "gradients", "", ":0 "],
    ["backward", 2, 1, null, "", "model.py:12 forward"],
  ]);
  // 8 + 4 before, 1 + 1 of forward, 2 + 2 of backward: more than 12 + 2 + 3 in forward.
  assert.equal(replayedPeak(recording), 18 * MIB);
});

test("blocksAtPeak() takes the first of two equal peaks", () => {
  const recording = snapshot([
    alloc(BASE + 20 * MIB, 2 * MIB, ["/repo/a.py:1 first"]),
    ...free(BASE + 20 * MIB, 2 * MIB),
    alloc(BASE + 20 * MIB, 2 * MIB, ["/repo/b.py:2 second"]),
    ...free(BASE + 20 * MIB, 2 * MIB),
  ]);
  assert.deepEqual(
    peakOf(recording)
      .filter(({ origin }) => origin === "code")
      .map(({ file }) => file),
    ["model.py", "a.py"],
  );
});

test("blocksAtPeak() of a recording without stacks says so, and does not take it for backward", () => {
  const bare = STEP.map((entry) => ({ ...entry, frames: undefined, forward_frames: undefined }));
  assert.deepEqual(new Set(peakOf(snapshot(bare)).map(({ origin }) => origin)), new Set(["code", "before", "unknown"]));
});

test("blocksAtPeak() counts what was freed on another stream until it is requested to be freed", () => {
  const [requested = {}, completed = {}] = free(BASE + 20 * MIB, 2 * MIB);
  const recording = snapshot([
    alloc(BASE + 20 * MIB, 2 * MIB, ["/repo/a.py:1 f"]),
    requested,
    alloc(BASE + 22 * MIB, 3 * MIB, ["/repo/b.py:1 g"]),
    completed,
  ]);
  const groups = peakOf(recording);
  assert.ok(groups.some(({ file }) => file === "b.py") && !groups.some(({ file }) => file === "a.py"));
  assert.equal(sum(groups), replayedPeak(recording));
});

function sum(groups: readonly BlockGroup[]): number {
  return groups.reduce((total, { bytes }) => total + bytes, 0);
}

/** Read from beside the project, as in recorded-traces.test.ts: they are not ours to copy. */
const folder = join(import.meta.dirname, "../../../shared/traces");
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json.gz")) : [];

for (const name of names) {
  test(`blocksAtPeak() of ${name} adds up to the allocated bytes at the peak`, () => {
    const recorded = JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString());
    const groups = peakOf(readRecordedTrace(recorded));
    assert.equal(sum(groups), recorded.meta.golden["allocated_bytes.peak"]);
  });
}
