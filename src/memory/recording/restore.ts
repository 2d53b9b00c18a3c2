import type { Allocator } from "../allocator/allocator.ts";
import { type Block, type ExpandableRange, type Pool, isSplit, newBlock, splice } from "../allocator/blocks.ts";
import { SMALL_BUFFER, roundUp } from "../allocator/rounding.ts";
import { count, resetPeaks } from "../allocator/statistics.ts";
import type { RecordedBlock, RecordedSegment } from "./recording.ts";

/** Puts the segments into an empty allocator; gives the live blocks by their keys. Peaks start at what is there. */
export function restoreSegments(allocator: Allocator, segments: readonly RecordedSegment[]): Map<string, Block> {
  const live = new Map<string, Block>();
  const plain = segments.filter((segment) => !segment.expandable);
  for (const segment of plain) restorePlain(allocator, segment, live);
  for (const range of rangesOf(
    allocator,
    segments.filter((segment) => segment.expandable),
  )) {
    restoreRange(allocator, range, live);
  }
  resetPeaks(allocator.statistics);
  return live;
}

function restorePlain(allocator: Allocator, segment: RecordedSegment, live: Map<string, Block>): void {
  const { statistics } = allocator;
  const pool = segment.small ? allocator.small : allocator.large;
  allocator.driver.take(segment.size);
  allocator.total += segment.size;
  count(statistics, "segment", segment.small, 1);
  count(statistics, "reserved_bytes", segment.small, segment.size);
  const blocks = restoreBlocks(allocator, pool, segment, undefined, live);
  for (const block of blocks) {
    if (block.allocated || !isSplit(block)) continue;
    count(statistics, "inactive_split", segment.small, 1);
    count(statistics, "inactive_split_bytes", segment.small, block.size);
  }
}

function restoreBlocks(
  allocator: Allocator,
  pool: Pool,
  segment: RecordedSegment,
  range: ExpandableRange | undefined,
  live: Map<string, Block>,
): Block[] {
  let before: Block | undefined;
  return segment.blocks.map((recorded) => {
    const block = newBlock(pool, segment.stream, segment.address + recorded.offset, recorded.size, range);
    splice(block, before, undefined);
    before = block;
    if (recorded.live) restoreLive(allocator, block, recorded, live);
    else allocator.insertFree(block);
    return block;
  });
}

function restoreLive({ statistics }: Allocator, block: Block, recorded: RecordedBlock, live: Map<string, Block>): void {
  const { small } = block.pool;
  block.allocated = true;
  block.requested = recorded.requested;
  live.set(recorded.key, block);
  count(statistics, "allocation", small, 1);
  count(statistics, "allocated_bytes", small, block.size);
  count(statistics, "active", small, 1);
  count(statistics, "active_bytes", small, block.size);
  count(statistics, "requested_bytes", small, recorded.requested);
}

/** Mapped stretches of one address range, in address order. */
type Range = {
  readonly base: number;
  readonly size: number;
  readonly page: number;
  readonly segments: RecordedSegment[];
};

/** A snapshot names each mapped stretch; those of one pool and stream that lie within a range's length share it. */
function rangesOf({ driver, conf }: Allocator, segments: readonly RecordedSegment[]): Range[] {
  const ranges: Range[] = [];
  for (const segment of segments.toSorted((a, b) => a.address - b.address)) {
    const page = segment.small ? SMALL_BUFFER : conf.large_segment_size;
    const size = roundUp(driver.total + Math.floor(driver.total / 8), page);
    const range = ranges.find(
      ({ base, segments: [first] }) =>
        first?.stream === segment.stream && first.small === segment.small && segment.address < base + size,
    );
    if (range === undefined) ranges.push({ base: segment.address, size, page, segments: [segment] });
    else range.segments.push(segment);
  }
  return ranges;
}

function restoreRange(allocator: Allocator, { base, size, page, segments }: Range, live: Map<string, Block>): void {
  const range = { base, page };
  let last: Block | undefined;
  let end = base;
  const addUnmapped = (pool: Pool, stream: number, address: number, length: number) => {
    if (length <= 0) return;
    const block = newBlock(pool, stream, address, length, range);
    block.mapped = false;
    splice(block, last, undefined);
    pool.unmapped.add(block);
    last = block;
  };
  for (const segment of segments) {
    const pool = segment.small ? allocator.small : allocator.large;
    addUnmapped(pool, segment.stream, end, segment.address - end);
    const blocks = restoreBlocks(allocator, pool, segment, range, live);
    if (blocks[0] !== undefined) splice(blocks[0], last, blocks[0].next);
    last = blocks.at(-1);
    end = segment.address + segment.size;
    allocator.driver.take(segment.size);
    allocator.total += segment.size;
    count(allocator.statistics, "reserved_bytes", segment.small, segment.size);
    if (segment === segments.at(-1)) addUnmapped(pool, segment.stream, end, base + size - end);
  }
}
