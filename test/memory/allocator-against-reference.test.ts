import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Allocator } from "../../src/memory/allocator/allocator.ts";
import type { Block } from "../../src/memory/allocator/blocks.ts";
import { parseAllocConf } from "../../src/memory/allocator/conf.ts";
import { cardOf } from "../../src/memory/allocator/driver.ts";

/** A second model of the same allocator, in Python, which was held against recordings and PyTorch's own library. */
const folder = join(import.meta.dirname, "../../../shared/reference");
const skip = existsSync(join(folder, "allocator_ref.py")) ? false : `${folder}/allocator_ref.py is not there`;

const CONFS = [
  "",
  "expandable_segments:True",
  "max_split_size_mb:40",
  "roundup_power2_divisions:[1:4,64:8,>:2]",
  "garbage_collection_threshold:0.6,per_process_memory_fraction:0.8",
  "expandable_segments:True,max_split_size_mb:60",
  "large_segment_size_mb:30",
];
const CAPACITY = 400 * 2 ** 20;

type Event =
  | readonly ["alloc", id: number, bytes: number, stream: number]
  | readonly ["free" | "use", id: number]
  | readonly ["sync" | "empty"];

const seed = Number(process.env["VRAM_BUDGET_SEED"] ?? 20_261_123);

/** Mixed sizes on two streams, with blocks used across them, on a card that runs out now and then. */
function randomEvents(start: number): Event[] {
  let state = start % 2_147_483_647;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const alive: number[] = [];
  return Array.from({ length: 600 }, (_, id): Event => {
    const choice = random();
    if (choice < 0.01) return ["empty"];
    if (choice < 0.03) return ["sync"];
    if (alive.length === 0 || choice < 0.53) {
      alive.push(id);
      return ["alloc", id, Math.ceil(2 ** (random() * 26.5)), random() < 0.8 ? 0 : 7];
    }
    const place = Math.floor(random() * alive.length);
    if (choice < 0.56) return ["use", alive[place] ?? 0];
    return ["free", alive.splice(place, 1)[0] ?? 0];
  });
}

const PROGRAM = `
import json, sys
sys.path.insert(0, ${JSON.stringify(folder)})
from allocator_ref import Allocator, Device, OutOfMemory, parse_conf
def run(conf, events):
    fraction = 0.8 if "fraction" in conf else 1.0
    plain = ",".join(part for part in conf.split(",") if "fraction" not in part)
    a, live = Allocator(parse_conf(plain), Device(total=${CAPACITY}), memory_fraction=fraction), {}
    for op, *rest in events:
        if op == "alloc":
            try: live[rest[0]] = a.malloc(rest[1], rest[2])
            except OutOfMemory: pass
        elif op == "free" and rest[0] in live: a.free(live.pop(rest[0]))
        elif op == "use" and rest[0] in live: a.record_stream(live[rest[0]], 9)
        elif op == "sync": a.stream_sync()
        elif op == "empty": a.empty_cache()
    flat = a.stats.flat()
    levels = {k: flat[k] for k in flat if k.endswith((".current", ".peak"))}
    return [[list(r) for r in a.trace], levels, a.stats.num_alloc_retries, a.stats.num_ooms]
json.dump([run(conf, events) for conf, events in json.load(sys.stdin)], sys.stdout)
`;

type Outcome = readonly [
  records: readonly (readonly [string, number, number, number])[],
  levels: Readonly<Record<string, number>>,
  retries: number,
  ooms: number,
];

function ours(conf: string, events: readonly Event[]): Outcome {
  const records: [string, number, number, number][] = [];
  const allocator = new Allocator({
    conf: parseAllocConf(conf),
    driver: cardOf(CAPACITY),
    onRecord: ({ action, address, size, stream }) => records.push([action, address, size, stream]),
  });
  const live = new Map<number, Block>();
  for (const event of events) {
    const block = event[0] === "free" || event[0] === "use" ? live.get(event[1]) : undefined;
    if (event[0] === "alloc") {
      const made = allocator.malloc(event[2], event[3]);
      if (made !== undefined) live.set(event[1], made);
    } else if (event[0] === "free" && block !== undefined) {
      live.delete(event[1]);
      allocator.free(block);
    } else if (event[0] === "use" && block !== undefined) allocator.recordStream(block, 9);
    else if (event[0] === "sync") allocator.synchronize();
    else if (event[0] === "empty") allocator.emptyCache();
  }
  const { num_alloc_retries, num_ooms, num_device_alloc: _, num_device_free: __, ...pools } = allocator.statistics;
  const levels = Object.entries(pools).flatMap(([name, counters]) =>
    Object.entries(counters).flatMap(([pool, { current, peak }]): [string, number][] => [
      [`${name}.${pool}.current`, current],
      [`${name}.${pool}.peak`, peak],
    ]),
  );
  return [records, Object.fromEntries(levels), num_alloc_retries, num_ooms];
}

test(`Allocator makes the same records as the reference model on random events, seed ${seed}`, { skip }, () => {
  const cases = CONFS.flatMap((conf, index) =>
    Array.from({ length: 12 }, (_, i) => [conf, randomEvents(seed + 101 * index + i)] as const),
  );
  const { stdout, stderr } = spawnSync("python3", ["-c", PROGRAM], {
    input: JSON.stringify(cases),
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  assert.notEqual(stdout, "", stderr);
  const expected: Outcome[] = JSON.parse(stdout);
  let ooms = 0;
  for (const [index, [conf, events]] of cases.entries()) {
    const [records, levels, retries, failed] = ours(conf, events);
    const [wantedRecords, wantedLevels, wantedRetries, wantedFailed] = expected[index] ?? assert.fail();
    const first = wantedRecords.findIndex((record, i) => JSON.stringify(record) !== JSON.stringify(records[i]));
    assert.equal(
      first,
      -1,
      `${conf}, case ${index}, record ${first}: ${JSON.stringify(records[first])} instead of ${JSON.stringify(wantedRecords[first])}`,
    );
    assert.equal(records.length, wantedRecords.length);
    assert.deepEqual(levels, wantedLevels, `${conf}, case ${index}`);
    assert.deepEqual([retries, failed], [wantedRetries, wantedFailed]);
    ooms += failed;
  }
  assert.ok(ooms > 0, "the card ran out at least once");
});
