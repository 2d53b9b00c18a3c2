import assert from "node:assert/strict";
import { test } from "node:test";
import { MIB } from "../../src/memory/bytes.ts";
import { Allocator } from "../../src/memory/allocator/allocator.ts";
import type { Block } from "../../src/memory/allocator/blocks.ts";
import { type AllocConf, DEFAULT_ALLOC_CONF, parseAllocConf } from "../../src/memory/allocator/conf.ts";
import { cardOf } from "../../src/memory/allocator/driver.ts";
import { roundSize, segmentSize } from "../../src/memory/allocator/rounding.ts";

function take(allocator: Allocator, size: number, stream = 0): Block {
  return allocator.malloc(size, stream) ?? assert.fail(`no memory for ${size}`);
}

function levels({ statistics }: Allocator): [allocated: number, reserved: number] {
  return [statistics.allocated_bytes.all.current, statistics.reserved_bytes.all.current];
}

const EXPANDABLE: AllocConf = { ...DEFAULT_ALLOC_CONF, expandable_segments: true };

const rounded: readonly (readonly [size: number, conf: string, expected: number])[] = [
  [1, "", 512],
  [512, "", 512],
  [513, "", 1024],
  [MIB + 1, "", MIB + 512],
  [1200, "roundup_power2_divisions:4", 1536], // not above 512 × 4, so whole blocks: 3 × 512
  [3000, "roundup_power2_divisions:4", 3072], // 2048 in steps of 512: 2048 + 2 × 512
  [84 * MIB, "roundup_power2_divisions:4", 96 * MIB], // 64 in steps of 16: 64 + 2 × 16 (test_cuda.py)
];
for (const [size, conf, expected] of rounded) {
  test(`roundSize() makes ${expected} of ${size} with ${conf || "the defaults"}`, () => {
    assert.equal(roundSize(size, parseAllocConf(conf)), expected);
  });
}

const segments: readonly (readonly [size: number, expected: number])[] = [
  [MIB, 2 * MIB], // the small pool, inclusive
  [MIB + 512, 20 * MIB],
  [10 * MIB - 512, 20 * MIB],
  [10 * MIB, 10 * MIB], // from here on the request itself, in steps of 2 MiB
  [10 * MIB + 512, 12 * MIB],
  [11 * MIB, 12 * MIB],
];
for (const [size, expected] of segments) {
  test(`segmentSize() asks the driver for ${expected} for ${size}`, () => {
    assert.equal(segmentSize(size, DEFAULT_ALLOC_CONF), expected);
  });
}

/** Requests that stay alive, in MiB, and what is allocated and reserved then. */
const held: readonly (readonly [
  what: string,
  requests: readonly number[],
  allocated: number,
  reserved: number,
  conf?: AllocConf,
])[] = [
  ["one byte takes a block of 512 in a segment of 2 MiB", [1 / MIB], 512 / MIB, 2],
  ["nothing for 0 bytes", [0], 0, 0],
  // The remainder of 12 − 11 = 1 MiB is not above 1 MiB: the block keeps it.
  ["up to 1 MiB of slack counts as allocated", [11], 12, 12],
  ["a remainder above 1 MiB is split off", [11 - 512 / MIB], 11 - 512 / MIB, 12],
  ["five halves of a MiB need a second small segment", [0.5, 0.5, 0.5, 0.5, 0.5], 2.5, 4],
  ["two of 1 MiB share a small segment", [1, 1], 2, 2],
  // 20 − 19 = 1 MiB is glued to the second.
  ["two of 9.5 MiB fill a segment of 20", [9.5, 9.5], 20, 20],
  ["two cuBLAS workspaces share a segment", [8.125, 8.125], 16.25, 20],
  ["two Hopper workspaces do not", [32, 32], 64, 64],
  ["an expandable segment maps pages of 2 MiB for the small pool", [1 / MIB], 512 / MIB, 2, EXPANDABLE],
  ["an expandable segment maps pages of 20 MiB", [30], 30, 40, EXPANDABLE],
  ["an expandable segment grows in place", [30, 15], 45, 60, EXPANDABLE],
];
for (const [what, requests, allocated, reserved, conf] of held) {
  test(`Allocator: ${what}`, () => {
    const allocator = new Allocator(conf === undefined ? {} : { conf });
    for (const request of requests) allocator.malloc(request * MIB);
    assert.deepEqual(levels(allocator), [allocated * MIB, reserved * MIB]);
  });
}

