import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  DEFAULT_ALLOC_CONF
} from "./chunk-LVUBKEZX.js";
import {
  KIB,
  MIB
} from "./chunk-O56B5XNW.js";

// src/memory/allocator/rounding.ts
var MIN_BLOCK_SIZE = KIB / 2;
var SMALL_SIZE = MIB;
var SMALL_BUFFER = 2 * MIB;
var MIN_LARGE_ALLOC = 10 * MIB;
var ROUND_LARGE = 2 * MIB;
function roundSize(size, conf) {
  if (size < MIN_BLOCK_SIZE) return MIN_BLOCK_SIZE;
  const divisions = divisionsOf(size, conf);
  if (divisions > 1 && size > MIN_BLOCK_SIZE * divisions) return nextDivision(size, divisions);
  return roundUp(size, MIN_BLOCK_SIZE);
}
function segmentSize(size, conf) {
  if (size <= SMALL_SIZE) return SMALL_BUFFER;
  if (size < MIN_LARGE_ALLOC) return conf.large_segment_size;
  return roundUp(size, ROUND_LARGE);
}
function roundUp(size, multiple) {
  return Math.ceil(size / multiple) * multiple;
}
function divisionsOf(size, conf) {
  const interval = Math.min(Math.max(floorLog2(size) - 20, 0), 15);
  return conf.roundup_power2_divisions[interval] ?? 0;
}
function nextDivision(size, divisions) {
  const floor = 2 ** floorLog2(size);
  if (size === floor) return size;
  const step = Math.floor(floor / divisions);
  return step === 0 ? 2 * floor : roundUp(size, step);
}
function floorLog2(size) {
  const guess = Math.floor(Math.log2(size));
  return 2 ** guess > size ? guess - 1 : guess;
}

// src/memory/allocator/driver.ts
var GRANULARITY = 2 * MIB;
function cardOf(capacity, total = capacity) {
  let used = 0;
  let segment = 139637976727552;
  let range = 12884901888;
  const physical = (size) => roundUp(size, GRANULARITY);
  return {
    total,
    take(size) {
      if (used + physical(size) > capacity) return false;
      used += physical(size);
      return true;
    },
    give(size) {
      used -= physical(size);
    },
    segmentAddress(size) {
      segment += physical(size);
      return segment - physical(size);
    },
    rangeAddress(size) {
      range += size;
      return range - size;
    },
    free: () => capacity - used
  };
}

