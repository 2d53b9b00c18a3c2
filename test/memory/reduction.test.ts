import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../src/memory/bytes.ts";
import type { CudaDevice } from "../../src/memory/device.ts";
import { reductionScratch } from "../../src/memory/reduction.ts";

function device(multiprocessors: number, compute_capability: string): CudaDevice {
  return {
    kind: "cuda",
    name: "a GPU",
    usable_bytes: bytes(0),
    compute_capability,
    multiprocessors,
    context_bytes: bytes(0),
    context_low_bytes: bytes(0),
    context_high_bytes: bytes(0),
    source: "custom",
    context_kind: "assumed",
    context_source: "a test",
  };
}

const a100 = device(108, "8.0");
const t4 = device(40, "7.5");

type Row = readonly [
  what: string,
  device: CudaDevice,
  shape: readonly number[],
  dims: readonly number[],
  expected: readonly (readonly [buffer: number, semaphores: number])[],
];

const rows: readonly Row[] = [
  // A thread of a block 32 wide and 4 high (columns in vectors of 4) has 64 / 4 = 16 values: too few to share.
  ["few rows", a100, [64, 128], [0], []],
  // 1024 / 4 = 256 values a thread. Up to 108 × 2048 / 128 = 1728 blocks, at least 16 values each: 256 / 16 = 16 blocks.
  // 4 bytes × 128 outputs × 16 blocks × 32 lanes × 4 = 1,048,576; one block of outputs: one semaphore.
  ["many rows of 128", a100, [1024, 128], [0], [[1_048_576, 4]]],
  // 3 columns cannot be read in vectors: a block is 2 wide and 256 high. 40 × 1024 / 512 = 80 blocks to share two
  // groups of outputs, 40 each; 2^20 / 256 = 4096 values a thread allow 256 blocks, and need 4096 / 256 = 16.
  // 4 × 3 × 40 × 2 lanes = 960; 4 × 2 = 8.
  ["columns that no vector fits", t4, [1_048_576, 3], [0], [[960, 8]]],
  // One output of 2^24: a block is 512 wide and 1 high. 108 × 2048 / 512 = 432 blocks share it; 2^24 / 512 = 32,768
  // values a thread allow 2048, and need 128. 4 × 432 = 1728.
  ["everything", a100, [4096, 4096], [0, 1], [[1728, 4]]],
  ["a row each, in one warp", a100, [4096, 100], [1], []],
  ["nothing to reduce", a100, [1, 128], [0], []],
];

for (const [what, on, shape, dims, expected] of rows) {
  test(`reductionScratch() of ${what}, [${shape.join(", ")}] over ${dims.join(" and ")}`, () => {
    const scratch = reductionScratch(on, shape, dims);
    assert.deepEqual(
      scratch.map(({ buffer_bytes, semaphore_bytes }) => [buffer_bytes, semaphore_bytes]),
      expected,
    );
  });
}

test("reductionScratch() sees dimensions that lie together as one", () => {
  assert.deepEqual(reductionScratch(a100, [64, 16, 128], [0, 1]), reductionScratch(a100, [1024, 128], [0]));
  assert.deepEqual(reductionScratch(a100, [1024, 1, 128], [0]), reductionScratch(a100, [1024, 128], [0]));
});

// [2^23, 128] of float32 is 4 GiB. Each half's last element starts 4 bytes before 2^31, which 32 bits still reach.
test("reductionScratch() runs one kernel after another beyond 2 GiB", () => {
  const half = reductionScratch(a100, [2 ** 22, 128], [0]);
  assert.equal(half.length, 1);
  assert.deepEqual(reductionScratch(a100, [2 ** 23, 128], [0]), [...half, ...half]);
});