test("Allocator takes the best fit, and the lowest address among equals", () => {
  const allocator = new Allocator();
  const [a, b, c] = [take(allocator, 30 * MIB), take(allocator, 20 * MIB), take(allocator, 20 * MIB)];
  const lowest = Math.min(b.address, c.address);
  for (const block of [a, c, b]) allocator.free(block);
  assert.equal(take(allocator, 19 * MIB).address, lowest);
});

test("Allocator merges free neighbours, and empty_cache() gives back only whole segments", () => {
  const allocator = new Allocator();
  const blocks = [5, 5, 5, 5].map((size) => take(allocator, size * MIB)); // one segment of 20
  allocator.free(blocks[0] ?? assert.fail());
  allocator.free(blocks[2] ?? assert.fail());
  assert.equal(allocator.statistics.inactive_split.all.current, 2);
  allocator.free(blocks[1] ?? assert.fail());
  assert.equal(allocator.statistics.inactive_split.all.current, 1);
  assert.equal(allocator.statistics.inactive_split_bytes.all.current, 15 * MIB);
  allocator.emptyCache();
  assert.deepEqual(levels(allocator), [5 * MIB, 20 * MIB]);
  allocator.free(blocks[3] ?? assert.fail());
  allocator.emptyCache();
  assert.deepEqual(levels(allocator), [0, 0]);
});

test("streams do not share free blocks, and a block used elsewhere waits for that stream", () => {
  const allocator = new Allocator();
  allocator.free(take(allocator, 30 * MIB, 0));
  take(allocator, 30 * MIB, 7);
  assert.deepEqual(levels(allocator), [30 * MIB, 60 * MIB]);

  const waiting = new Allocator();
  const block = take(waiting, 30 * MIB);
  waiting.recordStream(block, 7);
  waiting.free(block);
  assert.equal(waiting.statistics.allocated_bytes.all.current, 0);
  assert.equal(waiting.statistics.active_bytes.all.current, 30 * MIB);
  waiting.synchronize(7);
  take(waiting, 30 * MIB);
  assert.deepEqual(levels(waiting), [30 * MIB, 30 * MIB]);
});

test("Allocator gives cached segments back and tries again before it runs out", () => {
  const allocator = new Allocator({ driver: cardOf(100 * MIB) });
  allocator.free(take(allocator, 60 * MIB));
  take(allocator, 80 * MIB);
  assert.deepEqual(levels(allocator), [80 * MIB, 80 * MIB]);
  assert.equal(allocator.statistics.num_alloc_retries, 1);
  assert.equal(allocator.statistics.reserved_bytes.all.peak, 80 * MIB); // released first, then taken
});

test("fragmentation runs out with half of the memory free", () => {
  const allocator = new Allocator({ driver: cardOf(100 * MIB) });
  const blocks = Array.from({ length: 20 }, () => take(allocator, 5 * MIB)); // 5 segments of 4
  for (const [index, block] of blocks.entries()) if (index % 2 === 0) allocator.free(block);
  assert.equal(allocator.malloc(15 * MIB), undefined);
  assert.equal(allocator.statistics.num_ooms, 1);
  assert.deepEqual(levels(allocator), [50 * MIB, 100 * MIB]);
});

test("max_split_size keeps oversize blocks for oversize requests", () => {
  const conf = parseAllocConf("max_split_size_mb:100");
  const reservedAfter = (second: number) => {
    const allocator = new Allocator({ conf });
    allocator.free(take(allocator, 200 * MIB));
    take(allocator, second * MIB);
    return levels(allocator)[1] / MIB;
  };
  assert.equal(reservedAfter(50), 250); // not given to a small request
  assert.equal(reservedAfter(190), 200); // reused, 10 MiB too large
  assert.equal(reservedAfter(180), 380); // 20 MiB too large: no more
});

