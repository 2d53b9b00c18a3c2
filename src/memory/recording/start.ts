import { DEFAULT_ALLOC_CONF } from "../allocator/conf.ts";
import { SMALL_BUFFER, SMALL_SIZE, roundSize } from "../allocator/rounding.ts";
import { MIB } from "../bytes.ts";
import type { Birth, RecordedBlock, RecordedSegment, SnapshotRecord } from "./recording.ts";

type Live = {
  readonly size: number;
  readonly requested: number;
  readonly known: boolean;
  readonly birth?: Birth | undefined;
};
type Span = {
  address: number;
  size: number;
  readonly small: boolean;
  readonly stream: number;
  readonly expandable: boolean;
};

/**
 * The segments and live blocks before the first record, from those after the last one: the trace is undone, backwards.
 *
 * One thing does not show: a large block that was there at the start and was freed names the bytes asked for, not up to
 * 1 MiB of slack behind them. Where an address in that stretch is handed out while the block lives, the block ends
 * there; else a gap of at most 1 MiB up to the next block is taken to be slack.
 */
export function startOf(end: readonly RecordedSegment[], records: readonly SnapshotRecord[]): RecordedSegment[] {
  const live = new Map<number, Live>();
  const spans: Span[] = end.map(({ address, size, small, stream, expandable }) => ({
    address,
    size,
    small,
    stream,
    expandable,
  }));
  for (const { address, blocks } of end) {
    for (const { offset, size, requested, live: alive, birth } of blocks) {
      if (alive) live.set(address + offset, { size, requested, known: true, birth });
    }
  }
  for (const record of records.toReversed()) undo(record, live, spans);
  const ends = new BlockEnds(records);
  const addresses = [...live.keys()].toSorted((a, b) => a - b);
  let next = 0;
  return spans
    .filter(({ size }) => size > 0)
    .toSorted((a, b) => a.address - b.address)
    .map((span) => {
      while ((addresses[next] ?? Infinity) < span.address) next++;
      const first = next;
      while ((addresses[next] ?? Infinity) < span.address + span.size) next++;
      return segmentOf(span, addresses.slice(first, next), live, ends);
    });
}

function undo({ action, address, size, stream }: SnapshotRecord, live: Map<number, Live>, spans: Span[]): void {
  switch (action) {
    case "alloc":
      live.delete(address);
      break;
    case "free_completed":
      live.set(address, { size: roundSize(size, DEFAULT_ALLOC_CONF), requested: size, known: false });
      break;
    case "segment_alloc":
      removeSpan(spans, address, size);
      break;
    case "segment_free":
      spans.push({ address, size, small: size === SMALL_BUFFER, stream, expandable: false });
      break;
    case "segment_map":
      removeSpan(spans, address, size);
      break;
    case "segment_unmap":
      addMapped(spans, address, size, stream);
      break;
    default: // free_requested, oom, snapshot, and what later versions may add: nothing moves
  }
}

/** A part of an expandable segment may go from its middle. */
function removeSpan(spans: Span[], address: number, size: number): void {
  const index = spans.findIndex((span) => span.address <= address && address + size <= span.address + span.size);
  const span = spans[index];
  if (span === undefined) return;
  const before = { ...span, size: address - span.address };
  const after = { ...span, address: address + size, size: span.address + span.size - address - size };
  spans.splice(index, 1, ...[before, after].filter((part) => part.size > 0));
}

/** Mapped pages join the mapped stretches that they touch. */
function addMapped(spans: Span[], address: number, size: number, stream: number): void {
  const touching = spans.filter(
    (span) =>
      span.expandable &&
      span.stream === stream &&
      (span.address + span.size === address || address + size === span.address),
  );
  const first = Math.min(address, ...touching.map((span) => span.address));
  const last = Math.max(address + size, ...touching.map((span) => span.address + span.size));
  // Small pages are 2 MiB, large ones 20 MiB, where no neighbour says which.
  const small = touching[0]?.small ?? size % (20 * MIB) !== 0;
  for (const span of touching) spans.splice(spans.indexOf(span), 1);
  spans.push({ address: first, size: last - first, small, stream, expandable: true });
}

/** `starts` are the addresses of its live blocks, ascending. */
function segmentOf(
  span: Span,
  starts: readonly number[],
  live: ReadonlyMap<number, Live>,
  ends: BlockEnds,
): RecordedSegment {
  const limit = span.address + span.size;
  const blocks: RecordedBlock[] = [];
  let at = span.address;
  const add = (address: number, size: number, alive: Live | undefined) => {
    if (size <= 0) return;
    const offset = address - span.address;
    const { requested = 0, birth } = alive ?? {};
    blocks.push({ key: String(address), offset, size, live: alive !== undefined, requested, birth });
    at = address + size;
  };
  for (const [index, address] of starts.entries()) {
    const block = live.get(address);
    if (block === undefined) continue;
    add(at, address - at, undefined);
    const next = starts[index + 1] ?? limit;
    add(address, block.known || span.small ? block.size : ends.sizeOf(address, block.size, next), block);
  }
  add(at, limit - at, undefined);
  return { ...span, blocks };
}

/** Finds the slack of large blocks from what is handed out behind them while they live. */
class BlockEnds {
  readonly #records: readonly SnapshotRecord[];
  /** Where the block at each address is freed first. */
  readonly #freedAt = new Map<number, number>();
  readonly #allocations: { readonly index: number; readonly address: number }[] = [];

  constructor(records: readonly SnapshotRecord[]) {
    this.#records = records;
    for (const [index, { action, address }] of records.entries()) {
      if (action === "free_completed" && !this.#freedAt.has(address)) this.#freedAt.set(address, index);
      if (action === "alloc") this.#allocations.push({ index, address });
    }
    this.#allocations.sort((a, b) => a.address - b.address);
  }

  /** Bytes of the block at `address`, which asked for `size` (rounded) and ends at `next` at the latest. */
  sizeOf(address: number, size: number, next: number): number {
    const end = address + size;
    const until = this.#freedAt.get(address) ?? this.#records.length;
    const handedOut = this.#handedOut(end, Math.min(end + SMALL_SIZE, next), until);
    if (handedOut !== undefined) return handedOut - address;
    return next - end <= SMALL_SIZE ? next - address : size;
  }

  /** The first address from `low` to `high` that is handed out before record `until`. */
  #handedOut(low: number, high: number, until: number): number | undefined {
    let start = 0;
    let stop = this.#allocations.length;
    while (start < stop) {
      const middle = Math.floor((start + stop) / 2);
      if ((this.#allocations[middle]?.address ?? Infinity) < low) start = middle + 1;
      else stop = middle;
    }
    for (let i = start; i < this.#allocations.length; i++) {
      const allocation = this.#allocations[i];
      if (allocation === undefined || allocation.address > high) return undefined;
      if (allocation.index < until) return allocation.address;
    }
    return undefined;
  }
}
