import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { parseAllocConf } from "../../src/memory/allocator/conf.ts";
import { MIB, bytes } from "../../src/memory/bytes.ts";
import type { CudaDevice } from "../../src/memory/device.ts";
import { deviceOf } from "../../src/memory/devices.ts";
import { readJsonLines } from "../../src/memory/recording/json-lines.ts";
import { readRecordings } from "../../src/memory/recording/read.ts";
import type { Recording } from "../../src/memory/recording/recording.ts";
import { replayRecording } from "../../src/memory/recording/replay.ts";
import { readSnapshot } from "../../src/memory/recording/snapshot.ts";
import { type Fit, peaksAsRecorded, whatIf } from "../../src/memory/recording/what-if.ts";
import { alloc, free, plain } from "./snapshots.ts";

/** "a 40" asks for 40 MiB by the name of a, "-a" gives them back. */
function recordingOf(story: string): Recording {
  const lines = story.split(", ").map((event) => {
    const [name = "", mib = ""] = event.split(" ");
    return event.startsWith("-") ? { free: event.slice(1) } : { alloc: name, bytes: Math.round(Number(mib) * MIB) };
  });
  return readJsonLines(lines.map((line) => JSON.stringify(line)).join("\n"));
}

/** A card of `usable` MiB, of which the context takes `context`, or what lies from `low` to `high`. */
function cardOf(usable: number, context = 0, low = context, high = context): CudaDevice {
  return {
    ...deviceOf({ kind: "catalogue", id: "t4" }),
    usable_bytes: bytes(usable * MIB),
    context_bytes: bytes(context * MIB),
    context_low_bytes: bytes(low * MIB),
    context_high_bytes: bytes(high * MIB),
  };
}

const settings: readonly (readonly [story: string, conf: string, allocated: number, reserved: number])[] = [
  ["a 30", "", 30, 30],
  ["a 30", "expandable_segments:True", 30, 40], // two pages of 20
  ["a 30", "roundup_power2_divisions:4", 32, 32], // 16 in steps of 4: 16 + 4 × 4
  ["a 30", "max_split_size_mb:128", 30, 30],
  // 40 cached, of which 10 are split off; with splitting only below 20 they are not, and 10 need a segment of their own
  ["a 40, -a, b 10", "", 40, 40],
  ["a 40, -a, b 10", "max_split_size_mb:20", 40, 50],
  // The limit is 0.8 of 128 GiB: nothing is collected below a fifth of it.
  ["a 40, -a, b 44", "garbage_collection_threshold:0.2,per_process_memory_fraction:0.8", 44, 84],
];
for (const [story, conf, allocated, reserved] of settings) {
  test(`whatIf() of ${story} under ${conf || "the defaults"} reserves ${reserved} MiB`, () => {
    const recording = recordingOf(story);
    const row = whatIf(recording, conf, undefined, "/repo");
    assert.deepEqual([row.allocated_bytes / MIB, row.reserved_bytes / MIB], [allocated, reserved]);
    assert.equal(row.overhead_bytes, row.reserved_bytes - row.allocated_bytes);
    const { statistics } = replayRecording(recording, parseAllocConf(conf)); // from an empty allocator it is the same
    assert.equal(statistics.reserved_bytes.all.peak, row.reserved_bytes);
  });
}

test("whatIf() collects garbage within the share of the card that is asked about", () => {
  // 0.2 of the limit of 80 MiB are 16: the 40 that are free go before 44 are asked for, and 84 are never there at once.
  const conf = "garbage_collection_threshold:0.2,per_process_memory_fraction:0.8";
  const row = whatIf(recordingOf("a 40, -a, b 44"), conf, cardOf(100), "/repo");
  assert.deepEqual([row.reserved_bytes / MIB, row.complete, row.fit?.kind], [44, true, "fits"]);
});

test("whatIf() says of peaks that its own limit cut short that they are not all", () => {
  const row = whatIf(recordingOf("a 40, b 44"), "per_process_memory_fraction:0.8", cardOf(100), "/repo");
  assert.deepEqual([row.reserved_bytes / MIB, row.complete, row.fit?.kind], [40, false, "fails"]);
});

function fitOf(story: string, card: CudaDevice): Fit {
  return whatIf(recordingOf(story), "", card, "/repo").fit ?? assert.fail();
}

test("whatIf() fits where the context leaves enough, and says how sure that is", () => {
  assert.deepEqual(fitOf("a 40, b 40", cardOf(100, 20)), { kind: "fits", num_alloc_retries: 0, sure: true });
  // With a context of 30 the second 40 of 70 MiB are not there.
  assert.deepEqual(fitOf("a 40, b 40", cardOf(100, 20, 10, 30)), { kind: "fits", num_alloc_retries: 0, sure: false });
});

test("whatIf() gives back what is cached before it says that it does not fit", () => {
  assert.deepEqual(fitOf("a 40, -a, b 50", cardOf(100, 20)), { kind: "fits", num_alloc_retries: 1, sure: true });
});

