import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_ALLOC_CONF } from "../../src/memory/allocator/conf.ts";
import { blocksAtPeak } from "../../src/memory/recording/peak.ts";
import { replayRecording } from "../../src/memory/recording/replay.ts";
import { readSnapshot } from "../../src/memory/recording/snapshot.ts";
import { whatIf } from "../../src/memory/recording/what-if.ts";
import { plain } from "./snapshots.ts";

const BLOCK = 512;
const block = (address: number, size: number, state = "active_allocated") => ({
  address,
  size,
  requested_size: size,
  state,
  frames: [],
});
const segment = (address: number, size: number, blocks: readonly object[]) => ({
  device: 0,
  address,
  total_size: size,
  stream: 0,
  segment_type: "small",
  is_expandable: false,
  blocks,
});

const impossible: readonly (readonly [what: string, segments: readonly object[]])[] = [
  ["a block in another", [segment(BLOCK, 4 * BLOCK, [block(BLOCK, 2 * BLOCK), block(2 * BLOCK, BLOCK)])]],
  ["a block that ends outside of its segment", [segment(BLOCK, 2 * BLOCK, [block(2 * BLOCK, 2 * BLOCK)])]],
  ["a segment in another", [segment(BLOCK, 4 * BLOCK, []), segment(3 * BLOCK, 4 * BLOCK, [])]],
];
for (const [what, segments] of impossible) {
  test(`readSnapshot() refuses ${what}`, () => {
    assert.throws(
      () => readSnapshot(plain({ segments, device_traces: [] })),
      /^RangeError: Cannot read the snapshot: the block at \d+ lies in another, or outside of its segment$/,
    );
  });
}

const ACTIONS = ["alloc", "free_requested", "free_completed", "segment_alloc", "segment_free", "segment_map"];
const STATES = ["active_allocated", "inactive", "active_pending_free"];

/** Numbers that repeat from run to run. Source: the generator of ANSI C's standard, by its upper bits. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor(state / 2 ** 16) % below;
  };
}

function anySnapshot(next: (below: number) => number) {
  const anywhere = () => BLOCK * (1 + next(60));
  const segments = Array.from({ length: next(4) }, (_, index) => {
    const start = BLOCK * (1 + 20 * index);
    const blocks = Array.from({ length: next(5) }, (__, at) =>
      block(start + 2 * BLOCK * at, BLOCK * (1 + next(2)), STATES[next(3)]),
    );
    return { ...segment(start, 10 * BLOCK, blocks), is_expandable: next(3) === 0, stream: next(2) };
  });
  const trace = Array.from({ length: next(20) }, () => ({
    action: [...ACTIONS, "segment_unmap", "oom", "what later versions add"][next(ACTIONS.length + 3)],
    addr: anywhere(),
    size: [0, 1, BLOCK, 3 * BLOCK, 2 ** 21, 2 ** 40][next(6)],
    stream: next(2),
  }));
  return plain({ segments, device_traces: [trace] });
}

test("a snapshot that anyone may have written is read to the byte, or refused in words", () => {
  const next = numbersFrom(1);
  let [read, refused] = [0, 0];
  for (let i = 0; i < 2000; i++) {
    try {
      for (const recording of readSnapshot(anySnapshot(next))) {
        const groups = blocksAtPeak(recording, "/repo", DEFAULT_ALLOC_CONF);
        const { peak } = replayRecording(recording, DEFAULT_ALLOC_CONF).statistics.allocated_bytes.all;
        assert.equal(
          groups.reduce((sum, { bytes }) => sum + bytes, 0),
          peak,
        );
        for (const conf of ["", "expandable_segments:True"]) whatIf(recording, conf, undefined, "/repo");
      }
      read += 1;
    } catch (error) {
      assert.ok(error instanceof RangeError, error instanceof Error ? error.stack : "");
      refused += 1;
    }
  }
  assert.ok(read > 200 && refused > 200, `${read} read, ${refused} refused`);
});
