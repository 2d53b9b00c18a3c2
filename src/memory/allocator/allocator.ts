import {
  type Block,
  type Pool,
  type PrivatePool,
  NO_STREAMS,
  isSplit,
  merge,
  newBlock,
  newPool,
  newPrivatePool,
  splice,
} from "./blocks.ts";
import { type AllocConf, DEFAULT_ALLOC_CONF } from "./conf.ts";
import { type Driver, cardOf } from "./driver.ts";
import { allocateExpandable } from "./expandable.ts";
import type { Action, AllocatorRecord, Heap } from "./heap.ts";
import { collectGarbage, releaseAvailable, releaseCached } from "./release.ts";
import { MIN_BLOCK_SIZE, SMALL_SIZE, roundSize, segmentSize } from "./rounding.ts";
import { type Statistics, count, newStatistics } from "./statistics.ts";

export type AllocatorOptions = {
  readonly conf?: AllocConf;
  readonly driver?: Driver;
  /** Told each record as it happens. */
  readonly onRecord?: ((record: AllocatorRecord) => void) | undefined;
};

/**
 * PyTorch's native CUDA caching allocator, one device of it: the same blocks at the same places, the same statistics.
 *
 * Source: c10/cuda/CUDACachingAllocator.cpp as of torch 2.4 to 2.13, whose core did not change in between.
 * Not modelled: what the driver decides (addresses, the time at which an event passes) comes in from outside.
 */
export class Allocator implements Heap {
  conf: AllocConf;
  readonly driver: Driver;
  readonly statistics: Statistics = newStatistics();
  readonly small: Pool = newPool(true);
  readonly large: Pool = newPool(false);
  readonly privatePools = new Map<string, PrivatePool>();
  /** Bytes had from the driver. */
  total = 0;
  /** Blocks that wait for events, in the order of each stream. */
  readonly #events = new Map<number, { passed: boolean; block: Block }[]>();
  /** Private pools that allocations go to at the moment; the last one wins. */
  #diverted: string[] = [];
  /** How many of them are captures of a CUDA graph. */
  #captures = 0;
  readonly #onRecord: ((record: AllocatorRecord) => void) | undefined;

  constructor({ conf = DEFAULT_ALLOC_CONF, driver = cardOf(Infinity, 80 * 2 ** 30), onRecord }: AllocatorOptions = {}) {
    this.conf = conf;
    this.driver = driver;
    this.#onRecord = onRecord;
  }

  /** The most that this process may take; undefined where no fraction is set. */
  get limit(): number | undefined {
    const fraction = this.conf.per_process_memory_fraction;
    return fraction < 1 ? Math.floor(fraction * this.driver.total) : undefined;
  }

