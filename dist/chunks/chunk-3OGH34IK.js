import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  framesOf,
  isPython
} from "./chunk-TJCAHIHV.js";
import {
  SMALL_BUFFER,
  SMALL_SIZE,
  roundSize
} from "./chunk-7OKXMFRY.js";
import {
  DEFAULT_ALLOC_CONF
} from "./chunk-LVUBKEZX.js";
import {
  CATEGORIES
} from "./chunk-MPJ5O2UK.js";
import {
  MIB
} from "./chunk-O56B5XNW.js";

// src/memory/recording/pickle.ts
var MARK = /* @__PURE__ */ Symbol("mark");
function readPickle(bytes) {
  return new Reader(bytes).read();
}
var REFUSED = {
  99: "GLOBAL",
  147: "STACK_GLOBAL",
  82: "REDUCE",
  98: "BUILD",
  105: "INST",
  111: "OBJ",
  129: "NEWOBJ",
  146: "NEWOBJ_EX",
  80: "PERSID",
  81: "BINPERSID",
  130: "EXT1",
  131: "EXT2",
  132: "EXT4",
  151: "NEXT_BUFFER",
  152: "READONLY_BUFFER"
};
var Reader = class {
  #bytes;
  #view;
  #at = 0;
  #stack = [];
  #memo = /* @__PURE__ */ new Map();
  constructor(bytes) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  read() {
    for (; ; ) {
      const place = this.#at;
      const opcode = this.#u1();
      if (opcode === 46) return this.#pop();
      const refused = REFUSED[opcode];
      if (refused !== void 0)
        throw new RangeError(`Cannot read the pickle: ${refused} at byte ${place} would run code`);
      if (!this.#value(opcode) && !this.#structure(opcode) && !this.#memory(opcode)) {
        throw new RangeError(`Cannot read the pickle: unknown opcode 0x${opcode.toString(16)} at byte ${place}`);
      }
    }
  }
  /** Numbers and texts. */
  #value(opcode) {
    switch (opcode) {
      case 78:
        return this.#push(null);
      case 136:
        return this.#push(true);
      case 137:
        return this.#push(false);
      case 75:
        return this.#push(this.#u1());
      case 77:
        return this.#push(this.#u2());
      case 74:
        return this.#push(this.#view.getInt32(this.#skip(4), true));
      case 138:
        return this.#push(this.#long(this.#u1()));
      case 139:
        return this.#push(this.#long(this.#u4()));
      case 73:
      // INT
      case 76:
        return this.#push(this.#decimal());
      case 71:
        return this.#push(this.#view.getFloat64(this.#skip(8), false));
      case 70:
        return this.#push(Number(this.#line()));
      case 140:
        return this.#push(this.#text(this.#u1()));
      case 88:
        return this.#push(this.#text(this.#u4()));
      case 141:
        return this.#push(this.#text(this.#u8()));
      case 86:
        return this.#push(this.#line());
      case 67:
      // SHORT_BINBYTES
      case 85:
        return this.#push(this.#raw(this.#u1()));
      case 66:
      // BINBYTES
      case 84:
        return this.#push(this.#raw(this.#u4()));
      case 142:
      // BINBYTES8
      case 150:
        return this.#push(this.#raw(this.#u8()));
      default:
        return false;
    }
  }
  /** Lists, tuples, dictionaries and the stack. */
  #structure(opcode) {
    switch (opcode) {
      case 40:
        this.#stack.push(MARK);
        return true;
      case 93:
      // EMPTY_LIST
      case 41:
      // EMPTY_TUPLE
      case 143:
        return this.#push([]);
      case 125:
        return this.#push(/* @__PURE__ */ new Map());
      case 108:
      // LIST
      case 116:
      // TUPLE
      case 145:
        return this.#push(this.#popToMark());
      case 133:
      // TUPLE1
      case 134:
      // TUPLE2
      case 135:
        return this.#push(this.#popMany(opcode - 132));
      case 100:
        return this.#push(pairs(/* @__PURE__ */ new Map(), this.#popToMark()));
      case 97:
        return this.#extend([this.#pop()]);
      case 101:
      // APPENDS
      case 144:
        return this.#extend(this.#popToMark());
      case 115:
        return this.#setItems(this.#popMany(2));
      case 117:
        return this.#setItems(this.#popToMark());
      case 48:
        this.#stack.pop();
        return true;
      case 49:
        this.#popToMark();
        return true;
      case 50:
        return this.#push(this.#top());
      default:
        return false;
    }
  }
  /** Protocol, frames and the memo. */
  #memory(opcode) {
    switch (opcode) {
      case 128:
        this.#u1();
        return true;
      case 149:
        this.#skip(8);
        return true;
      case 148:
        return this.#remember(this.#memo.size);
      case 113:
        return this.#remember(this.#u1());
      case 114:
        return this.#remember(this.#u4());
      case 112:
        return this.#remember(Number(this.#line()));
      case 104:
        return this.#recall(this.#u1());
      case 106:
        return this.#recall(this.#u4());
      case 103:
        return this.#recall(Number(this.#line()));
      default:
        return false;
    }
  }
  #push(value) {
    this.#stack.push(value);
    return true;
  }
  #top() {
    const value = this.#stack.at(-1);
    if (value === void 0 || value === MARK) throw this.#broken("a value is missing");
    return value;
  }
  #pop() {
    const value = this.#top();
    this.#stack.pop();
    return value;
  }
  #popMany(count) {
    return Array.from({ length: count }, () => this.#pop()).toReversed();
  }
  #popToMark() {
    const mark = this.#stack.lastIndexOf(MARK);
    if (mark < 0) throw this.#broken("a mark is missing");
    const values = this.#stack.splice(mark).filter((value) => value !== MARK);
    return values;
  }
  #extend(values) {
    const list2 = this.#top();
    if (!Array.isArray(list2)) throw this.#broken("a list is missing");
    for (const value of values) list2.push(value);
    return true;
  }
  #setItems(values) {
    const dictionary2 = this.#top();
    if (!(dictionary2 instanceof Map)) throw this.#broken("a dictionary is missing");
    pairs(dictionary2, values);
    return true;
  }
  #remember(key) {
    this.#memo.set(key, this.#top());
    return true;
  }
  #recall(key) {
    const value = this.#memo.get(key);
    if (value === void 0) throw this.#broken(`memo ${key} is missing`);
    return this.#push(value);
  }
  #skip(count) {
    const start = this.#at;
    if (count < 0 || start + count > this.#bytes.length) throw this.#broken("it ends early");
    this.#at += count;
    return start;
  }
  #u1() {
    return this.#view.getUint8(this.#skip(1));
  }
  #u2() {
    return this.#view.getUint16(this.#skip(2), true);
  }
  #u4() {
    return this.#view.getUint32(this.#skip(4), true);
  }
  #u8() {
    return Number(this.#view.getBigUint64(this.#skip(8), true));
  }
  #raw(length) {
    const start = this.#skip(length);
    return this.#bytes.subarray(start, start + length);
  }
  #text(length) {
    return new TextDecoder().decode(this.#raw(length));
  }
  #line() {
    const end = this.#bytes.indexOf(10, this.#at);
    if (end < 0) throw this.#broken("it ends early");
    const text2 = this.#text(end - this.#at);
    this.#at += 1;
    return text2;
  }
  #decimal() {
    const text2 = this.#line().replace(/L$/, "");
    if (text2 === "00" || text2 === "01") return text2 === "01";
    if (!/^-?\d{1,100}$/.test(text2)) throw this.#broken(`${JSON.stringify(text2.slice(0, 40))} is no number`);
    return narrow(BigInt(text2));
  }
  /** Little-endian two's complement. */
  #long(length) {
    if (length > 64) throw this.#broken("a number is too long");
    let value = 0n;
    for (const byte of this.#raw(length).toReversed()) value = value << 8n | BigInt(byte);
    return narrow(length > 0 ? BigInt.asIntN(8 * length, value) : value);
  }
  #broken(why) {
    return new RangeError(`Cannot read the pickle: ${why} at byte ${this.#at}`);
  }
};
function narrow(value) {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
function pairs(into, values) {
  for (let i = 0; i + 1 < values.length; i += 2) into.set(values[i] ?? null, values[i + 1] ?? null);
  return into;
}

// src/memory/recording/births.ts
var MODULE = "module=";
var Births = class {
  #categories;
  #withStacks;
  #stacks = /* @__PURE__ */ new Map();
  #frames = /* @__PURE__ */ new Map();
  /** `allocations` are those of one device, `note` is what our recorder left. */
  constructor(allocations, note) {
    this.#categories = categoriesOf(note);
    this.#withStacks = allocations.some((fields) => this.#stackOf(fields.get("frames")).length > 0);
  }
  /** Of an allocation during the recording; `kept` where its block is there at the end, when the categories are told. */
  during(fields, address, kept) {
    const frames = this.#stackOf(fields.get("frames"));
    return {
      stack: frames.length > 0 ? { kind: "python", frames } : this.#withoutPython(fields.get("forward_frames")),
      operator: "",
      module: moduleOf(fields.get("user_metadata")),
      category: (kept ? this.#categories.get(address) : void 0) ?? null
    };
  }
  /** Of a block that is older than the trace: it has frames where they were recorded all along. */
  before(fields, address) {
    const frames = this.#stackOf(fields.get("frames"));
    const category = this.#categories.get(address) ?? null;
    if (frames.length === 0 && category === null) return void 0;
    const stack = frames.length > 0 ? { kind: "python", frames } : { kind: "not-recorded" };
    return { stack, operator: "", module: "", category };
  }
  /** Where other allocations have frames, one without was made on a thread that runs no Python: autograd's. */
  #withoutPython(forward) {
    if (!this.#withStacks) return { kind: "not-recorded" };
    return { kind: "backward", frames: framesOf(texts(forward)) };
  }
  /** A snapshot has each stack once, and each frame. */
  #stackOf(value) {
    if (!Array.isArray(value)) return [];
    const known = this.#stacks.get(value);
    if (known !== void 0) return known;
    const frames = value.flatMap((entry) => this.#frameOf(entry) ?? []);
    this.#stacks.set(value, frames);
    return frames;
  }
  #frameOf(entry) {
    if (!this.#frames.has(entry)) this.#frames.set(entry, frameOf(entry));
    return this.#frames.get(entry);
  }
};
function frameOf(entry) {
  if (!(entry instanceof Map)) return void 0;
  const [file, line, name] = [entry.get("filename"), entry.get("line"), entry.get("name")];
  if (typeof file !== "string" || typeof line !== "number" || typeof name !== "string") return void 0;
  const frame = { file, line, function: name };
  return isPython(frame) ? frame : void 0;
}
function texts(value) {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}
function moduleOf(metadata) {
  return typeof metadata === "string" && metadata.startsWith(MODULE) ? metadata.slice(MODULE.length) : "";
}
function categoriesOf(note) {
  const told = note instanceof Map ? note.get("categories") : void 0;
  const found = /* @__PURE__ */ new Map();
  for (const [address, name] of told instanceof Map ? told : []) {
    const category = CATEGORIES.find((known) => known === name);
    if (typeof address === "number" && category !== void 0) found.set(address, category);
  }
  return found;
}

// src/memory/recording/start.ts
function startOf(end, records) {
  const live = /* @__PURE__ */ new Map();
  const spans = end.map(({ address, size, small, stream, expandable }) => ({
    address,
    size,
    small,
    stream,
    expandable
  }));
  for (const { address, blocks } of end) {
    for (const { offset, size, requested, live: alive, birth } of blocks) {
      if (alive) live.set(address + offset, { size, requested, known: true, birth });
    }
  }
  for (const record of records.toReversed()) undo(record, live, spans);
  const ends = new BlockEnds(records);
  const addresses = [...live.keys()].toSorted((a, b) => a - b);
  let next = 0;
  return spans.filter(({ size }) => size > 0).toSorted((a, b) => a.address - b.address).map((span) => {
    while ((addresses[next] ?? Infinity) < span.address) next++;
    const first = next;
    while ((addresses[next] ?? Infinity) < span.address + span.size) next++;
    return segmentOf(span, addresses.slice(first, next), live, ends);
  });
}
function undo({ action, address, size, stream }, live, spans) {
  switch (action) {
    case "alloc":
      live.delete(address);
      break;
    case "free_completed":
      live.set(address, { size: roundSize(size, DEFAULT_ALLOC_CONF), requested: size, known: false });
      break;
    case "segment_alloc":
      removeSpan(spans, address, size);
      break;
    case "segment_free":
      spans.push({ address, size, small: size === SMALL_BUFFER, stream, expandable: false });
      break;
    case "segment_map":
      removeSpan(spans, address, size);
      break;
    case "segment_unmap":
      addMapped(spans, address, size, stream);
      break;
    default:
  }
}
function removeSpan(spans, address, size) {
  const index = spans.findIndex((span2) => span2.address <= address && address + size <= span2.address + span2.size);
  const span = spans[index];
  if (span === void 0) return;
  const before = { ...span, size: address - span.address };
  const after = { ...span, address: address + size, size: span.address + span.size - address - size };
  spans.splice(index, 1, ...[before, after].filter((part) => part.size > 0));
}
function addMapped(spans, address, size, stream) {
  const touching = spans.filter(
    (span) => span.expandable && span.stream === stream && (span.address + span.size === address || address + size === span.address)
  );
  const first = Math.min(address, ...touching.map((span) => span.address));
  const last = Math.max(address + size, ...touching.map((span) => span.address + span.size));
  const small = touching[0]?.small ?? size % (20 * MIB) !== 0;
  for (const span of touching) spans.splice(spans.indexOf(span), 1);
  spans.push({ address: first, size: last - first, small, stream, expandable: true });
}
function segmentOf(span, starts, live, ends) {
  const limit = span.address + span.size;
  const blocks = [];
  let at = span.address;
  const add = (address, size, alive) => {
    if (size <= 0) return;
    const offset = address - span.address;
    const { requested = 0, birth } = alive ?? {};
    blocks.push({ key: String(address), offset, size, live: alive !== void 0, requested, birth });
    at = address + size;
  };
  for (const [index, address] of starts.entries()) {
    const block = live.get(address);
    if (block === void 0) continue;
    add(at, address - at, void 0);
    const next = starts[index + 1] ?? limit;
    add(address, block.known || span.small ? block.size : ends.sizeOf(address, block.size, next), block);
  }
  add(at, limit - at, void 0);
  return { ...span, blocks };
}
var BlockEnds = class {
  #records;
  /** Where the block at each address is freed first. */
  #freedAt = /* @__PURE__ */ new Map();
  #allocations = [];
  constructor(records) {
    this.#records = records;
    for (const [index, { action, address }] of records.entries()) {
      if (action === "free_completed" && !this.#freedAt.has(address)) this.#freedAt.set(address, index);
      if (action === "alloc") this.#allocations.push({ index, address });
    }
    this.#allocations.sort((a, b) => a.address - b.address);
  }
  /** Bytes of the block at `address`, which asked for `size` (rounded) and ends at `next` at the latest. */
  sizeOf(address, size, next) {
    const end = address + size;
    const until = this.#freedAt.get(address) ?? this.#records.length;
    const handedOut = this.#handedOut(end, Math.min(end + SMALL_SIZE, next), until);
    if (handedOut !== void 0) return handedOut - address;
    return next - end <= SMALL_SIZE ? next - address : size;
  }
  /** The first address from `low` to `high` that is handed out before record `until`. */
  #handedOut(low, high, until) {
    let start = 0;
    let stop = this.#allocations.length;
    while (start < stop) {
      const middle = Math.floor((start + stop) / 2);
      if ((this.#allocations[middle]?.address ?? Infinity) < low) start = middle + 1;
      else stop = middle;
    }
    for (let i = start; i < this.#allocations.length; i++) {
      const allocation = this.#allocations[i];
      if (allocation === void 0 || allocation.address > high) return void 0;
      if (allocation.index < until) return allocation.address;
    }
    return void 0;
  }
};

// src/memory/recording/snapshot.ts
function readSnapshot(snapshot) {
  const top = dictionary(snapshot, "the snapshot");
  const segments = list(top.get("segments") ?? [], "segments").map((segment) => dictionary(segment, "a segment"));
  const traces = list(top.get("device_traces") ?? [], "device_traces").map(
    (trace) => list(trace, "a device's trace").map((entry) => dictionary(entry, "a trace entry"))
  );
  const alloc_conf = confOf(top.get("allocator_settings"));
  const devices = /* @__PURE__ */ new Set([
    ...segments.map((segment) => number(segment.get("device") ?? 0, "device")),
    ...traces.flatMap((trace, device) => trace.length > 0 ? [device] : [])
  ]);
  return [...devices].toSorted((a, b) => a - b).map((device) => {
    const own = segments.filter((segment) => number(segment.get("device") ?? 0, "device") === device);
    const trace = traces[device] ?? [];
    const births = new Births(trace.filter(isAllocation), top.get("vram_budget"));
    const records = readRecords(trace, births);
    return {
      device,
      segments: withoutOverlap(
        startOf(
          own.map((segment) => readSegment(segment, births)),
          records
        )
      ),
      events: eventsOf(records),
      placements: placementsOf(records),
      alloc_conf,
      tensors_only: false,
      workspace: workspaceOf(top.get("vram_budget"))
    };
  });
}
function readRecords(trace, births) {
  const last = /* @__PURE__ */ new Map();
  for (const [index, fields] of trace.entries()) if (isAllocation(fields)) last.set(addressOf(fields), index);
  return trace.map((fields, index) => {
    const address = addressOf(fields);
    return {
      action: text(fields.get("action") ?? "", "action"),
      address,
      size: number(fields.get("size") ?? 0, "size"),
      stream: number(fields.get("stream") ?? 0, "stream"),
      birth: isAllocation(fields) ? births.during(fields, address, last.get(address) === index) : void 0
    };
  });
}
function isAllocation(fields) {
  return fields.get("action") === "alloc";
}
function addressOf(fields) {
  return number(fields.get("addr") ?? fields.get("device_free") ?? 0, "addr");
}
function confOf(settings) {
  if (!(settings instanceof Map)) return "";
  const conf = settings.get("PYTORCH_CUDA_ALLOC_CONF") ?? settings.get("PYTORCH_ALLOC_CONF");
  return typeof conf === "string" ? conf : "";
}
function workspaceOf(note) {
  const folder = note instanceof Map ? note.get("workspace") : void 0;
  return typeof folder === "string" ? folder : void 0;
}
function readSegment(segment, births) {
  const address = number(segment.get("address"), "a segment's address");
  let end = address;
  const blocks = list(segment.get("blocks") ?? [], "blocks").map((entry) => {
    const block = dictionary(entry, "a block");
    const start = number(block.get("address") ?? end, "a block's address");
    const size = number(block.get("size"), "a block's size");
    end = start + size;
    const live = text(block.get("state") ?? "", "state").startsWith("active");
    const requested = live ? number(block.get("requested_size") ?? size, "requested_size") : 0;
    const birth = live ? births.before(block, start) : void 0;
    return { key: String(start), offset: start - address, size, live, requested, birth };
  });
  return {
    address,
    size: number(segment.get("total_size"), "total_size"),
    small: segment.get("segment_type") === "small",
    stream: number(segment.get("stream") ?? 0, "stream"),
    expandable: segment.get("is_expandable") === true,
    blocks
  };
}
function withoutOverlap(segments) {
  let end = 0;
  for (const { address, size, blocks } of segments) {
    let free = Math.max(end, address);
    for (const block of blocks) {
      const start = address + block.offset;
      if (start < free || block.size <= 0 || start + block.size > address + size)
        throw new RangeError(
          `Cannot read the snapshot: the block at ${start} lies in another, or outside of its segment`
        );
      free = start + block.size;
    }
    end = address + size;
  }
  return segments;
}
function eventsOf(records) {
  const events = [];
  const waiting = /* @__PURE__ */ new Set();
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
        waiting.delete(address) ? { op: "synchronize", stream: waitingStream(address) } : { op: "free", key }
      );
    }
  }
  return events;
}
function isRelease(action) {
  return action === "segment_free" || action === "segment_unmap";
}
function isCompletedNext(records, index) {
  const next = records[index + 1];
  return next?.action === "free_completed" && next.address === records[index]?.address;
}
function waitingStream(address) {
  return -1 - address;
}
function placementsOf(records) {
  return records.filter(({ action }) => action === "segment_alloc" || action === "segment_map").map(({ action, address, size, stream }) => ({ address, size, stream, mapped: action === "segment_map" }));
}
function dictionary(value, what) {
  if (value instanceof Map) return value;
  throw new RangeError(`Cannot read the snapshot: ${what} is ${kindOf(value)}, wanted a dictionary`);
}
function list(value, what) {
  if (Array.isArray(value)) return value;
  throw new RangeError(`Cannot read the snapshot: ${what} is ${kindOf(value)}, wanted a list`);
}
function number(value, what) {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`Cannot read the snapshot: ${what} is ${kindOf(value)}, wanted a whole number`);
}
function text(value, what) {
  if (typeof value === "string") return value;
  throw new RangeError(`Cannot read the snapshot: ${what} is ${kindOf(value)}, wanted a text`);
}
function kindOf(value) {
  if (value === void 0) return "missing";
  return typeof value === "object" ? "another kind of data" : JSON.stringify(String(value)).slice(0, 60);
}

export {
  readPickle,
  readSnapshot,
  eventsOf,
  placementsOf
};
