import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { AllocatorRecord } from "../../src/memory/allocator/heap.ts";
import { DEFAULT_ALLOC_CONF } from "../../src/memory/allocator/conf.ts";
import type { Allocator } from "../../src/memory/allocator/allocator.ts";
import { STATISTICS } from "../../src/memory/allocator/statistics.ts";
import { readRecordedTrace } from "../../src/memory/recording/recorded-trace.ts";
import { replayRecording } from "../../src/memory/recording/replay.ts";

/**
 * Allocator recordings that others made on real GPUs (H100 and unknown cards, torch 2.2 to 2.11). They are not ours to
 * copy, so they are read from beside the project where they are there.
 */
const folder = join(import.meta.dirname, "../../../shared/traces");
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json.gz")) : [];

test("the recordings of real GPUs are there", { skip: names.length > 0 ? false : `${folder} is not there` }, () => {
  assert.ok(names.length >= 10, `${names.length} recordings`);
});

type Recorded = {
  readonly events: readonly (readonly [kind: "a" | "f" | "S" | "F" | "o", address: number, size: number])[];
  readonly meta: { readonly golden: Readonly<Record<string, number>> };
};

/** The records that the recordings hold, in their letters. */
const LETTERS: Partial<Record<AllocatorRecord["action"], string>> = {
  alloc: "a",
  free_completed: "f",
  segment_alloc: "S",
  segment_free: "F",
};

for (const name of names) {
  test(`Allocator makes every record of ${name}, in order`, () => {
    const recorded: Recorded = JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString());
    const seen: string[] = [];
    const allocator = replayRecording(readRecordedTrace(recorded), DEFAULT_ALLOC_CONF, {
      onRecord: ({ action, address, size }) => {
        const letter = LETTERS[action];
        if (letter !== undefined) seen.push(`${letter} ${address} ${size}`);
      },
    });
    const expected = recorded.events.map(([kind, address, size]) => `${kind} ${address} ${size}`);
    assert.deepEqual(seen.slice(0, 20), expected.slice(0, 20));
    for (const [index, record] of expected.entries()) assert.equal(seen[index], record, `record ${index}`);
    assert.equal(seen.length, expected.length);
    for (const [key, value] of Object.entries(recorded.meta.golden))
      assert.equal(statistic(allocator, key), value, key);
  });
}

/** `allocated_bytes.peak` */
function statistic(allocator: Allocator, key: string): number | undefined {
  const [name, metric] = key.split(".");
  const found = STATISTICS.find((statisticName) => statisticName === name);
  if (found === undefined) return undefined;
  return metric === "peak" ? allocator.statistics[found].all.peak : allocator.statistics[found].all.current;
}