// src/memory/allocator/blocks.ts
function newPool(small, owner) {
  return { small, owner, free: new OrderedBlocks(bySize), unmapped: new OrderedBlocks(byAddress), searches: 0 };
}
function newPrivatePool() {
  const use = { holders: 1, segments: 0 };
  return { small: newPool(true, use), large: newPool(false, use), use };
}
var NO_STREAMS = /* @__PURE__ */ new Set();
function newBlock(pool, stream, address, size, range) {
  return {
    stream,
    pool,
    range,
    address,
    size,
    requested: 0,
    allocated: false,
    mapped: true,
    prev: void 0,
    next: void 0,
    events: 0,
    otherStreams: NO_STREAMS,
    bornAt: 0
  };
}
function isSplit(block) {
  return block.prev !== void 0 || block.next !== void 0;
}
function splice(block, before, after) {
  block.prev = before;
  block.next = after;
  if (before !== void 0) before.next = block;
  if (after !== void 0) after.prev = block;
}
function merge(block, other) {
  if (other === void 0 || other.allocated || other.events > 0 || other.otherStreams.size > 0) return 0;
  if (other.mapped !== block.mapped) return 0;
  (other.mapped ? other.pool.free : other.pool.unmapped).remove(other);
  if (block.prev === other) {
    block.address = other.address;
    block.prev = other.prev;
    if (other.prev !== void 0) other.prev.next = block;
  } else {
    block.next = other.next;
    if (other.next !== void 0) other.next.prev = block;
  }
  block.size += other.size;
  return other.size;
}
var bySize = (a, b) => a.stream - b.stream || a.size - b.size || a.address - b.address;
var byAddress = (a, b) => a.stream - b.stream || a.address - b.address;
var MAX_CHUNK = 256;
var OrderedBlocks = class {
  #compare;
  #chunks = [];
  constructor(compare) {
    this.#compare = compare;
  }
  add(block) {
    const at = Math.min(this.#chunkOf(block), this.#chunks.length - 1);
    const chunk = this.#chunks[at];
    if (chunk === void 0) {
      this.#chunks.push([block]);
      return;
    }
    chunk.splice(this.#placeIn(chunk, block), 0, block);
    if (chunk.length > MAX_CHUNK) this.#chunks.splice(at + 1, 0, chunk.splice(MAX_CHUNK / 2));
  }
  remove(block) {
    const at = this.#chunkOf(block);
    const chunk = this.#chunks[at] ?? [];
    const place = this.#placeIn(chunk, block);
    if (chunk[place] !== block) throw new Error(`Block at ${block.address} is not in its set`);
    chunk.splice(place, 1);
    if (chunk.length === 0) this.#chunks.splice(at, 1);
  }
  /** Every block from the first that is not before `key`, in order. */
  *from(key) {
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at];
    if (chunk === void 0) return;
    yield* chunk.slice(this.#placeIn(chunk, key));
    for (let next = at + 1; next < this.#chunks.length; next++) yield* this.#chunks[next] ?? [];
  }
  /** The first block that is not before `key`. */
  lowerBound(key) {
    const chunk = this.#chunks[this.#chunkOf(key)];
    return chunk?.[this.#placeIn(chunk, key)];
  }
  /** Every block before `key`, the nearest first. */
  *before(key) {
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at] ?? [];
    yield* chunk.slice(0, this.#placeIn(chunk, key)).toReversed();
    for (let next = at - 1; next >= 0; next--) yield* (this.#chunks[next] ?? []).toReversed();
  }
  /** A copy in order, safe against changes while it is walked. */
  all() {
    return this.#chunks.flat();
  }
  /** The first chunk whose last block is not before `key`; past the end where there is none. */
  #chunkOf(key) {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = low + high >> 1;
      const last = this.#chunks[middle]?.at(-1);
      if (last !== void 0 && this.#compare(last, key) >= 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }
  /** The first place in `chunk` whose block is not before `key`. */
  #placeIn(chunk, key) {
    let low = 0;
    let high = chunk.length;
    while (low < high) {
      const middle = low + high >> 1;
      const block = chunk[middle];
      if (block !== void 0 && this.#compare(block, key) >= 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }
};

// src/memory/allocator/statistics.ts
var STATISTICS = [
  "allocation",
  "segment",
  "active",
  "inactive_split",
  "allocated_bytes",
  "reserved_bytes",
  "active_bytes",
  "inactive_split_bytes",
  "requested_bytes"
];
function newStatistics() {
  const counter = () => ({ current: 0, peak: 0, allocated: 0, freed: 0 });
  const pools = () => ({ all: counter(), small_pool: counter(), large_pool: counter() });
  return {
    allocation: pools(),
    segment: pools(),
    active: pools(),
    inactive_split: pools(),
    allocated_bytes: pools(),
    reserved_bytes: pools(),
    active_bytes: pools(),
    inactive_split_bytes: pools(),
    requested_bytes: pools(),
    num_alloc_retries: 0,
    num_ooms: 0,
    num_device_alloc: 0,
    num_device_free: 0
  };
}
function count(statistics, name, small, amount) {
  if (amount === 0) return;
  const pools = statistics[name];
  add(pools.all, amount);
  add(small ? pools.small_pool : pools.large_pool, amount);
}
function resetPeaks(statistics) {
  for (const name of STATISTICS) {
    for (const counter of Object.values(statistics[name])) counter.peak = counter.current;
  }
}
function add(counter, amount) {
  counter.current += amount;
  if (counter.current < 0) throw new Error(`A statistic fell to ${counter.current}`);
  if (amount > 0) counter.allocated += amount;
  else counter.freed -= amount;
  if (counter.current > counter.peak) counter.peak = counter.current;
}

// src/memory/allocator/expandable.ts
function allocateExpandable(heap, pool, size, stream) {
  let block = findRoom(heap, pool, size, stream);
  if (!block.mapped && !mapPages(heap, block, Math.min(block.size, size))) return void 0;
  while (block.size < size) {
    const next = block.next;
    if (next === void 0 || !mapPages(heap, next, Math.min(size - block.size, next.size))) return void 0;
    block = next;
  }
  pool.free.remove(block);
  return block;
}
function findRoom(heap, pool, size, stream) {
  for (const unmapped of pool.unmapped.from({ stream, size: 0, address: 0 })) {
    if (unmapped.stream !== stream) break;
    const start = unmapped.prev !== void 0 && isUsable(unmapped.prev) ? unmapped.prev : unmapped;
    let reach = 0;
    for (let block = start; block !== void 0 && reach < size && isUsable(block); block = block.next) {
      reach += block.size;
    }
    if (reach >= size) return start;
  }
  return reserveRange(heap, pool, stream);
}
function isUsable(block) {
  return !block.allocated && block.events === 0 && block.otherStreams.size === 0;
}
function reserveRange({ driver, conf }, pool, stream) {
  const page = pool.small ? SMALL_BUFFER : conf.large_segment_size;
  const size = roundUp(driver.total + Math.floor(driver.total / 8), page);
  const base = driver.rangeAddress(size, stream, pool.small);
  const block = newBlock(pool, stream, base, size, { base, page });
  block.mapped = false;
  pool.unmapped.add(block);
  return block;
}
function mapPages(heap, block, size) {
  const { pool, stream, range } = block;
  if (range === void 0) throw new Error("Cannot map pages outside of an expandable segment");
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
function unmapPages(heap, block) {
  const { pool, stream, range } = block;
  if (range === void 0) return;
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
  if (pool.owner !== void 0) pool.owner.segments -= 1;
  count(heap.statistics, "reserved_bytes", pool.small, start - end);
  heap.statistics.num_device_free += 1;
  heap.record("segment_unmap", start, end - start, stream);
}
function keepFree(heap, block, address, size, side) {
  if (size === 0) return;
  const rest = newBlock(block.pool, block.stream, address, size, block.range);
  if (side === "before") splice(rest, block.prev, block);
  else splice(rest, block, block.next);
  heap.insertFree(rest);
}

// src/memory/allocator/release.ts
function releaseCached(heap, defaultPools) {
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
function releasePool(heap, pool) {
  const free = pool.free.all();
  for (const block of free) if (block.range === void 0 && !isSplit(block)) releaseSegment(heap, block);
  for (const block of free) {
    if (block.range === void 0) continue;
    unmapPages(heap, block);
    if (!block.mapped && !isSplit(block)) pool.unmapped.remove(block);
  }
}
function releaseSegment(heap, block) {
  const { pool, address, size, stream } = block;
  pool.free.remove(block);
  heap.driver.give(size);
  heap.total -= size;
  if (pool.owner !== void 0) pool.owner.segments -= 1;
  heap.statistics.num_device_free += 1;
  count(heap.statistics, "segment", pool.small, -1);
  count(heap.statistics, "reserved_bytes", pool.small, -size);
  heap.record("segment_free", address, size, stream);
}
function releaseAvailable(heap, pool, size, stream) {
  const { max_split_size } = heap.conf;
  if (max_split_size === Infinity) return false;
  const wanted = Math.max(size, max_split_size);
  const key = { stream, size: wanted, address: 0 };
  const enough = pool.free.lowerBound(key);
  if (enough !== void 0 && enough.stream === stream && enough.range === void 0) {
    releaseSegment(heap, enough);
    return true;
  }
  let released = 0;
  for (const block of pool.free.before(key)) {
    if (released >= wanted || block.size < max_split_size || block.stream !== stream) break;
    if (block.range !== void 0) continue;
    released += block.size;
    releaseSegment(heap, block);
  }
  return released >= wanted;
}
function collectGarbage(heap, limit) {
  const threshold = Math.floor(heap.conf.garbage_collection_threshold * limit);
  const ageOf = (block) => heap.large.searches - block.bornAt;
  while (heap.total > threshold) {
    const unsplit = heap.large.free.all().filter((block) => !isSplit(block));
    const mean = unsplit.reduce((sum, block) => sum + ageOf(block), 0) / unsplit.length;
    const old = unsplit.filter((block) => block.range === void 0 && ageOf(block) >= mean);
    if (old.length === 0) return;
    for (const block of old) releaseSegment(heap, block);
  }
}

// src/memory/allocator/allocator.ts
var Allocator = class {
  conf;
  driver;
  statistics = newStatistics();
  small = newPool(true);
  large = newPool(false);
  privatePools = /* @__PURE__ */ new Map();
  /** Bytes had from the driver. */
  total = 0;
  /** Blocks that wait for events, in the order of each stream. */
  #events = /* @__PURE__ */ new Map();
  /** Private pools that allocations go to at the moment; the last one wins. */
  #diverted = [];
  /** How many of them are captures of a CUDA graph. */
  #captures = 0;
  #onRecord;
  constructor({ conf = DEFAULT_ALLOC_CONF, driver = cardOf(Infinity, 80 * 2 ** 30), onRecord } = {}) {
    this.conf = conf;
    this.driver = driver;
    this.#onRecord = onRecord;
  }
  /** The most that this process may take; undefined where no fraction is set. */
  get limit() {
    const fraction = this.conf.per_process_memory_fraction;
    return fraction < 1 ? Math.floor(fraction * this.driver.total) : void 0;
  }
  /** A block of at least `requested` bytes; undefined where memory ran out, and for 0 bytes. */
  malloc(requested, stream = 0) {
    if (requested === 0) return void 0;
    if (this.#captures === 0 && this.#events.size > 0) this.#processEvents();
    const size = roundSize(requested, this.conf);
    const pool = this.poolOf(size);
    const block = this.#freeBlock(pool, size, stream) ?? this.#grow(pool, size, stream);
    if (block === void 0) {
      this.statistics.num_ooms += 1;
      this.record("oom", this.driver.free(), size, stream);
      return void 0;
    }
    return this.#take(block, size, requested);
  }
  free(block) {
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
      if (queue === void 0) this.#events.set(stream, [{ passed: false, block }]);
      else queue.push({ passed: false, block });
    }
    block.otherStreams = NO_STREAMS;
  }
  /** Another stream uses the block: once freed it waits for that stream. */
  recordStream(block, stream) {
    if (stream !== block.stream) block.otherStreams = /* @__PURE__ */ new Set([...block.otherStreams, stream]);
  }
  /** All events so far recorded on `stream` (on every stream) have passed; the blocks come back at the next malloc. */
  synchronize(stream) {
    for (const [name, queue] of this.#events) {
      if (stream === void 0 || stream === name) for (const event of queue) event.passed = true;
    }
  }
  emptyCache() {
    if (this.#captures === 0) {
      this.synchronize();
      this.#processEvents();
    }
    releaseCached(this, this.#captures === 0);
  }
  /** Allocations go to the private pool `id` from here on: a CUDA graph's capture, or `torch.cuda.use_mem_pool`. */
  beginPool(id, capture = true) {
    const pool = this.privatePools.get(id);
    if (pool === void 0) this.privatePools.set(id, newPrivatePool());
    else pool.use.holders += 1;
    this.#diverted.push(id);
    if (capture) this.#captures += 1;
  }
  endPool(id, capture = true) {
    this.#diverted = this.#diverted.filter((diverted) => diverted !== id);
    if (capture) this.#captures -= 1;
  }
  /** One holder less; with none left the pool's free segments go at the next `emptyCache()`. */
  releasePool(id) {
    const pool = this.privatePools.get(id);
    if (pool !== void 0) pool.use.holders -= 1;
  }
  poolOf(size) {
    const id = this.#diverted.at(-1);
    const pools = (id === void 0 ? void 0 : this.privatePools.get(id)) ?? this;
    return size <= SMALL_SIZE ? pools.small : pools.large;
  }
  record(action, address, size, stream) {
    this.#onRecord?.({ action, address, size, stream });
  }
  insertFree(block) {
    block.bornAt = block.pool.searches;
    block.pool.free.add(block);
  }
  /** Best fit: the smallest free block that is large enough, the lowest address among equals. */
  #freeBlock(pool, size, stream) {
    if (this.limit !== void 0 && this.conf.garbage_collection_threshold > 0) pool.searches += 1;
    const block = bestFit(pool, size, stream, this.conf.expandable_segments);
    if (block === void 0) return void 0;
    const { max_split_size, max_non_split_rounding } = this.conf;
    if (size < max_split_size && block.size >= max_split_size) return void 0;
    if (size >= max_split_size && block.size >= size + max_non_split_rounding) return void 0;
    pool.free.remove(block);
    return block;
  }
  /** From the driver; then with memory given back by the free blocks; then with every unused segment given back. */
  #grow(pool, size, stream) {
    if (this.limit !== void 0 && this.conf.garbage_collection_threshold > 0) collectGarbage(this, this.limit);
    const first = this.#newBlock(pool, size, stream);
    if (first !== void 0) return first;
    const second = releaseAvailable(this, pool, size, stream) ? this.#newBlock(pool, size, stream) : void 0;
    if (second !== void 0 || this.#captures > 0) return second;
    this.emptyCache();
    this.statistics.num_alloc_retries += 1;
    return this.#newBlock(pool, size, stream);
  }
  #newBlock(pool, size, stream) {
    const segment = segmentSize(size, this.conf);
    if (this.limit !== void 0 && this.total + segment > this.limit) return void 0;
    const block = this.conf.expandable_segments ? allocateExpandable(this, pool, size, stream) : this.#newSegment(pool, segment, stream);
    if (block !== void 0 && pool.owner !== void 0) pool.owner.segments += 1;
    return block;
  }
  #newSegment(pool, size, stream) {
    if (!this.driver.take(size)) return void 0;
    const address = this.driver.segmentAddress(size, stream, pool.small);
    this.total += size;
    count(this.statistics, "segment", pool.small, 1);
    count(this.statistics, "reserved_bytes", pool.small, size);
    this.statistics.num_device_alloc += 1;
    this.record("segment_alloc", address, size, stream);
    return newBlock(pool, stream, address, size);
  }
  /** Hands out `block`, or its front where the rest is worth keeping. */
  #take(block, size, requested) {
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
  #shouldSplit(block, size) {
    const remaining = block.size - size;
    if (block.pool.small || this.conf.expandable_segments) return remaining >= MIN_BLOCK_SIZE;
    return size < this.conf.max_split_size && remaining > SMALL_SIZE;
  }
  #splitFront(rest, size) {
    const wasSplit = isSplit(rest);
    const front = newBlock(rest.pool, rest.stream, rest.address, size, rest.range);
    splice(front, rest.prev, rest);
    rest.address += size;
    rest.size -= size;
    this.insertFree(rest);
    this.#countSplit(rest, wasSplit ? 0 : 1, wasSplit ? -size : rest.size);
    return front;
  }
  #takeWhole(block) {
    if (isSplit(block)) this.#countSplit(block, -1, -block.size);
    return block;
  }
  /** `inactive_split` is not kept for expandable segments. */
  #countSplit(block, blocks, size) {
    if (block.range !== void 0) return;
    count(this.statistics, "inactive_split", block.pool.small, blocks);
    count(this.statistics, "inactive_split_bytes", block.pool.small, size);
  }
  /** Merges with its free neighbours and goes back into its pool. */
  #freeCompletely(block) {
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
  #processEvents() {
    for (const queue of this.#events.values()) {
      while (queue[0]?.passed === true) {
        const block = queue.shift()?.block;
        if (block === void 0) break;
        block.events -= 1;
        if (block.events === 0) this.#freeCompletely(block);
      }
    }
  }
};
function bestFit(pool, size, stream, expandable) {
  const key = { stream, size, address: 0 };
  const first = pool.free.lowerBound(key);
  if (first === void 0 || first.stream !== stream) return void 0;
  if (first.range === void 0) return first;
  return expandable ? leastExtensible(pool, key) : firstOutsideOfRanges(pool, key);
}
function leastExtensible(pool, key) {
  const reach = (block) => block.size + (block.next !== void 0 && !block.next.mapped ? block.next.size : 0);
  let best;
  for (const block of pool.free.from(key)) {
    if (best !== void 0 && (best.range === void 0 || block.stream !== key.stream || reach(block) >= reach(best)))
      break;
    best = block;
  }
  return best;
}
function firstOutsideOfRanges(pool, key) {
  for (const block of pool.free.from(key)) {
    if (block.stream !== key.stream) return void 0;
    if (block.range === void 0) return block;
  }
  return void 0;
}

export {
  newBlock,
  isSplit,
  splice,
  MIN_BLOCK_SIZE,
  SMALL_SIZE,
  SMALL_BUFFER,
  roundSize,
  roundUp,
  cardOf,
  count,
  resetPeaks,
  Allocator
};
