import { type TraceAt, affineTrace } from "./affine.ts";
import type { Bytes } from "./bytes.ts";
import type { Device } from "./device.ts";
import { deviceBytesOf } from "./replay.ts";

/** Memory against the batch size, all else as it is. */
export type BatchCurve = {
  /** The largest batch whose device memory stays within the limit; 0 where none does. */
  readonly max_batch_size: number;
  /** Below this batch less than half of the limit is used; undefined where every batch uses more, or every one less. */
  readonly idle_below_batch_size: number | undefined;
  /** Ascending, the asked batch among them. */
  readonly curve: readonly { readonly batch_size: number; readonly device_bytes: Bytes }[];
};

/** No training has larger batches; a search ends here. */
const LARGEST = 2 ** 24;

/** Finds the batches by replay: each candidate's trace goes through the allocator model. Undefined where there is no trace. */
export function batchCurve(traceAt: TraceAt, device: Device, limit: Bytes, batch: number): BatchCurve | undefined {
  const symbolic = affineTrace(traceAt, [batch, 2 * batch, 3 * batch]) ?? traceAt;
  const known = new Map<number, Bytes>();
  const deviceBytes = (candidate: number): Bytes | undefined => {
    const before = known.get(candidate);
    if (before !== undefined) return before;
    const trace = symbolic(candidate) ?? traceAt(candidate);
    const size = trace === undefined ? undefined : deviceBytesOf(trace, device);
    if (size !== undefined) known.set(candidate, size);
    return size;
  };
  if (deviceBytes(batch) === undefined) return undefined;
  const sizeAt = (candidate: number) => deviceBytes(candidate) ?? Infinity;
  const largest = largestWithin(sizeAt, limit, batch);
  const idle = largestWithin(sizeAt, limit / 2, batch);
  const end = Math.max(largest, batch);
  const wanted = [batch, ...[1, 2, 3, 4, 5].map((quarter) => Math.max(1, Math.round((end * quarter) / 4)))];
  const points = [...new Set(wanted)].toSorted((a, b) => a - b);
  return {
    max_batch_size: largest,
    idle_below_batch_size: idle === 0 || idle >= LARGEST ? undefined : idle + 1,
    curve: points.flatMap((batch_size) => {
      const device_bytes = deviceBytes(batch_size);
      return device_bytes === undefined ? [] : [{ batch_size, device_bytes }];
    }),
  };
}

/** A batch that fits while the next does not: near where the line meets the limit, for memory is nearly affine in the batch. */
function largestWithin(sizeAt: (batch: number) => number, limit: number, start: number): number {
  const fits = (batch: number) => batch <= 0 || (batch <= LARGEST && sizeAt(batch) <= limit);
  const guess = alongTheLine(sizeAt, limit, start, alongTheLine(sizeAt, limit, start, 2 * start));
  const direction = fits(guess) ? 1 : -1;
  let step = Math.max(1, Math.floor(guess / 16_384));
  let near = guess;
  while (fits(near + direction * step) === (direction === 1)) {
    near += direction * step;
    step *= 4;
  }
  const far = near + direction * step;
  return lastFitting(fits, Math.max(0, Math.min(near, far)), Math.max(near, far));
}

/** Halves between a batch that fits and one that does not. */
function lastFitting(fits: (batch: number) => boolean, fitting: number, tooLarge: number): number {
  let low = fitting;
  let high = tooLarge;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Where the line through two batches meets the limit. */
function alongTheLine(sizeAt: (batch: number) => number, limit: number, low: number, high: number): number {
  const slope = (sizeAt(high) - sizeAt(low)) / (high - low);
  if (!Number.isFinite(slope) || slope <= 0) return Math.min(4 * high, LARGEST);
  return Math.min(Math.max(Math.floor(low + (limit - sizeAt(low)) / slope), 1), LARGEST);
}
