import { Births } from "./births.ts";
import type { Plain } from "./pickle.ts";
import type {
  Placement,
  RecordedBlock,
  RecordedEvent,
  RecordedSegment,
  Recording,
  SnapshotRecord,
} from "./recording.ts";
import { startOf } from "./start.ts";

/**
 * The recordings in what `torch.cuda.memory._dump_snapshot` wrote, one a device that has segments or a trace.
 *
 * `segments` is the state at the end of the recording; the state at its start is found by walking the trace backwards.
 * Throws RangeError where something that is needed is not there.
 * Source: torch/cuda/memory.py, torch/csrc/cuda/memory_snapshot.cpp.
 */
export function readSnapshot(snapshot: Plain): Recording[] {
  const top = dictionary(snapshot, "the snapshot");
  const segments = list(top.get("segments") ?? [], "segments").map((segment) => dictionary(segment, "a segment"));
  const traces = list(top.get("device_traces") ?? [], "device_traces").map((trace) =>
    list(trace, "a device's trace").map((entry) => dictionary(entry, "a trace entry")),
  );
  const alloc_conf = confOf(top.get("allocator_settings"));
  const devices = new Set([
    ...segments.map((segment) => number(segment.get("device") ?? 0, "device")),
    ...traces.flatMap((trace, device) => (trace.length > 0 ? [device] : [])),
  ]);
  return [...devices]
    .toSorted((a, b) => a - b)
    .map((device) => {
      const own = segments.filter((segment) => number(segment.get("device") ?? 0, "device") === device);
      const trace = traces[device] ?? [];
      const births = new Births(trace.filter(isAllocation), top.get("vram_budget"));
      const records = readRecords(trace, births);
      return {
        device,
        segments: withoutOverlap(
          startOf(
            own.map((segment) => readSegment(segment, births)),
            records,
          ),
        ),
        events: eventsOf(records),
        placements: placementsOf(records),
        alloc_conf,
        tensors_only: false,
        workspace: workspaceOf(top.get("vram_budget")),
      };
    });
}

type Fields = ReadonlyMap<Plain, Plain>;

function readRecords(trace: readonly Fields[], births: Births): SnapshotRecord[] {
  const last = new Map<number, number>();
  for (const [index, fields] of trace.entries()) if (isAllocation(fields)) last.set(addressOf(fields), index);
  return trace.map((fields, index) => {
    const address = addressOf(fields);
    return {
      action: text(fields.get("action") ?? "", "action"),
      address,
      size: number(fields.get("size") ?? 0, "size"),
      stream: number(fields.get("stream") ?? 0, "stream"),
      birth: isAllocation(fields) ? births.during(fields, address, last.get(address) === index) : undefined,
    };
  });
}

function isAllocation(fields: Fields): boolean {
  return fields.get("action") === "alloc";
}

/** An `oom` names the free memory of the device in its place. */
function addressOf(fields: Fields): number {
  return number(fields.get("addr") ?? fields.get("device_free") ?? 0, "addr");
}

/** Later releases may name it after the accelerator, as the environment variable is. */
function confOf(settings: Plain | undefined): string {
  if (!(settings instanceof Map)) return "";
  const conf = settings.get("PYTORCH_CUDA_ALLOC_CONF") ?? settings.get("PYTORCH_ALLOC_CONF");
  return typeof conf === "string" ? conf : "";
}

/** As our recorder leaves it: src/probe/vram_probe/recording.py. */
function workspaceOf(note: Plain | undefined): string | undefined {
  const folder = note instanceof Map ? note.get("workspace") : undefined;
  return typeof folder === "string" ? folder : undefined;
}

