import type { RecordedSegment, Recording, SnapshotRecord } from "./recording.ts";
import { eventsOf, placementsOf } from "./snapshot.ts";

/**
 * The short form in which recordings are exchanged: `init` are the segments at the start with their blocks as
 * [offset, size, live, requested]; `events` are ["a" | "f" | "S" | "F" | "o", address, size] for allocations, completed
 * frees, segments taken and given back, and running out of memory.
 */
export type RecordedTrace = {
  readonly init?: readonly {
    readonly addr: number;
    readonly size: number;
    readonly small: boolean;
    readonly stream: number;
    readonly blocks: readonly (readonly number[])[];
  }[];
  readonly events: readonly (readonly [kind: string, address: number, size: number])[];
};

const ACTIONS: Readonly<Record<string, string>> = {
  a: "alloc",
  f: "free_completed",
  S: "segment_alloc",
  F: "segment_free",
  o: "oom",
};

export function isRecordedTrace(value: unknown): value is RecordedTrace {
  return typeof value === "object" && value !== null && "events" in value && Array.isArray(value.events);
}

export function readRecordedTrace({ init = [], events }: RecordedTrace): Recording {
  const streamOf = init[0]?.stream ?? 0;
  const records = events.map(([kind, address, size]): SnapshotRecord => {
    const action = ACTIONS[kind];
    if (action === undefined) throw new RangeError(`Cannot read the trace: unknown event ${JSON.stringify(kind)}`);
    return { action, address, size, stream: streamOf };
  });
  const segments = init.map(({ addr, size, small, stream, blocks }): RecordedSegment => ({
    address: addr,
    size,
    small,
    stream,
    expandable: false,
    blocks: blocks.map(([offset = 0, length = 0, live = 0, requested = 0]) => ({
      key: String(addr + offset),
      offset,
      size: length,
      live: live === 1,
      requested,
    })),
  }));
  return {
    device: 0,
    segments,
    events: eventsOf(records),
    placements: placementsOf(records),
    alloc_conf: "",
    tensors_only: false,
  };
}