  /** A block of at least `requested` bytes; undefined where memory ran out, and for 0 bytes. */
  malloc(requested: number, stream = 0): Block | undefined {
    if (requested === 0) return undefined;
    if (this.#captures === 0 && this.#events.size > 0) this.#processEvents();
    const size = roundSize(requested, this.conf);
    const pool = this.poolOf(size);
    const block = this.#freeBlock(pool, size, stream) ?? this.#grow(pool, size, stream);
    if (block === undefined) {
      this.statistics.num_ooms += 1;
      this.record("oom", this.driver.free(), size, stream);
      return undefined;
    }
    return this.#take(block, size, requested);
  }

  free(block: Block): void {
    block.allocated = false;
    count(this.statistics, "allocation", block.pool.small, -1);
    count(this.statistics, "allocated_bytes", block.pool.small, -block.size);
    this.record("free_requested", block.address, block.requested, block.stream);
    if (block.otherStreams.size === 0) {
      this.#freeCompletely(block);
      return;
    }
    for (const stream of block.otherStreams) {
      block.events += 1;
      const queue = this.#events.get(stream);
      if (queue === undefined) this.#events.set(stream, [{ passed: false, block }]);
      else queue.push({ passed: false, block });
    }
    block.otherStreams = NO_STREAMS;
  }

  /** Another stream uses the block: once freed it waits for that stream. */
  recordStream(block: Block, stream: number): void {
    if (stream !== block.stream) block.otherStreams = new Set([...block.otherStreams, stream]);
  }

  /** All events so far recorded on `stream` (on every stream) have passed; the blocks come back at the next malloc. */
  synchronize(stream?: number): void {
    for (const [name, queue] of this.#events) {
      if (stream === undefined || stream === name) for (const event of queue) event.passed = true;
    }
  }

  emptyCache(): void {
    if (this.#captures === 0) {
      this.synchronize();
      this.#processEvents();
    }
    releaseCached(this, this.#captures === 0);
  }

  /** Allocations go to the private pool `id` from here on: a CUDA graph's capture, or `torch.cuda.use_mem_pool`. */
  beginPool(id: string, capture = true): void {
    const pool = this.privatePools.get(id);
    if (pool === undefined) this.privatePools.set(id, newPrivatePool());
    else pool.use.holders += 1;
    this.#diverted.push(id);
    if (capture) this.#captures += 1;
  }

  endPool(id: string, capture = true): void {
    this.#diverted = this.#diverted.filter((diverted) => diverted !== id);
    if (capture) this.#captures -= 1;
  }

  /** One holder less; with none left the pool's free segments go at the next `emptyCache()`. */
  releasePool(id: string): void {
    const pool = this.privatePools.get(id);
    if (pool !== undefined) pool.use.holders -= 1;
  }

  poolOf(size: number): Pool {
    const id = this.#diverted.at(-1);
    const pools = (id === undefined ? undefined : this.privatePools.get(id)) ?? this;
    return size <= SMALL_SIZE ? pools.small : pools.large;
  }

  record(action: Action, address: number, size: number, stream: number): void {
    this.#onRecord?.({ action, address, size, stream });
  }

  insertFree(block: Block): void {
    block.bornAt = block.pool.searches;
    block.pool.free.add(block);
  }

  /** Best fit: the smallest free block that is large enough, the lowest address among equals. */
  #freeBlock(pool: Pool, size: number, stream: number): Block | undefined {
    if (this.limit !== undefined && this.conf.garbage_collection_threshold > 0) pool.searches += 1;
    const block = bestFit(pool, size, stream, this.conf.expandable_segments);
    if (block === undefined) return undefined;
    const { max_split_size, max_non_split_rounding } = this.conf;
    if (size < max_split_size && block.size >= max_split_size) return undefined;
    if (size >= max_split_size && block.size >= size + max_non_split_rounding) return undefined;
    pool.free.remove(block);
    return block;
  }

  /** From the driver; then with memory given back by the free blocks; then with every unused segment given back. */
  #grow(pool: Pool, size: number, stream: number): Block | undefined {
    if (this.limit !== undefined && this.conf.garbage_collection_threshold > 0) collectGarbage(this, this.limit);
    const first = this.#newBlock(pool, size, stream);
    if (first !== undefined) return first;
    const second = releaseAvailable(this, pool, size, stream) ? this.#newBlock(pool, size, stream) : undefined;
    if (second !== undefined || this.#captures > 0) return second;
    this.emptyCache();
    this.statistics.num_alloc_retries += 1;
    return this.#newBlock(pool, size, stream);
  }

  #newBlock(pool: Pool, size: number, stream: number): Block | undefined {
    const segment = segmentSize(size, this.conf);
    if (this.limit !== undefined && this.total + segment > this.limit) return undefined;
    const block = this.conf.expandable_segments
      ? allocateExpandable(this, pool, size, stream)
      : this.#newSegment(pool, segment, stream);
    if (block !== undefined && pool.owner !== undefined) pool.owner.segments += 1;
    return block;
  }

