import { type AllocConf, parseAllocConf } from "../allocator/conf.ts";
import { type Driver, cardOf } from "../allocator/driver.ts";
import type { Statistics } from "../allocator/statistics.ts";
import type { BlockAtPeak } from "../block-groups.ts";
import { type Bytes, bytes } from "../bytes.ts";
import type { CudaDevice } from "../device.ts";
import { blockOf } from "./birthplace.ts";
import type { RecordedEvent, RecordedSegment, Recording } from "./recording.ts";
import { BOUNDLESS, Replay, replayRecording } from "./replay.ts";

/** Peaks; `allocated_bytes + overhead_bytes = reserved_bytes`. */
export type ReplayPeaks = {
  readonly allocated_bytes: Bytes;
  readonly overhead_bytes: Bytes;
  readonly reserved_bytes: Bytes;
};

/** What the allocator would have done under a `PYTORCH_CUDA_ALLOC_CONF`, on a boundless card and on the one that is asked about. */
export type WhatIf = ReplayPeaks & {
  readonly alloc_conf: string;
  /** Undefined where no card is asked about. */
  readonly fit: Fit | undefined;
  /** False where the settings themselves set a limit that ended it: the peaks are of what came before. */
  readonly complete: boolean;
};

export type Fit =
  | {
      readonly kind: "fits";
      /** How often every cached segment had to be given back for a request. */
      readonly num_alloc_retries: number;
      /** Also where the CUDA context is as large as it may be. */
      readonly sure: boolean;
    }
  | {
      readonly kind: "fails";
      /** The first request that is not served, and its place among the events; undefined for what was there before. */
      readonly request: BlockAtPeak;
      readonly event: number | undefined;
      readonly allocated_bytes: Bytes;
      readonly reserved_bytes: Bytes;
      /** Also where the CUDA context is as small as it may be. */
      readonly sure: boolean;
    };

/** As it was: from the segments that were there, under the settings of the recording. */
export function peaksAsRecorded(recording: Recording): ReplayPeaks {
  return peaksOf(replayRecording(recording, parseAllocConf(recording.alloc_conf)).statistics);
}

/**
 * What would have been under another `PYTORCH_CUDA_ALLOC_CONF`, and whether it fits a card, of which a process can use
 * what its CUDA context leaves.
 *
 * Where segments lay when the recording began is the old settings' doing: what was alive then is asked for anew, in the
 * order of its addresses. A request that failed in the recording is asked for and given back. Caches are emptied where
 * they were. Throws RangeError where the settings cannot be read.
 */
export function whatIf(
  recording: Recording,
  alloc_conf: string,
  card: CudaDevice | undefined,
  workspace: string,
): WhatIf {
  const requests = [...startAnew(recording.segments), ...recording.events.flatMap(asRequests)];
  const conf = parseAllocConf(alloc_conf);
  const total = card?.usable_bytes ?? BOUNDLESS.total;
  const boundless = serve(requests, conf, cardOf(BOUNDLESS.capacity, total));
  const row = { ...peaksOf(boundless.statistics), alloc_conf, complete: boundless.failed === undefined };
  if (card === undefined) return { ...row, fit: undefined };
  const leaving = (context: Bytes) => serve(requests, conf, cardOf(total - context, total));
  const likely = leaving(card.context_bytes);
  if (likely.failed === undefined) {
    const sure = leaving(card.context_high_bytes).failed === undefined;
    const { num_alloc_retries } = likely.statistics;
    return { ...row, fit: { kind: "fits", num_alloc_retries, sure } };
  }
  const sure = leaving(card.context_low_bytes).failed !== undefined;
  return { ...row, fit: failure(likely.failed, likely.statistics, sure, workspace) };
}

/** One event, and its place among those of the recording; undefined for what was there before. */
type Request = { readonly event: RecordedEvent; readonly at: number | undefined };

function startAnew(segments: readonly RecordedSegment[]): Request[] {
  return segments.flatMap(({ stream, blocks }) =>
    blocks
      .filter(({ live }) => live)
      .map(({ key, requested, birth }) => ({
        event: { op: "alloc", key, bytes: requested, stream, birth },
        at: undefined,
      })),
  );
}

function asRequests(event: RecordedEvent, at: number): Request[] {
  if (event.op !== "out_of_memory") return [{ event, at }];
  const key = `failed at ${at}`;
  return [
    { event: { op: "alloc", key, bytes: event.bytes, stream: 0 }, at },
    { event: { op: "free", key }, at },
  ];
}

type Failed = { readonly event: Extract<RecordedEvent, { op: "alloc" }>; readonly at: number | undefined };

/** Up to the first request that cannot be served. */
function serve(
  requests: readonly Request[],
  conf: AllocConf,
  driver: Driver,
): { readonly statistics: Statistics; readonly failed: Failed | undefined } {
  const replay = new Replay([], { conf, driver });
  const { statistics } = replay.allocator;
  for (const { event, at } of requests) {
    const block = replay.apply(event);
    if (event.op === "alloc" && event.bytes > 0 && block === undefined) return { statistics, failed: { event, at } };
  }
  return { statistics, failed: undefined };
}

function failure({ event, at }: Failed, statistics: Statistics, sure: boolean, workspace: string): Fit {
  return {
    kind: "fails",
    request: blockOf(event.bytes, event.birth, at === undefined, workspace),
    event: at,
    allocated_bytes: bytes(statistics.allocated_bytes.all.current),
    reserved_bytes: bytes(statistics.reserved_bytes.all.current),
    sure,
  };
}

function peaksOf({ allocated_bytes, reserved_bytes }: Statistics): ReplayPeaks {
  const [allocated, reserved] = [allocated_bytes.all.peak, reserved_bytes.all.peak];
  return {
    allocated_bytes: bytes(allocated),
    overhead_bytes: bytes(reserved - allocated),
    reserved_bytes: bytes(reserved),
  };
}
