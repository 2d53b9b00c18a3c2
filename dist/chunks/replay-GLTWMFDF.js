import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  eventsOf,
  placementsOf,
  readPickle,
  readSnapshot,
  replayRecording
} from "./chunk-DY77BNPE.js";
import {
  markdownTable
} from "./chunk-BWA43EDX.js";
import "./chunk-KTA2GC42.js";
import {
  parseAllocConf
} from "./chunk-FY77S7CZ.js";
import "./chunk-MPJ5O2UK.js";
import {
  UserError
} from "./chunk-J3R7NUH7.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";

// src/memory/recording/json-lines.ts
function readJsonLines(text) {
  const live = /* @__PURE__ */ new Set();
  const events = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const event = readEvent(line, index + 1);
    follow(live, event, index + 1);
    events.push(event);
  }
  return { device: 0, segments: [], events, placements: [], alloc_conf: "" };
}
function readEvent(line, number) {
  const fields = parseObject(line, number);
  const key = (name) => nonEmptyText(fields[name], name, number);
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
    return { op: "synchronize", stream: name === true ? void 0 : wholeNumber(name, "synchronize", number) };
  }
  if (fields["empty_cache"] === true) {
    only(fields, ["empty_cache"], number);
    return { op: "empty_cache" };
  }
  throw problem(
    number,
    line.trim().slice(0, 80),
    'an object with "alloc", "free", "empty_cache", "record_stream" or "synchronize"'
  );
}
function parseObject(line, number) {
  let value;
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
function follow(live, event, number) {
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
function only(fields, known, number) {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== void 0) throw problem(number, `the key "${unknown}"`, `only ${known.join(", ")}`);
}
function nonEmptyText(value, name, number) {
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  throw problem(number, `${name} is ${JSON.stringify(value)}`, "a name or a whole number");
}
function wholeNumber(value, name, number) {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw problem(number, `${name} is ${JSON.stringify(value)}`, "a whole number of at least 0");
}
function problem(line, there, wanted) {
  return new RangeError(`line ${line}: ${there}: wanted ${wanted}`);
}

// src/memory/recording/recorded-trace.ts
var ACTIONS = {
  a: "alloc",
  f: "free_completed",
  S: "segment_alloc",
  F: "segment_free",
  o: "oom"
};
function isRecordedTrace(value) {
  return typeof value === "object" && value !== null && "events" in value && Array.isArray(value.events);
}
function readRecordedTrace({ init = [], events }) {
  const streamOf = init[0]?.stream ?? 0;
  const records = events.map(([kind, address, size]) => {
    const action = ACTIONS[kind];
    if (action === void 0) throw new RangeError(`Cannot read the trace: unknown event ${JSON.stringify(kind)}`);
    return { action, address, size, stream: streamOf };
  });
  const segments = init.map(({ addr, size, small, stream, blocks }) => ({
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
      requested
    }))
  }));
  return { device: 0, segments, events: eventsOf(records), placements: placementsOf(records), alloc_conf: "" };
}

// src/commands/replay.ts
function replay(name, content, options) {
  try {
    const conf = parseAllocConf(options.alloc_conf);
    const recording = chooseDevice(readRecordings(content), options.device);
    return resultOf(recording.device, replayRecording(recording, conf));
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(`${name}: ${error.message}`);
    throw error;
  }
}
function readRecordings(content) {
  if (content[0] === 128) return readSnapshot(readPickle(content));
  const text = new TextDecoder().decode(content);
  const whole = parseWhole(text);
  return [isRecordedTrace(whole) ? readRecordedTrace(whole) : readJsonLines(text)];
}
function parseWhole(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
function chooseDevice(recordings, device) {
  const there = recordings.map((recording) => recording.device).join(", ");
  const [first] = recordings;
  if (first === void 0) throw new RangeError("The snapshot holds nothing of any device");
  if (device === void 0 && recordings.length === 1) return first;
  if (device === void 0) throw new RangeError(`The snapshot holds the devices ${there}: choose one with --device`);
  const chosen = recordings.find((recording) => recording.device === device);
  if (chosen === void 0) throw new RangeError(`The snapshot holds nothing of device ${device}: it has ${there}`);
  return chosen;
}
function resultOf(device, { statistics }) {
  const level = (name) => {
    const { current, peak } = statistics[name].all;
    return { current, peak };
  };
  return {
    schema: "vram-budget/replay@1",
    device,
    allocated_bytes: level("allocated_bytes"),
    reserved_bytes: level("reserved_bytes"),
    requested_bytes: level("requested_bytes"),
    segments: level("segment"),
    num_alloc_retries: statistics.num_alloc_retries,
    num_ooms: statistics.num_ooms
  };
}
function renderReplay(result) {
  const count = (n) => n.toLocaleString("en-US");
  const rows = ["allocated_bytes", "reserved_bytes", "requested_bytes", "segments"].map((name) => [
    name,
    count(result[name].current),
    count(result[name].peak)
  ]);
  const table = markdownTable([[`device ${result.device}`, "current", "peak"], ...rows], { align: ["l", "r", "r"] });
  return `${table}

num_alloc_retries ${result.num_alloc_retries}, num_ooms ${result.num_ooms}
`;
}
export {
  renderReplay,
  replay
};
