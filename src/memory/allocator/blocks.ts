/** A run of bytes inside a segment. Blocks of a segment are linked in address order. */
export type Block = {
  readonly stream: number;
  readonly pool: Pool;
  readonly range: ExpandableRange | undefined;
  address: number;
  size: number;
  /** Bytes asked for by its last owner. */
  requested: number;
  allocated: boolean;
  mapped: boolean;
  prev: Block | undefined;
  next: Block | undefined;
  /** Events of other streams that must pass before it can be used again (`record_stream`). */
  events: number;
  otherStreams: ReadonlySet<number>;
  /** The pool's searches when it became free: its age for the garbage collection. */
  bornAt: number;
};

/** The address range of an expandable segment, mapped page by page. */
export type ExpandableRange = { readonly base: number; readonly page: number };

export type Pool = {
  readonly small: boolean;
  readonly owner: PoolUse | undefined;
  /** Free and mapped, by (stream, size, address): the order of best fit. */
  readonly free: OrderedBlocks;
  /** Reserved addresses without memory, by (stream, address). */
  readonly unmapped: OrderedBlocks;
  searches: number;
};

/** The pools of a CUDA graph or a MemPool, and who still needs them. */
export type PrivatePool = { readonly small: Pool; readonly large: Pool; readonly use: PoolUse };
export type PoolUse = { holders: number; segments: number };

export function newPool(small: boolean, owner?: PoolUse): Pool {
  return { small, owner, free: new OrderedBlocks(bySize), unmapped: new OrderedBlocks(byAddress), searches: 0 };
}

export function newPrivatePool(): PrivatePool {
  const use: PoolUse = { holders: 1, segments: 0 };
  return { small: newPool(true, use), large: newPool(false, use), use };
}

/** Shared by all blocks that no other stream uses: nearly every one. */
export const NO_STREAMS: ReadonlySet<number> = new Set();

export function newBlock(pool: Pool, stream: number, address: number, size: number, range?: ExpandableRange): Block {
  return {
    stream,
    pool,
    range,
    address,
    size,
    requested: 0,
    allocated: false,
    mapped: true,
    prev: undefined,
    next: undefined,
    events: 0,
    otherStreams: NO_STREAMS,
    bornAt: 0,
  };
}

export function isSplit(block: Block): boolean {
  return block.prev !== undefined || block.next !== undefined;
}

/** Links `block` in between its two neighbours. */
export function splice(block: Block, before: Block | undefined, after: Block | undefined): void {
  block.prev = before;
  block.next = after;
  if (before !== undefined) before.next = block;
  if (after !== undefined) after.prev = block;
}

/** Takes `other`, if it is a free neighbour of the same kind, into `block`; gives the bytes gained. */
export function merge(block: Block, other: Block | undefined): number {
  if (other === undefined || other.allocated || other.events > 0 || other.otherStreams.size > 0) return 0;
  if (other.mapped !== block.mapped) return 0;
  (other.mapped ? other.pool.free : other.pool.unmapped).remove(other);
  if (block.prev === other) {
    block.address = other.address;
    block.prev = other.prev;
    if (other.prev !== undefined) other.prev.next = block;
  } else {
    block.next = other.next;
    if (other.next !== undefined) other.next.prev = block;
  }
  block.size += other.size;
  return other.size;
}

/** What a search looks for: where blocks of this stream, size and address would stand. */
export type Key = { readonly stream: number; readonly size: number; readonly address: number };
type Compare = (a: Key, b: Key) => number;

const bySize: Compare = (a, b) => a.stream - b.stream || a.size - b.size || a.address - b.address;
const byAddress: Compare = (a, b) => a.stream - b.stream || a.address - b.address;

const MAX_CHUNK = 256;

/**
 * An ordered set of blocks, as std::set<Block*>: sorted chunks of at most 256, found by two binary searches.
 * A block must be taken out before its size or address changes.
 */
export class OrderedBlocks {
  readonly #compare: Compare;
  readonly #chunks: Block[][] = [];

  constructor(compare: Compare) {
    this.#compare = compare;
  }

  add(block: Block): void {
    const at = Math.min(this.#chunkOf(block), this.#chunks.length - 1);
    const chunk = this.#chunks[at];
    if (chunk === undefined) {
      this.#chunks.push([block]);
      return;
    }
    chunk.splice(this.#placeIn(chunk, block), 0, block);
    if (chunk.length > MAX_CHUNK) this.#chunks.splice(at + 1, 0, chunk.splice(MAX_CHUNK / 2));
  }

  remove(block: Block): void {
    const at = this.#chunkOf(block);
    const chunk = this.#chunks[at] ?? [];
    const place = this.#placeIn(chunk, block);
    if (chunk[place] !== block) throw new Error(`Block at ${block.address} is not in its set`);
    chunk.splice(place, 1);
    if (chunk.length === 0) this.#chunks.splice(at, 1);
  }

  /** Every block from the first that is not before `key`, in order. */
  *from(key: Key): Generator<Block, undefined> {
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at];
    if (chunk === undefined) return;
    yield* chunk.slice(this.#placeIn(chunk, key));
    for (let next = at + 1; next < this.#chunks.length; next++) yield* this.#chunks[next] ?? [];
  }

  /** The first block that is not before `key`. */
  lowerBound(key: Key): Block | undefined {
    const chunk = this.#chunks[this.#chunkOf(key)];
    return chunk?.[this.#placeIn(chunk, key)];
  }

  /** Every block before `key`, the nearest first. */
  *before(key: Key): Generator<Block, undefined> {
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at] ?? [];
    yield* chunk.slice(0, this.#placeIn(chunk, key)).toReversed();
    for (let next = at - 1; next >= 0; next--) yield* (this.#chunks[next] ?? []).toReversed();
  }

  /** A copy in order, safe against changes while it is walked. */
  all(): Block[] {
    return this.#chunks.flat();
  }

  /** The first chunk whose last block is not before `key`; past the end where there is none. */
  #chunkOf(key: Key): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const last = this.#chunks[middle]?.at(-1);
      if (last !== undefined && this.#compare(last, key) >= 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The first place in `chunk` whose block is not before `key`. */
  #placeIn(chunk: readonly Block[], key: Key): number {
    let low = 0;
    let high = chunk.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const block = chunk[middle];
      if (block !== undefined && this.#compare(block, key) >= 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
