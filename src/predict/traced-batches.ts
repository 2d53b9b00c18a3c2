import { type BatchPoint, LARGEST_BATCH, batchCurve, largestWithin } from "../memory/batches.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { BatchAdvice, BatchRow } from "./batch-advice.ts";
import type { BatchTraces } from "./batch-traces.ts";

/** Traces that a search may make where one trace does not answer every batch. */
const MOST_TRACES = 6;
/** A trace of more events is not made for a search: a model may run once a sample. */
const MOST_EVENTS = 200_000;
/** This many batches are traced each; of more, three are, and the others follow from them. */
const FEW = 3;

/** One row for each of `batches`, which are ascending. */
export async function tracedRows(traces: BatchTraces, batches: readonly number[]): Promise<BatchRow[]> {
  const [low, high, ...more] = batches.filter((batch) => batch > 1);
  const last = more.at(-1);
  if (batches.length > FEW && low !== undefined && high !== undefined && last !== undefined) {
    const line = await traces.draw(low, high);
    if (line !== undefined) await traces.agrees(line, last);
  }
  const rows: BatchRow[] = [];
  for (const batch_size of batches) {
    const told = traces.line?.holds === true ? traces.tiers(batch_size) : undefined;
    const known = told === undefined ? await traces.trace(batch_size) : { tiers: told };
    rows.push(
      "failed" in known
        ? { batch_size, kind: "unknown", what: known.failed }
        : { batch_size, kind: "predicted", ...known.tiers },
    );
  }
  return rows;
}

/**
 * The largest batch within `limit`: by one symbolic trace where sizes are affine in the batch, and what is found is
 * traced too; else by a bounded number of traces. Undefined where not even `batch` can be traced.
 */
export async function tracedAdvice(traces: BatchTraces, limit: Bytes, batch: number): Promise<BatchAdvice | undefined> {
  if ("failed" in (await traces.trace(batch))) return undefined;
  if (batch === 1) await traces.trace(2);
  if (isOpen(traces, limit)) {
    const affine = await affineAdvice(traces, limit, batch);
    if (affine !== undefined) return affine;
    await search(traces, limit, batch);
  }
  const [low, high] = bracket(traces, limit);
  return {
    max_batch_size: low,
    idle_below_batch_size: undefined,
    curve: pointsOf(traces),
    evidence: { kind: "traced", traced: batchesOf(traces), unknown_below: high - low > 1 ? high : undefined },
  };
}

async function affineAdvice(traces: BatchTraces, limit: Bytes, batch: number): Promise<BatchAdvice | undefined> {
  const second = secondTo(batch);
  const line = await traces.draw(Math.max(batch, 2), second);
  if (line === undefined || !isOpen(traces, limit)) return undefined;
  const curve = () => batchCurve((size) => traces.tiers(size)?.device_bytes ?? Infinity, limit, batch);
  const found = curve()?.max_batch_size ?? 0;
  if (found < 2) await traces.trace(1);
  for (const third of [found, found + 1, 2 * second + 1]) {
    if (third < 2 || third >= LARGEST_BATCH || line.through.includes(third)) continue;
    const agrees = await traces.agrees(line, third);
    if (agrees === false) return undefined;
    if (agrees === true) break;
  }
  const best = line.holds ? curve() : undefined;
  if (best === undefined) return undefined;
  const points = new Map([...best.curve, ...pointsOf(traces)].map((point) => [point.batch_size, point]));
  return {
    ...best,
    curve: [...points.values()].toSorted((a, b) => a.batch_size - b.batch_size),
    evidence: { kind: "affine", traced: batchesOf(traces).filter((traced) => traced > 1) },
  };
}

/** Traces one batch after another. */
async function search(traces: BatchTraces, limit: Bytes, batch: number): Promise<void> {
  const batches = largestWithin(limit, batch, secondTo(batch));
  let asked = batches.next();
  for (let left = MOST_TRACES; asked.done !== true && isOpen(traces, limit);) {
    if (!traces.has(asked.value)) {
      if (left === 0 || eventsAt(traces, asked.value) > MOST_EVENTS) return;
      left -= 1;
    }
    const trace = await traces.trace(asked.value);
    asked = batches.next("failed" in trace ? Infinity : trace.tiers.device_bytes);
  }
}

/** An odd number, for kernels may choose by what divides the batch. */
function secondTo(batch: number): number {
  return batch === 1 ? 3 : 2 * batch + 1;
}

function batchesOf(traces: BatchTraces): number[] {
  return traces.all().map(({ batch_size }) => batch_size);
}

function pointsOf(traces: BatchTraces): BatchPoint[] {
  return traces.all().map(({ batch_size, tiers }) => ({ batch_size, device_bytes: tiers.device_bytes }));
}

/** The largest traced batch that fits, 0 where none does, and the smallest that does not. */
function bracket(traces: BatchTraces, limit: Bytes): readonly [low: number, high: number] {
  const points = pointsOf(traces);
  const fits = points.findLast(({ device_bytes }) => device_bytes <= limit);
  const over = points.find(({ device_bytes }) => device_bytes > limit);
  return [fits?.batch_size ?? 0, over?.batch_size ?? LARGEST_BATCH + 1];
}

function isOpen(traces: BatchTraces, limit: Bytes): boolean {
  const [low, high] = bracket(traces, limit);
  return high - low > 1;
}

/** How many events a trace would have, by those of the two largest batches. */
function eventsAt(traces: BatchTraces, batch: number): number {
  const [other, one = other] = traces.all().slice(-2);
  if (one === undefined || other === undefined) return 0;
  const slope = one === other ? 0 : (one.events.length - other.events.length) / (one.batch_size - other.batch_size);
  return one.events.length + slope * (batch - one.batch_size);
}
