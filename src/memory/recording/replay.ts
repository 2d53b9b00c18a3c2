import { Allocator, type AllocatorOptions } from "../allocator/allocator.ts";
import type { Block } from "../allocator/blocks.ts";
import type { AllocConf } from "../allocator/conf.ts";
import { type Driver, cardOf } from "../allocator/driver.ts";
import { GIB } from "../bytes.ts";
import type { Placement, RecordedEvent, RecordedSegment, Recording } from "./recording.ts";
import { restoreSegments } from "./restore.ts";

/** No card has so much: a recording that ran is not stopped by a guess at its card. */
export const BOUNDLESS = { capacity: Infinity, total: 128 * GIB };

/** Told what a replay does as it happens. */
export type ReplayWatch = {
  readonly onRecord?: AllocatorOptions["onRecord"];
  /** After each event; `block` is what an allocation got. */
  readonly onEvent?: (event: RecordedEvent, block: Block | undefined, allocator: Allocator) => void;
};

/**
 * Replays a recording through the allocator model. Segments go where the recording saw them, as long as the model asks
 * for the same sizes; blocks freed twice or never allocated are refused.
 */
export function replayRecording(
  recording: Recording,
  conf: AllocConf,
  { onRecord, onEvent }: ReplayWatch = {},
): Allocator {
  const replay = new Replay(recording.segments, { conf, driver: placing(recording.placements), onRecord });
  for (const event of recording.events) {
    const block = replay.apply(event);
    onEvent?.(event, block, replay.allocator);
  }
  return replay.allocator;
}

/** An allocator that is asked for what was recorded, event by event. */
export class Replay {
  readonly allocator: Allocator;
  readonly #live: Map<string, Block>;

  constructor(segments: readonly RecordedSegment[], options: AllocatorOptions) {
    this.allocator = new Allocator(options);
    this.#live = restoreSegments(this.allocator, segments);
  }

  /** Gives the block that an allocation got. */
  apply(event: RecordedEvent): Block | undefined {
    const { allocator } = this;
    switch (event.op) {
      case "alloc": {
        const block = allocator.malloc(event.bytes, event.stream);
        if (block !== undefined) this.#live.set(event.key, block);
        return block;
      }
      case "free":
        freeKey(allocator, this.#live, event.key);
        return undefined;
      case "record_stream":
        allocator.recordStream(blockOf(this.#live, event.key), event.stream);
        return undefined;
      case "synchronize":
        allocator.synchronize(event.stream);
        return undefined;
      case "empty_cache":
        allocator.emptyCache();
        return undefined;
      case "out_of_memory":
        allocator.statistics.num_ooms += 1;
        return undefined;
    }
  }
}

function freeKey(allocator: Allocator, live: Map<string, Block>, key: string): void {
  const block = live.get(key);
  if (block === undefined) return; // of 0 bytes: nothing was handed out
  live.delete(key);
  allocator.free(block);
}

function blockOf(live: ReadonlyMap<string, Block>, key: string): Block {
  const block = live.get(key);
  if (block === undefined) throw new RangeError(`Cannot use the block ${JSON.stringify(key)}: it is not allocated`);
  return block;
}

/** A driver that puts segments and mapped ranges at recorded addresses, in their order, while the sizes agree. */
function placing(placements: readonly Placement[]): Driver {
  const card = cardOf(BOUNDLESS.capacity, BOUNDLESS.total);
  let segment = 0;
  let mapped = 0;
  const segments = placements.filter((placement) => !placement.mapped);
  const maps = placements.filter((placement) => placement.mapped);
  return {
    ...card,
    segmentAddress(size, stream, small) {
      const next = segments[segment++];
      return next?.size === size && next.stream === stream ? next.address : card.segmentAddress(size, stream, small);
    },
    rangeAddress(size, stream, small) {
      while (maps[mapped] !== undefined && maps[mapped]?.stream !== stream) mapped++;
      return maps[mapped++]?.address ?? card.rangeAddress(size, stream, small);
    },
  };
}
