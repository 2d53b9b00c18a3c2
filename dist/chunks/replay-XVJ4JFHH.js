import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  TENSORS_ONLY,
  askWhatIf
} from "./chunk-LMLYXXYH.js";
import {
  blocksAtPeak
} from "./chunk-4ZCEJAAP.js";
import "./chunk-DTIZBPZC.js";
import {
  eventsOf,
  placementsOf,
  readPickle,
  readSnapshot
} from "./chunk-3OGH34IK.js";
import {
  NO_PLACE,
  ORIGINS,
  replayRecording
} from "./chunk-TJCAHIHV.js";
import {
  markdownTable
} from "./chunk-BWA43EDX.js";
import {
  blockTable,
  whereText
} from "./chunk-EWCJM4KM.js";
import {
  formatCount
} from "./chunk-73KJIM4E.js";
import "./chunk-7OKXMFRY.js";
import {
  parseAllocConf
} from "./chunk-LVUBKEZX.js";
import {
  CATEGORIES
} from "./chunk-MPJ5O2UK.js";
import {
  UserError
} from "./chunk-J3R7NUH7.js";
import "./chunk-O56B5XNW.js";
import "./chunk-LZQXQOPJ.js";

// src/memory/recording/counted-trace.ts
function isCountedTrace(value) {
  return isObject(value) && value["schema"] === "vram-budget/trace@2" && Array.isArray(value["events"]);
}
function readCountedTrace({ events }) {
  const alive = /* @__PURE__ */ new Set();
  const read = events.map((event, index) => readEvent(event, index, alive));
  return { device: 0, segments: [], events: read, placements: [], alloc_conf: "", tensors_only: true };
}
function readEvent(event, index, alive) {
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
function birthOf(fields) {
  const category = CATEGORIES.find((known) => known === fields["category"]) ?? null;
  return { stack: stackOf(fields), operator: text(fields, "operator"), module: text(fields, "module"), category };
}
function stackOf(fields) {
  const origin = ORIGINS.find((known) => known === fields["origin"]);
  if (origin === void 0) return { kind: "not-recorded" };
  const [file, line] = [text(fields, "file"), fields["line"]];
  const names = { function: text(fields, "function"), library: text(fields, "library") };
  return { kind: "placed", origin, place: typeof line === "number" ? { file, line, ...names } : NO_PLACE };
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function text(fields, name) {
  const value = fields[name];
  return typeof value === "string" ? value : "";
}
function whole(fields, name, index) {
  const value = fields[name];
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw problem(index, `${name} is ${JSON.stringify(value)}`, "a whole number of at least 0");
}
function problem(index, there, wanted) {
  return new RangeError(`Cannot read the trace: event ${index}: ${there}: wanted ${wanted}`);
}

// src/memory/recording/json-lines.ts
function readJsonLines(text2) {
  const live = /* @__PURE__ */ new Set();
  const events = [];
  for (const [index, line] of text2.split("\n").entries()) {
    if (line.trim() === "") continue;
    const event = readEvent2(line, index + 1);
    follow(live, event, index + 1);
    events.push(event);
  }
  return { device: 0, segments: [], events, placements: [], alloc_conf: "", tensors_only: false };
}
function readEvent2(line, number) {
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
  throw problem2(
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
    throw problem2(number, line.trim().slice(0, 80), "one JSON object a line");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw problem2(number, line.trim().slice(0, 80), "one JSON object a line");
  }
  return { ...value };
}
function follow(live, event, number) {
  if (event.op === "alloc") {
    if (live.has(event.key))
      throw problem2(number, `"${event.key}" is allocated already`, "each name free before it is used again");
    live.add(event.key);
  }
  if (event.op === "free" && !live.delete(event.key))
    throw problem2(number, `"${event.key}" is freed`, "a name that is allocated");
  if (event.op === "record_stream" && !live.has(event.key)) {
    throw problem2(number, `"${event.key}" is not allocated`, "a name that is allocated");
  }
}
function only(fields, known, number) {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== void 0) throw problem2(number, `the key "${unknown}"`, `only ${known.join(", ")}`);
}
function nonEmptyText(value, name, number) {
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  throw problem2(number, `${name} is ${JSON.stringify(value)}`, "a name or a whole number");
}
function wholeNumber(value, name, number) {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw problem2(number, `${name} is ${JSON.stringify(value)}`, "a whole number of at least 0");
}
function problem2(line, there, wanted) {
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
  return {
    device: 0,
    segments,
    events: eventsOf(records),
    placements: placementsOf(records),
    alloc_conf: "",
    tensors_only: false
  };
}

// src/memory/recording/read.ts
function readRecordings(content) {
  if (content[0] === 128) return readSnapshot(readPickle(content));
  const text2 = new TextDecoder().decode(content);
  const whole2 = parseWhole(text2);
  if (isCountedTrace(whole2)) return [readCountedTrace(whole2)];
  return [isRecordedTrace(whole2) ? readRecordedTrace(whole2) : readJsonLines(text2)];
}
function parseWhole(text2) {
  try {
    return JSON.parse(text2);
  } catch {
    return void 0;
  }
}

// src/commands/replay.ts
function replay(name, content, options) {
  return ofRecording(name, content, options, (recording) => {
    const conf = parseAllocConf(options.alloc_conf ?? recording.alloc_conf);
    const counted = recording.tensors_only ? { tensors_only: true } : {};
    const result = { ...resultOf(recording.device, replayRecording(recording, conf)), ...counted };
    if (!tellsOrigins(recording)) return result;
    return { ...result, blocks: blocksAtPeak(recording, recording.workspace ?? options.workspace, conf) };
  });
}
function replayWhatIf(name, content, options, card) {
  return ofRecording(
    name,
    content,
    options,
    (recording) => askWhatIf(recording, options.alloc_conf, card, recording.workspace ?? options.workspace)
  );
}
function ofRecording(name, content, { device }, tell) {
  try {
    return tell(chooseDevice(readRecordings(content), device));
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(`${name}: ${error.message}`);
    throw error;
  }
}
function tellsOrigins({ segments, events }) {
  const known = (birth) => birth !== void 0 && (birth.stack.kind !== "not-recorded" || birth.category !== null);
  return events.some((event) => event.op === "alloc" && known(event.birth)) || segments.some(({ blocks }) => blocks.some(({ birth }) => known(birth)));
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
  const rows = ["allocated_bytes", "reserved_bytes", "requested_bytes", "segments"].map((name) => [
    name,
    formatCount(result[name].current),
    formatCount(result[name].peak)
  ]);
  const table = markdownTable([[`device ${result.device}`, "current", "peak"], ...rows], { align: ["l", "r", "r"] });
  const counts = `num_alloc_retries ${result.num_alloc_retries}, num_ooms ${result.num_ooms}`;
  const counted = result.tensors_only === true ? [TENSORS_ONLY] : [];
  const blocks = result.blocks === void 0 ? [] : [blocksText(result.blocks)];
  return `${[table, counts, ...counted, ...blocks].join("\n\n")}
`;
}
function blocksText(blocks) {
  const { unit, rows, total } = blockTable(blocks);
  const cells = rows.map((row) => [row.size, row.blocks, row.what, row.module, whereText(row)]);
  const table = markdownTable([[unit.name, "blocks", "what", "module", "where"], ...cells, [total, "", "allocated"]], {
    align: ["r", "r", "l", "l", "l"]
  });
  return `the largest blocks at the peak

${table}`;
}
export {
  renderReplay,
  replay,
  replayWhatIf
};
