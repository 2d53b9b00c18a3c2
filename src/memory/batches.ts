import { type Bytes, bytes } from "./bytes.ts";

/** Memory against the batch size, all else as it is. */
export type BatchCurve = {
  /** The largest batch whose device memory stays within the limit; 0 where none does. */
  readonly max_batch_size: number;
  /** Below this batch, to within 1 %, less than half of the limit is used; undefined where all use more, or all less. */
  readonly idle_below_batch_size: number | undefined;
  /** Ascending, the asked batch among them. */
  readonly curve: readonly BatchPoint[];
};

export type BatchPoint = { readonly batch_size: number; readonly device_bytes: Bytes };

/** No training has larger batches; a search ends here. */
export const LARGEST_BATCH = 2 ** 24;

/** Device memory by batch; infinite where the batch cannot be trained with. */
export type SizeAt = (batch: number) => number;

/** Finds the batches by asking for the size of a few; undefined where the asked batch has none. */
export function batchCurve(sizeAt: SizeAt, limit: Bytes, batch: number): BatchCurve | undefined {
  const size = remembered(sizeAt);
  if (!Number.isFinite(size(batch))) return undefined;
  const largest = answered(largestWithin(limit, batch, 2 * batch), size);
  const idle = answered(largestWithin(limit / 2, batch, 2 * batch, 0.01), size);
  const end = Math.max(largest, batch);
  const wanted = [batch, ...[1, 2, 3, 4, 5].map((quarter) => Math.max(1, Math.round((end * quarter) / 4)))];
  const points = [...new Set(wanted)].toSorted((a, b) => a - b);
  return {
    max_batch_size: largest,
    idle_below_batch_size: idle === 0 || idle >= LARGEST_BATCH ? undefined : idle + 1,
    curve: points
      .filter((point) => Number.isFinite(size(point)))
      .map((batch_size) => ({ batch_size, device_bytes: bytes(size(batch_size)) })),
  };
}

function remembered(sizeAt: SizeAt): SizeAt {
  const known = new Map<number, number>();
  return (batch) => {
    const size = known.get(batch) ?? sizeAt(batch);
    known.set(batch, size);
    return size;
  };
}

/** A search that asks for the size of a batch, is told it, and in the end gives the batch that it found. */
export type Search = Generator<number, number, number>;

function answered(search: Search, sizeAt: SizeAt): number {
  let asked = search.next();
  while (asked.done !== true) asked = search.next(sizeAt(asked.value));
  return asked.value;
}

/** Guesses along the line, before halving takes over. */
const GUESSES = 6;

/**
 * A batch that fits while the next does not: where the line between two batches meets the limit, for memory is nearly
 * affine in the batch; then by halving. The first line goes through `start` and `other`. `tolerance` is the share of the
 * batch to stop at.
 */
export function* largestWithin(limit: number, start: number, other: number, tolerance = 0): Search {
  let low = 0;
  let high = LARGEST_BATCH + 1;
  let [before, candidate] = [other, start];
  for (let tries = 0; high - low > Math.max(1, tolerance * low); tries++) {
    if ((yield candidate) <= limit) low = candidate;
    else high = candidate;
    const guess = tries < GUESSES ? yield* alongTheLine(limit, before, candidate) : Math.floor((low + high) / 2);
    before = candidate;
    // Past the guess by the size of a step of the allocator: the other end comes near too.
    const past = tries > 1 && tries < GUESSES ? Math.ceil(guess / 2048) * (low === candidate ? 1 : -1) : 0;
    candidate = Math.min(Math.max(guess + past, low + 1), high - 1);
  }
  return low;
}

/** Where the line through two batches meets the limit. */
function* alongTheLine(limit: number, one: number, other: number): Search {
  const slope = ((yield other) - (yield one)) / (other - one);
  if (!Number.isFinite(slope) || slope <= 0) return Math.min(4 * Math.max(one, other), LARGEST_BATCH);
  return Math.min(Math.max(Math.floor(other + (limit - (yield other)) / slope), 1), LARGEST_BATCH);
}
