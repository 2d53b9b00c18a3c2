import { type Block, type Pool, merge, newBlock, splice } from "./blocks.ts";
import type { Heap } from "./heap.ts";
import { SMALL_BUFFER, roundUp } from "./rounding.ts";
import { count } from "./statistics.ts";

/**
 * A block of at least `size` bytes out of an expandable segment, mapping pages as needed; undefined where the driver
 * has none left. Pages mapped before that stay, as free memory.
 */
export function allocateExpandable(heap: Heap, pool: Pool, size: number, stream: number): Block | undefined {
  let block = findRoom(heap, pool, size, stream);
  if (!block.mapped && !mapPages(heap, block, Math.min(block.size, size))) return undefined;
  while (block.size < size) {
    const next = block.next;
    if (next === undefined || !mapPages(heap, next, Math.min(size - block.size, next.size))) return undefined;
    block = next;
  }
  pool.free.remove(block);
  return block;
}

/** The first unmapped block, with the free one before it, from which free and unmapped memory reaches `size` bytes. */
function findRoom(heap: Heap, pool: Pool, size: number, stream: number): Block {
  for (const unmapped of pool.unmapped.from({ stream, size: 0, address: 0 })) {
    if (unmapped.stream !== stream) break;
    const start = unmapped.prev !== undefined && isUsable(unmapped.prev) ? unmapped.prev : unmapped;
    let reach = 0;
    for (
      let block: Block | undefined = start;
      block !== undefined && reach < size && isUsable(block);
      block = block.next
    ) {
      reach += block.size;
    }
    if (reach >= size) return start;
  }
  return reserveRange(heap, pool, stream);
}

function isUsable(block: Block): boolean {
  return !block.allocated && block.events === 0 && block.otherStreams.size === 0;
}

/** Addresses for 9/8 of the card's memory, none of it mapped. */
function reserveRange({ driver, conf }: Heap, pool: Pool, stream: number): Block {
  const page = pool.small ? SMALL_BUFFER : conf.large_segment_size;
  const size = roundUp(driver.total + Math.floor(driver.total / 8), page);
  const base = driver.rangeAddress(size, stream, pool.small);
  const block = newBlock(pool, stream, base, size, { base, page });
  block.mapped = false;
  pool.unmapped.add(block);
  return block;
}

/** Maps whole pages until `size` bytes of the unmapped `block` have memory; it becomes free and merges. */
function mapPages(heap: Heap, block: Block, size: number): boolean {
  const { pool, stream, range } = block;
  if (range === undefined) throw new Error("Cannot map pages outside of an expandable segment");
  const mapped = roundUp(size, range.page);
  if (!heap.driver.take(mapped)) return false;
  pool.unmapped.remove(block);
  block.mapped = true;
  if (mapped < block.size) {
    const rest = newBlock(pool, stream, block.address + mapped, block.size - mapped, range);
    rest.mapped = false;
    splice(rest, block, block.next);
    pool.unmapped.add(rest);
    block.size = mapped;
  }
  const { address } = block;
  merge(block, block.prev);
  merge(block, block.next);
  heap.insertFree(block);
  heap.total += mapped;
  count(heap.statistics, "reserved_bytes", pool.small, mapped);
  heap.statistics.num_device_alloc += 1;
  heap.record("segment_map", address, mapped, stream);
  return true;
}

/** Gives back every whole page inside the free `block`; what sticks out stays free. */
export function unmapPages(heap: Heap, block: Block): void {
  const { pool, stream, range } = block;
  if (range === undefined) return;
  const start = range.base + roundUp(block.address - range.base, range.page);
  const end = range.base + Math.floor((block.address + block.size - range.base) / range.page) * range.page;
  if (start >= end) return;
  pool.free.remove(block);
  keepFree(heap, block, block.address, start - block.address, "before");
  keepFree(heap, block, end, block.address + block.size - end, "after");
  block.address = start;
  block.size = end - start;
  block.mapped = false;
  merge(block, block.prev);
  merge(block, block.next);
  pool.unmapped.add(block);
  heap.driver.give(end - start);
  heap.total -= end - start;
  if (pool.owner !== undefined) pool.owner.segments -= 1;
  count(heap.statistics, "reserved_bytes", pool.small, start - end);
  heap.statistics.num_device_free += 1;
  heap.record("segment_unmap", start, end - start, stream);
}

function keepFree(heap: Heap, block: Block, address: number, size: number, side: "before" | "after"): void {
  if (size === 0) return;
  const rest = newBlock(block.pool, block.stream, address, size, block.range);
  if (side === "before") splice(rest, block.prev, block);
  else splice(rest, block, block.next);
  heap.insertFree(rest);
}