test("whatIf() names the first request that cannot be served", () => {
  const fit = fitOf("a 40, b 40, -a, c 10, d 40", cardOf(100, 20, 10, 30));
  // c splits the 40 of a, whose other 30 are too few for d, and 80 − 80 is nothing to take from the card.
  assert.ok(fit.kind === "fails");
  assert.deepEqual(
    [fit.request.bytes / MIB, fit.event, fit.allocated_bytes / MIB, fit.reserved_bytes / MIB, fit.sure],
    [40, 4, 50, 80, true],
  );
  const unsure = fitOf("a 40, b 50", cardOf(100, 20, 10, 30));
  assert.deepEqual([unsure.kind, unsure.sure], ["fails", false]); // 90 are there where the context is 10
});

test("whatIf() asks for a request that failed in the recording, and gives it back", () => {
  const trace = [alloc(512, 30 * MIB, []), { action: "oom", device_free: 0, size: 50 * MIB, stream: 0 }];
  const [recording = assert.fail()] = readSnapshot(plain({ segments: [], device_traces: [trace] }));
  const row = whatIf(recording, "", cardOf(100), "/repo");
  assert.deepEqual([row.allocated_bytes / MIB, row.fit?.kind], [80, "fits"]);
  const small = whatIf(recording, "", cardOf(60), "/repo").fit;
  assert.deepEqual(small?.kind === "fails" && [small.request.bytes / MIB, small.event], [50, 1]);
});

/** 11 MiB are alive in a segment of 60, where they have 12; then 20 come and go. */
function withStart(): Recording {
  const segment = {
    device: 0, address: 4096, total_size: 60 * MIB, stream: 0, segment_type: "large", is_expandable: false,
    blocks: [
      { address: 4096, size: 12 * MIB, requested_size: 11 * MIB, state: "active_allocated", frames: [] },
      { address: 4096 + 12 * MIB, size: 48 * MIB, requested_size: 0, state: "inactive", frames: [] },
    ],
  }; // prettier-ignore
  const trace = [alloc(4096 + 12 * MIB, 20 * MIB, ["/repo/a.py:1 f"]), ...free(4096 + 12 * MIB, 20 * MIB)];
  const allocator_settings = { PYTORCH_CUDA_ALLOC_CONF: "max_split_size_mb:200" };
  const all = { segments: [segment], device_traces: [trace], allocator_settings };
  return readSnapshot(plain(all))[0] ?? assert.fail();
}

test("whatIf() asks anew for what was there when the recording began, without what was cached then", () => {
  const recording = withStart();
  assert.equal(recording.alloc_conf, "max_split_size_mb:200");
  const recorded = peaksAsRecorded(recording);
  assert.deepEqual([recorded.allocated_bytes / MIB, recorded.reserved_bytes / MIB], [32, 60]); // 12 + 20 of 60
  const row = whatIf(recording, "", undefined, "/repo");
  assert.deepEqual([row.allocated_bytes / MIB, row.reserved_bytes / MIB], [32, 32]); // 11 take 12, and 20
  const expandable = whatIf(recording, "expandable_segments:True", undefined, "/repo");
  assert.deepEqual([expandable.allocated_bytes / MIB, expandable.reserved_bytes / MIB], [31, 40]); // 11 + 20 of two pages
});

test("whatIf() says where the start itself does not fit, and whose request failed", () => {
  const start = whatIf(withStart(), "", cardOf(10), "/repo").fit;
  assert.deepEqual(start?.kind === "fails" && [start.event, start.request.origin], [undefined, "before"]);
  const later = whatIf(withStart(), "", cardOf(20), "/repo").fit;
  assert.deepEqual(later?.kind === "fails" && [later.event, later.request.file], [0, "a.py"]);
});

/** Read from beside the project, as in recorded-traces.test.ts: they are not ours to copy. */
const folder = join(import.meta.dirname, "../../../shared/traces");
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json.gz")) : [];

for (const name of names) {
  test(`whatIf() of ${name}, from an empty card, comes within 2 % of what was reserved on a real one`, () => {
    const content = gunzipSync(readFileSync(join(folder, name)));
    const [recording = assert.fail()] = readRecordings(content);
    const { golden } = JSON.parse(content.toString()).meta;
    const recorded = peaksAsRecorded(recording);
    assert.equal(recorded.reserved_bytes, golden["reserved_bytes.peak"]);
    const anew = whatIf(recording, "", undefined, "/repo");
    assert.ok(Math.abs(anew.reserved_bytes / recorded.reserved_bytes - 1) < 0.02);
    assert.ok(Math.abs(anew.allocated_bytes / recorded.allocated_bytes - 1) < 0.001);
    const expandable = whatIf(recording, "expandable_segments:True", undefined, "/repo");
    assert.ok(expandable.allocated_bytes <= anew.allocated_bytes); // no slack of up to 1 MiB behind large blocks
  });
}
