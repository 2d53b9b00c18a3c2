import { type Bytes, bytes } from "./bytes.ts";
import type { Trace } from "./trace.ts";

/** Gives the trace of any batch size of at least 1. */
export type TraceAt = (batch: number) => Trace | undefined;

/**
 * One trace for every batch size: sizes are `a + b × batch`, from the traces at two batch sizes, believed only if a
 * third agrees to the byte. Undefined where the events differ or a size is not affine: then each batch is traced anew.
 */
export function affineTrace(
  traceAt: TraceAt,
  [first, second, third]: readonly [number, number, number],
): TraceAt | undefined {
  const low = traceAt(first);
  const high = traceAt(second);
  if (low === undefined || high === undefined || !alike(low, high)) return undefined;
  const check = traceAt(third);
  if (check === undefined) return undefined;
  const at = (batch: number) => scale(low, high, (batch - first) / (second - first));
  const predicted = at(third);
  return predicted !== undefined && alike(predicted, check) && sameSizes(predicted, check) ? at : undefined;
}

/** The same events in the same order, whatever their sizes. */
function alike(a: Trace, b: Trace): boolean {
  return (
    a.length === b.length &&
    a.every((event, i) => {
      const other = b[i];
      return (
        event.op === other?.op && event.id === other.id && event.phase === other.phase && event.step === other.step
      );
    })
  );
}

function sameSizes(a: Trace, b: Trace): boolean {
  return a.every((event, i) => event.op === "free" || event.bytes === sizeAt(b, i));
}

/** Undefined where a size would be negative or no whole number. */
function scale(low: Trace, high: Trace, share: number): Trace | undefined {
  const sizes = low.map((event, i) =>
    event.op === "free" ? 0 : event.bytes + (sizeAt(high, i) - event.bytes) * share,
  );
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 0)) return undefined;
  return low.map((event, i) => (event.op === "free" ? event : { ...event, bytes: bytes(sizes[i] ?? 0) }));
}

function sizeAt(trace: Trace, index: number): Bytes {
  const event = trace[index];
  return event?.op === "alloc" ? event.bytes : bytes(0);
}