  #newSegment(pool: Pool, size: number, stream: number): Block | undefined {
    if (!this.driver.take(size)) return undefined;
    const address = this.driver.segmentAddress(size, stream, pool.small);
    this.total += size;
    count(this.statistics, "segment", pool.small, 1);
    count(this.statistics, "reserved_bytes", pool.small, size);
    this.statistics.num_device_alloc += 1;
    this.record("segment_alloc", address, size, stream);
    return newBlock(pool, stream, address, size);
  }

  /** Hands out `block`, or its front where the rest is worth keeping. */
  #take(block: Block, size: number, requested: number): Block {
    const taken = this.#shouldSplit(block, size) ? this.#splitFront(block, size) : this.#takeWhole(block);
    taken.allocated = true;
    taken.requested = requested;
    this.record("alloc", taken.address, requested, taken.stream);
    const { small } = taken.pool;
    count(this.statistics, "allocation", small, 1);
    count(this.statistics, "allocated_bytes", small, taken.size);
    count(this.statistics, "active", small, 1);
    count(this.statistics, "active_bytes", small, taken.size);
    count(this.statistics, "requested_bytes", small, requested);
    return taken;
  }

  #shouldSplit(block: Block, size: number): boolean {
    const remaining = block.size - size;
    if (block.pool.small || this.conf.expandable_segments) return remaining >= MIN_BLOCK_SIZE;
    return size < this.conf.max_split_size && remaining > SMALL_SIZE;
  }

  #splitFront(rest: Block, size: number): Block {
    const wasSplit = isSplit(rest);
    const front = newBlock(rest.pool, rest.stream, rest.address, size, rest.range);
    splice(front, rest.prev, rest);
    rest.address += size;
    rest.size -= size;
    this.insertFree(rest);
    this.#countSplit(rest, wasSplit ? 0 : 1, wasSplit ? -size : rest.size);
    return front;
  }

  #takeWhole(block: Block): Block {
    if (isSplit(block)) this.#countSplit(block, -1, -block.size);
    return block;
  }

  /** `inactive_split` is not kept for expandable segments. */
  #countSplit(block: Block, blocks: number, size: number): void {
    if (block.range !== undefined) return;
    count(this.statistics, "inactive_split", block.pool.small, blocks);
    count(this.statistics, "inactive_split_bytes", block.pool.small, size);
  }

  /** Merges with its free neighbours and goes back into its pool. */
  #freeCompletely(block: Block): void {
    this.record("free_completed", block.address, block.requested, block.stream);
    const { small } = block.pool;
    const freed = block.size;
    const merged = [merge(block, block.prev), merge(block, block.next)].filter((size) => size > 0);
    this.insertFree(block);
    const split = isSplit(block);
    const mergedSize = merged.reduce((sum, size) => sum + size, 0);
    this.#countSplit(block, (split ? 1 : 0) - merged.length, (split ? block.size : 0) - mergedSize);
    count(this.statistics, "active", small, -1);
    count(this.statistics, "active_bytes", small, -freed);
    count(this.statistics, "requested_bytes", small, -block.requested);
  }

  /** Frees what no event holds any more: each stream in order, up to the first event that has not passed. */
  #processEvents(): void {
    for (const queue of this.#events.values()) {
      while (queue[0]?.passed === true) {
        const block = queue.shift()?.block;
        if (block === undefined) break;
        block.events -= 1;
        if (block.events === 0) this.#freeCompletely(block);
      }
    }
  }
}

function bestFit(pool: Pool, size: number, stream: number, expandable: boolean): Block | undefined {
  const key = { stream, size, address: 0 };
  const first = pool.free.lowerBound(key);
  if (first === undefined || first.stream !== stream) return undefined;
  if (first.range === undefined) return first;
  return expandable ? leastExtensible(pool, key) : firstOutsideOfRanges(pool, key);
}

/** In expandable mode: greedily onwards while the next block and what could be mapped behind it are smaller. */
function leastExtensible(pool: Pool, key: { stream: number; size: number; address: number }): Block | undefined {
  const reach = (block: Block) => block.size + (block.next !== undefined && !block.next.mapped ? block.next.size : 0);
  let best: Block | undefined;
  for (const block of pool.free.from(key)) {
    if (best !== undefined && (best.range === undefined || block.stream !== key.stream || reach(block) >= reach(best)))
      break;
    best = block;
  }
  return best;
}

/** With the mode off again, blocks of expandable segments are passed over. */
function firstOutsideOfRanges(pool: Pool, key: { stream: number; size: number; address: number }): Block | undefined {
  for (const block of pool.free.from(key)) {
    if (block.stream !== key.stream) return undefined;
    if (block.range === undefined) return block;
  }
  return undefined;
}
