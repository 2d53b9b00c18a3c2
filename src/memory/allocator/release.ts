import { type Block, type Pool, isSplit } from "./blocks.ts";
import type { Heap } from "./heap.ts";
import { unmapPages } from "./expandable.ts";
import { count } from "./statistics.ts";

/** `empty_cache()`: every segment without a live block goes back to the driver, the large pool first. */
export function releaseCached(heap: Heap, defaultPools: boolean): void {
  if (defaultPools) {
    releasePool(heap, heap.large);
    releasePool(heap, heap.small);
  }
  for (const [id, { small, large, use }] of heap.privatePools) {
    if (use.holders > 0) continue;
    releasePool(heap, small);
    releasePool(heap, large);
    if (use.segments === 0) heap.privatePools.delete(id);
  }
}

function releasePool(heap: Heap, pool: Pool): void {
  const free = pool.free.all();
  for (const block of free) if (block.range === undefined && !isSplit(block)) releaseSegment(heap, block);
  for (const block of free) {
    if (block.range === undefined) continue;
    unmapPages(heap, block);
    if (!block.mapped && !isSplit(block)) pool.unmapped.remove(block);
  }
}

function releaseSegment(heap: Heap, block: Block): void {
  const { pool, address, size, stream } = block;
  pool.free.remove(block);
  heap.driver.give(size);
  heap.total -= size;
  if (pool.owner !== undefined) pool.owner.segments -= 1;
  heap.statistics.num_device_free += 1;
  count(heap.statistics, "segment", pool.small, -1);
  count(heap.statistics, "reserved_bytes", pool.small, -size);
  heap.record("segment_free", address, size, stream);
}

/**
 * With `max_split_size` set: gives back the smallest free block that is large enough, else the largest ones until
 * enough is gone. Says whether it was enough.
 */
export function releaseAvailable(heap: Heap, pool: Pool, size: number, stream: number): boolean {
  const { max_split_size } = heap.conf;
  if (max_split_size === Infinity) return false;
  const wanted = Math.max(size, max_split_size);
  const key = { stream, size: wanted, address: 0 };
  const enough = pool.free.lowerBound(key);
  if (enough !== undefined && enough.stream === stream && enough.range === undefined) {
    releaseSegment(heap, enough);
    return true;
  }
  let released = 0;
  for (const block of pool.free.before(key)) {
    if (released >= wanted || block.size < max_split_size || block.stream !== stream) break;
    if (block.range !== undefined) continue;
    released += block.size;
    releaseSegment(heap, block);
  }
  return released >= wanted;
}

/** Above the threshold: gives back the unsplit large blocks that have been free at least as long as the mean. */
export function collectGarbage(heap: Heap, limit: number): void {
  const threshold = Math.floor(heap.conf.garbage_collection_threshold * limit);
  const ageOf = (block: Block) => heap.large.searches - block.bornAt;
  while (heap.total > threshold) {
    const unsplit = heap.large.free.all().filter((block) => !isSplit(block));
    const mean = unsplit.reduce((sum, block) => sum + ageOf(block), 0) / unsplit.length;
    const old = unsplit.filter((block) => block.range === undefined && ageOf(block) >= mean);
    if (old.length === 0) return;
    for (const block of old) releaseSegment(heap, block);
  }
}