function readSegment(segment: Fields, births: Births): RecordedSegment {
  const address = number(segment.get("address"), "a segment's address");
  let end = address; // very old snapshots leave the addresses of blocks out: they follow one another
  const blocks = list(segment.get("blocks") ?? [], "blocks").map((entry): RecordedBlock => {
    const block = dictionary(entry, "a block");
    const start = number(block.get("address") ?? end, "a block's address");
    const size = number(block.get("size"), "a block's size");
    end = start + size;
    const live = text(block.get("state") ?? "", "state").startsWith("active");
    const requested = live ? number(block.get("requested_size") ?? size, "requested_size") : 0;
    const birth = live ? births.before(block, start) : undefined;
    return { key: String(start), offset: start - address, size, live, requested, birth };
  });
  return {
    address,
    size: number(segment.get("total_size"), "total_size"),
    small: segment.get("segment_type") === "small",
    stream: number(segment.get("stream") ?? 0, "stream"),
    expandable: segment.get("is_expandable") === true,
    blocks,
  };
}

/** A snapshot can be written by anyone: an allocator whose memory lies in two segments, or in two blocks, is none. */
function withoutOverlap(segments: RecordedSegment[]): RecordedSegment[] {
  let end = 0;
  for (const { address, size, blocks } of segments) {
    let free = Math.max(end, address); // in address order, as the segments are
    for (const block of blocks) {
      const start = address + block.offset;
      if (start < free || block.size <= 0 || start + block.size > address + size)
        throw new RangeError(
          `Cannot read the snapshot: the block at ${start} lies in another, or outside of its segment`,
        );
      free = start + block.size;
    }
    end = address + size;
  }
  return segments;
}

/**
 * Segments given back right before a segment is taken, or before running out, were given back for that request; any
 * others by `empty_cache()`. Both empty the cache. A free that is completed later than it is requested waited for
 * another stream: here for one of its own, which passes when the recording says so.
 */
export function eventsOf(records: readonly SnapshotRecord[]): RecordedEvent[] {
  const events: RecordedEvent[] = [];
  const waiting = new Set<number>();
  for (const [index, { action, address, size, stream, birth }] of records.entries()) {
    const key = String(address);
    if (isRelease(action) && !isRelease(records[index - 1]?.action)) events.push({ op: "empty_cache" });
    if (action === "alloc") events.push({ op: "alloc", key, bytes: size, stream, birth });
    if (action === "oom") events.push({ op: "out_of_memory", bytes: size });
    if (action === "free_requested" && !isCompletedNext(records, index)) {
      waiting.add(address);
      events.push({ op: "record_stream", key, stream: waitingStream(address) }, { op: "free", key });
    }
    if (action === "free_completed") {
      events.push(
        waiting.delete(address) ? { op: "synchronize", stream: waitingStream(address) } : { op: "free", key },
      );
    }
  }
  return events;
}

function isRelease(action: string | undefined): boolean {
  return action === "segment_free" || action === "segment_unmap";
}

function isCompletedNext(records: readonly SnapshotRecord[], index: number): boolean {
  const next = records[index + 1];
  return next?.action === "free_completed" && next.address === records[index]?.address;
}

/** No stream of the recording: those are pointers or 0. */
function waitingStream(address: number): number {
  return -1 - address;
}

export function placementsOf(records: readonly SnapshotRecord[]): Placement[] {
  return records
    .filter(({ action }) => action === "segment_alloc" || action === "segment_map")
    .map(({ action, address, size, stream }) => ({ address, size, stream, mapped: action === "segment_map" }));
}

function dictionary(value: Plain, what: string): Fields {
  if (value instanceof Map) return value;
  throw new RangeError(`Cannot read the snapshot: ${what} is ${kindOf(value)}, wanted a dictionary`);
}

function list(value: Plain, what: string): readonly Plain[] {
  if (Array.isArray(value)) return value;
  throw new RangeError(`Cannot read the snapshot: ${what} is ${kindOf(value)}, wanted a list`);
}

function number(value: Plain | undefined, what: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`Cannot read the snapshot: ${what} is ${kindOf(value)}, wanted a whole number`);
}

function text(value: Plain, what: string): string {
  if (typeof value === "string") return value;
  throw new RangeError(`Cannot read the snapshot: ${what} is ${kindOf(value)}, wanted a text`);
}

function kindOf(value: Plain | undefined): string {
  if (value === undefined) return "missing";
  return typeof value === "object" ? "another kind of data" : JSON.stringify(String(value)).slice(0, 60);
}
