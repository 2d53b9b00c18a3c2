import { type TraceAt, affineTrace } from "./affine.ts";
import type { Bytes } from "./bytes.ts";
import type { Device } from "./device.ts";
import { profileOf } from "./replay.ts";

/** Memory against the batch size, all else as it is. */
export type BatchCurve = {
  /** The largest batch whose device memory stays within the limit; 0 where none does. */
  readonly max_batch_size: number;
  /** Below this batch less than half of the limit is used; undefined where even the largest uses less. */
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
    const size = trace === undefined ? undefined : profileOf(trace, device).device_bytes;
    if (size !== undefined) known.set(candidate, size);
    return size;
  };
  if (deviceBytes(batch) === undefined) return undefined;
  const within = (size: number) => (candidate: number) => (deviceBytes(candidate) ?? Infinity) <= size;
  const largest = largestWhere(within(limit), batch);
  const idle = largestWhere(within(limit / 2), batch);
  const end = Math.max(largest, batch);
  const wanted = [batch, ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((tenth) => Math.max(1, Math.round((end * tenth) / 8)))];
  const points = [...new Set(wanted)].toSorted((a, b) => a - b);
  return {
    max_batch_size: largest,
    idle_below_batch_size: idle >= LARGEST ? undefined : idle + 1,
    curve: points.flatMap((batch_size) => {
      const device_bytes = deviceBytes(batch_size);
      return device_bytes === undefined ? [] : [{ batch_size, device_bytes }];
    }),
  };
}

/** A batch at which `fits` holds and the next does not, by doubling and halving: it fits, and one more does not. */
function largestWhere(fits: (batch: number) => boolean, start: number): number {
  let low = 0;
  let high = start;
  while (high < LARGEST && fits(high)) {
    low = high;
    high *= 2;
  }
  if (high >= LARGEST && fits(LARGEST)) return LARGEST;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