test("test_max_split_expandable of PyTorch's test_cuda.py: 120 MiB are the limit", () => {
  const conf = (expandable: string) => `expandable_segments:${expandable},max_split_size_mb:40`;
  const total = 80 * 1024 * MIB;
  const fraction = (120 * MIB) / total;
  const allocator = new Allocator({ driver: cardOf(total) });
  const blocks = ["False", "True", "False"].map((expandable) => {
    allocator.conf = { ...parseAllocConf(conf(expandable)), per_process_memory_fraction: fraction };
    return take(allocator, 40 * MIB);
  });
  assert.equal(allocator.malloc(40 * MIB), undefined);
  for (const block of blocks) allocator.free(block);
  take(allocator, 120 * MIB);
});

/** test_graph_memory_stats… of test_cuda.py: b = a.clone(); 5 × (b = b.clone() + 1) in a private pool. */
const graphs: readonly (readonly [size: number, segments: number, reserved: number, kept: number])[] = [
  [512, 1, 2, 2],
  [MIB, 2, 4, 2],
  [MIB + 512, 1, 20, 20],
  [10 * MIB - 512, 2, 40, 20],
  [10 * MIB + 512, 3, 36, 12],
];
for (const [size, count, reserved, kept] of graphs) {
  test(`a graph's pool holds ${count} segments and ${reserved} MiB for tensors of ${size} bytes`, () => {
    const allocator = new Allocator();
    allocator.beginPool("graph");
    let b = take(allocator, size);
    for (let i = 0; i < 5; i++) {
      const clone = take(allocator, size);
      const sum = take(allocator, size);
      allocator.free(clone);
      allocator.free(b);
      b = sum;
    }
    allocator.endPool("graph");
    assert.deepEqual([allocator.statistics.segment.all.current, levels(allocator)[1]], [count, reserved * MIB]);
    allocator.releasePool("graph");
    allocator.emptyCache();
    assert.equal(levels(allocator)[1], kept * MIB);
  });
}

test("parseAllocConf() fills division tables as PyTorch's AllocatorConfigTest expects", () => {
  const table = parseAllocConf("roundup_power2_divisions:[64:8,128:2,256:4,512:2,1024:4,>:1]").roundup_power2_divisions;
  // Interval 5 is 32 MiB: the first key fills all below it.
  assert.deepEqual(table.slice(5, 14), [8, 8, 2, 4, 2, 4, 1, 1, 1]);
});

const refused: readonly (readonly [text: string, message: RegExp])[] = [
  ["expandable_segments:true", /expandable_segments: it is "true", wanted True or False/],
  ["max_split_size_mb:5", /max_split_size_mb: it is "5", wanted a whole number of at least 20/],
  ["garbage_collection_threshold:1", /wanted a number between 0 and 1/],
  ["roundup_power2_divisions:3", /wanted 0 or powers of two/],
  ["backend:cudaMallocAsync", /wanted native/],
  ["max_splitt:3", /"max_splitt": it is not one of PyTorch's/],
  ["nonsense", /"nonsense": wanted key:value/],
];
for (const [text, message] of refused) {
  test(`parseAllocConf() refuses ${text}`, () => assert.throws(() => parseAllocConf(text), message));
}

test("the sum of all blocks is what is reserved, whatever happens", () => {
  for (const conf of [
    DEFAULT_ALLOC_CONF,
    EXPANDABLE,
    parseAllocConf("max_split_size_mb:40,roundup_power2_divisions:4"),
  ]) {
    let seed = 7;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const allocator = new Allocator({ conf, driver: cardOf(2048 * MIB) });
    const live: Block[] = [];
    for (let i = 0; i < 3000; i++) {
      const block = random() < 0.55 ? allocator.malloc(Math.ceil(2 ** (random() * 27))) : undefined;
      if (block !== undefined) live.push(block);
      else if (live.length > 0) allocator.free(live.splice(Math.floor(random() * live.length), 1)[0] ?? assert.fail());
      const free = [...allocator.small.free.all(), ...allocator.large.free.all()].reduce(
        (sum, { size }) => sum + size,
        0,
      );
      const [allocated, reserved] = levels(allocator);
      assert.equal(allocated + free, reserved);
      assert.equal(
        allocated,
        live.reduce((sum, { size }) => sum + size, 0),
      );
    }
  }
});
