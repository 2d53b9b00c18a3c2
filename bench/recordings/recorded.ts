import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as z from "zod/mini";
import { readPickle } from "../../src/memory/recording/pickle.ts";
import type { Recording } from "../../src/memory/recording/recording.ts";
import { readSnapshot } from "../../src/memory/recording/snapshot.ts";

/** A request or a free. `block`: the bytes are those of the block that was handed out, not those that were asked for. */
export type RecordedStep = { readonly op: "alloc" | "free"; readonly bytes: number; readonly block: boolean };

/** What a card was asked for, and the most that was alive. */
export type Recorded = { readonly steps: readonly RecordedStep[]; readonly peak: number };

/** Reads what `_dump_snapshot()` wrote of one device, or `export_memory_timeline()` as `.raw.json.gz`. */
export function readRecorded(path: string): Recorded {
  const content = readFileSync(path);
  if (content[0] !== 0x80) return ofTimeline(content[0] === 0x1f ? gunzipSync(content) : content);
  const [recording, other] = readSnapshot(readPickle(content)).filter(({ events }) => events.length > 0);
  if (recording === undefined || other !== undefined) throw new RangeError(`${path} is not of one device`);
  return ofSnapshot(recording);
}

function ofSnapshot({ segments, events }: Recording): Recorded {
  const alive = new Map<string, number>();
  for (const { blocks } of segments) {
    for (const { key, live, requested } of blocks) if (live) alive.set(key, requested);
  }
  let now = [...alive.values()].reduce((sum, bytes) => sum + bytes, 0);
  let peak = now;
  const steps: RecordedStep[] = [];
  for (const event of events) {
    if (event.op !== "alloc" && event.op !== "free") continue;
    const bytes = event.op === "alloc" ? event.bytes : (alive.get(event.key) ?? 0);
    if (event.op === "alloc") alive.set(event.key, bytes);
    now += event.op === "alloc" ? bytes : -bytes;
    peak = Math.max(peak, now);
    steps.push({ op: event.op, bytes, block: false });
  }
  return { steps, peak };
}

const Timeline = z.array(z.tuple([z.number(), z.int(), z.int(), z.int()]));
/** `Action` in torch/profiler/_memory_profiler.py; 3 is a write in place. */
const [PRESENT, CREATE, DESTROY] = [1, 2, 4] as const;

/** Each entry is [nanoseconds, action, bytes of the block, category]; what was there before comes first. */
function ofTimeline(content: Uint8Array): Recorded {
  let [now, peak] = [0, 0];
  const steps: RecordedStep[] = [];
  for (const [, action, signed] of Timeline.parse(JSON.parse(Buffer.from(content).toString()))) {
    const bytes = Math.abs(signed);
    if (action === PRESENT || action === CREATE) now += bytes;
    if (action === DESTROY) now -= bytes;
    peak = Math.max(peak, now);
    if (action === CREATE || action === DESTROY)
      steps.push({ op: action === CREATE ? "alloc" : "free", bytes, block: true });
  }
  return { steps, peak };
}
