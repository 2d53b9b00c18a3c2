import { NO_PLACE, ORIGINS, type Origin } from "../block-groups.ts";
import { CATEGORIES, type Category } from "../trace.ts";
import type { RecordedEvent, Recording } from "./recording.ts";
import type { Stack } from "./stack.ts";

/** The events that our probe counted on the CPU, from an empty allocator. */
export type CountedTrace = { readonly schema: "vram-budget/trace@2"; readonly events: readonly unknown[] };

export function isCountedTrace(value: unknown): value is CountedTrace {
  return isObject(value) && value["schema"] === "vram-budget/trace@2" && Array.isArray(value["events"]);
}

/**
 * Throws RangeError naming the event, what is there and what is wanted; a trace that was made for a prediction is
 * refused, since what its kernels take for themselves is not in it.
 */
export function readCountedTrace({ events }: CountedTrace): Recording {
  const alive = new Set<number>();
  const read = events.map((event, index) => readEvent(event, index, alive));
  return { device: 0, segments: [], events: read, placements: [], alloc_conf: "", tensors_only: true };
}

type Fields = Readonly<Record<string, unknown>>;

function readEvent(event: unknown, index: number, alive: Set<number>): RecordedEvent {
  const fields = isObject(event) ? event : {};
  switch (fields["op"]) {
    case "alloc": {
      const [id, bytes] = [whole(fields, "id", index), whole(fields, "bytes", index)];
      if (alive.has(id)) throw problem(index, `storage ${id} is born, and lives already`, "each id once");
      alive.add(id);
      return { op: "alloc", key: String(id), bytes, stream: 0, birth: birthOf(fields) };
    }
    case "free": {
      const id = whole(fields, "id", index);
      if (!alive.delete(id)) throw problem(index, `storage ${id} dies`, "one that lives");
      return { op: "free", key: String(id) };
    }
    case "kernel":
      throw problem(index, "a kernel, as in the trace of a prediction", "a trace that was counted while it ran");
    default:
      throw problem(index, JSON.stringify(event ?? null).slice(0, 80), "an alloc or a free");
  }
}

function birthOf(fields: Fields) {
  const category = CATEGORIES.find((known): known is Category => known === fields["category"]) ?? null;
  return { stack: stackOf(fields), operator: text(fields, "operator"), module: text(fields, "module"), category };
}

/** The probe has chosen the line already, where it was asked to. */
function stackOf(fields: Fields): Stack {
  const origin = ORIGINS.find((known): known is Origin => known === fields["origin"]);
  if (origin === undefined) return { kind: "not-recorded" };
  const [file, line] = [text(fields, "file"), fields["line"]];
  const names = { function: text(fields, "function"), library: text(fields, "library") };
  return { kind: "placed", origin, place: typeof line === "number" ? { file, line, ...names } : NO_PLACE };
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === "string" ? value : "";
}

function whole(fields: Fields, name: string, index: number): number {
  const value = fields[name];
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw problem(index, `${name} is ${JSON.stringify(value)}`, "a whole number of at least 0");
}

function problem(index: number, there: string, wanted: string): RangeError {
  return new RangeError(`Cannot read the trace: event ${index}: ${there}: wanted ${wanted}`);
}
