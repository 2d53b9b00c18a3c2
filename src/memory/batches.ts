import { type TraceAt, affineTrace } from "./affine.ts";
import { type Bytes, bytes } from "./bytes.ts";
import type { Device } from "./device.ts";
import { deviceBytesOf } from "./replay.ts";

/** Memory against the batch size, all else as it is. */
export type BatchCurve = {
  /** The largest batch whose device memory stays within the limit; 0 where none does. */
  readonly max_batch_size: number;
  /** Below this batch, to within 1 %, less than half of the limit is used; undefined where all use more, or all less. */
  readonly idle_below_batch_size: number | undefined;
  /** Ascending, the asked batch among them. */
  readonly curve: readonly { readonly batch_size: number; readonly device_bytes: Bytes }[];
};

/** No training has larger batches; a search ends here. */
const LARGEST = 2 ** 24;

type SizeAt = (batch: number) => number;

/**
 * Finds the batches by replay. The search goes over one symbolic trace where sizes are affine in the batch; what it finds
 * is checked with traces of its own, for at another size PyTorch may choose another way. Then the search is made anew.
 */
export function batchCurve(traceAt: TraceAt, device: Device, limit: Bytes, batch: number): BatchCurve | undefined {
  const exact = sizesOf(traceAt, device);
  if (!Number.isFinite(exact(batch))) return undefined;
  const symbolic = affineTrace(traceAt, [batch, 2 * batch, 3 * batch]);
  const quick = symbolic === undefined ? exact : sizesOf(symbolic, device);
  const search = (size: number, tolerance: number) => {
    const found = largestWithin(quick, size, batch, tolerance);
    const next = Math.ceil(found * (1 + tolerance)) + 1;
    const holds = (found === 0 || exact(found) <= size) && (found >= LARGEST || exact(next) > size);
    return holds ? found : largestWithin(exact, size, batch, tolerance);
  };
  const largest = search(limit, 0);
  const idle = search(limit / 2, 0.01);
  const end = Math.max(largest, batch);
  const wanted = [batch, ...[1, 2, 3, 4, 5].map((quarter) => Math.max(1, Math.round((end * quarter) / 4)))];
  const points = [...new Set(wanted)].toSorted((a, b) => a - b);
  return {
    max_batch_size: largest,
    idle_below_batch_size: idle === 0 || idle >= LARGEST ? undefined : idle + 1,
    curve: points
      .filter((point) => Number.isFinite(exact(point)))
      .map((batch_size) => ({ batch_size, device_bytes: bytes(exact(batch_size)) })),
  };
}

/** Device memory by batch, each replayed once; infinite where there is no trace. */
function sizesOf(traceAt: TraceAt, device: Device): SizeAt {
  const known = new Map<number, number>();
  return (batch) => {
    const before = known.get(batch);
    if (before !== undefined) return before;
    const trace = traceAt(batch);
    const size = trace === undefined ? Infinity : deviceBytesOf(trace, device);
    known.set(batch, size);
    return size;
  };
}

/** Guesses along the line, before halving takes over. */
const GUESSES = 6;

/**
 * A batch that fits while the next does not: where the line between one that fits and one that does not meets the limit,
 * for memory is nearly affine in the batch; then by halving. `tolerance` is the share of the batch to stop at.
 */
function largestWithin(sizeAt: SizeAt, limit: number, start: number, tolerance: number): number {
  let low = 0;
  let high = LARGEST + 1;
  let [before, candidate] = [2 * start, start];
  for (let tries = 0; high - low > Math.max(1, tolerance * low); tries++) {
    if (sizeAt(candidate) <= limit) low = candidate;
    else high = candidate;
    const guess = tries < GUESSES ? alongTheLine(sizeAt, limit, before, candidate) : Math.floor((low + high) / 2);
    before = candidate;
    // Past the guess by the size of a step of the allocator: the other end comes near too.
    const past = tries > 1 && tries < GUESSES ? Math.ceil(guess / 2048) * (low === candidate ? 1 : -1) : 0;
    candidate = Math.min(Math.max(guess + past, low + 1), high - 1);
  }
  return low;
}

/** Where the line through two batches meets the limit. */
function alongTheLine(sizeAt: SizeAt, limit: number, one: number, other: number): number {
  const slope = (sizeAt(other) - sizeAt(one)) / (other - one);
  if (!Number.isFinite(slope) || slope <= 0) return Math.min(4 * Math.max(one, other), LARGEST);
  return Math.min(Math.max(Math.floor(other + (limit - sizeAt(other)) / slope), 1), LARGEST);
}
