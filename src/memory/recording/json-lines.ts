import type { RecordedEvent, Recording } from "./recording.ts";

/**
 * Our own plain traces, one event a line, from an empty allocator:
 * `{"alloc": "a", "bytes": 1024, "stream": 0}` (the stream may be left out), `{"free": "a"}`, `{"empty_cache": true}`,
 * `{"record_stream": "a", "stream": 7}`, `{"synchronize": 7}` (the events of a stream have passed; `true` for all).
 *
 * Throws RangeError naming the line, what is there and what is wanted.
 */
export function readJsonLines(text: string): Recording {
  const live = new Set<string>();
  const events: RecordedEvent[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const event = readEvent(line, index + 1);
    follow(live, event, index + 1);
    events.push(event);
  }
  return { device: 0, segments: [], events, placements: [], alloc_conf: "", tensors_only: false };
}

function readEvent(line: string, number: number): RecordedEvent {
  const fields = parseObject(line, number);
  const key = (name: string) => nonEmptyText(fields[name], name, number);
  const stream = () => wholeNumber(fields["stream"] ?? 0, "stream", number);
  if ("alloc" in fields) {
    only(fields, ["alloc", "bytes", "stream"], number);
    return { op: "alloc", key: key("alloc"), bytes: wholeNumber(fields["bytes"], "bytes", number), stream: stream() };
  }
  if ("free" in fields) {
    only(fields, ["free"], number);
    return { op: "free", key: key("free") };
  }
  if ("record_stream" in fields) {
    only(fields, ["record_stream", "stream"], number);
    return { op: "record_stream", key: key("record_stream"), stream: stream() };
  }
  if ("synchronize" in fields) {
    only(fields, ["synchronize"], number);
    const name = fields["synchronize"];
    return { op: "synchronize", stream: name === true ? undefined : wholeNumber(name, "synchronize", number) };
  }
  if (fields["empty_cache"] === true) {
    only(fields, ["empty_cache"], number);
    return { op: "empty_cache" };
  }
  throw problem(
    number,
    line.trim().slice(0, 80),
    'an object with "alloc", "free", "empty_cache", "record_stream" or "synchronize"',
  );
}

type Fields = Readonly<Record<string, unknown>>;

function parseObject(line: string, number: number): Fields {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw problem(number, line.trim().slice(0, 80), "one JSON object a line");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw problem(number, line.trim().slice(0, 80), "one JSON object a line");
  }
  return { ...value };
}

/** Allocated twice or freed without being allocated is a mistake in the file, not a state of the allocator. */
function follow(live: Set<string>, event: RecordedEvent, number: number): void {
  if (event.op === "alloc") {
    if (live.has(event.key))
      throw problem(number, `"${event.key}" is allocated already`, "each name free before it is used again");
    live.add(event.key);
  }
  if (event.op === "free" && !live.delete(event.key))
    throw problem(number, `"${event.key}" is freed`, "a name that is allocated");
  if (event.op === "record_stream" && !live.has(event.key)) {
    throw problem(number, `"${event.key}" is not allocated`, "a name that is allocated");
  }
}

function only(fields: Fields, known: readonly string[], number: number): void {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) throw problem(number, `the key "${unknown}"`, `only ${known.join(", ")}`);
}

function nonEmptyText(value: unknown, name: string, number: number): string {
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  throw problem(number, `${name} is ${JSON.stringify(value)}`, "a name or a whole number");
}

function wholeNumber(value: unknown, name: string, number: number): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw problem(number, `${name} is ${JSON.stringify(value)}`, "a whole number of at least 0");
}

function problem(line: number, there: string, wanted: string): RangeError {
  return new RangeError(`line ${line}: ${there}: wanted ${wanted}`);
}
