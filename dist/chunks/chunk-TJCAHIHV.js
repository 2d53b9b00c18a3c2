import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  Allocator,
  SMALL_BUFFER,
  cardOf,
  count,
  isSplit,
  newBlock,
  resetPeaks,
  roundUp,
  splice
} from "./chunk-7OKXMFRY.js";
import {
  GIB,
  bytes
} from "./chunk-O56B5XNW.js";

// src/memory/recording/restore.ts
function restoreSegments(allocator, segments) {
  const live = /* @__PURE__ */ new Map();
  const plain = segments.filter((segment) => !segment.expandable);
  for (const segment of plain) restorePlain(allocator, segment, live);
  for (const range of rangesOf(
    allocator,
    segments.filter((segment) => segment.expandable)
  )) {
    restoreRange(allocator, range, live);
  }
  resetPeaks(allocator.statistics);
  return live;
}
function restorePlain(allocator, segment, live) {
  const { statistics } = allocator;
  const pool = segment.small ? allocator.small : allocator.large;
  allocator.driver.take(segment.size);
  allocator.total += segment.size;
  count(statistics, "segment", segment.small, 1);
  count(statistics, "reserved_bytes", segment.small, segment.size);
  const blocks = restoreBlocks(allocator, pool, segment, void 0, live);
  for (const block of blocks) {
    if (block.allocated || !isSplit(block)) continue;
    count(statistics, "inactive_split", segment.small, 1);
    count(statistics, "inactive_split_bytes", segment.small, block.size);
  }
}
function restoreBlocks(allocator, pool, segment, range, live) {
  let before;
  return segment.blocks.map((recorded) => {
    const block = newBlock(pool, segment.stream, segment.address + recorded.offset, recorded.size, range);
    splice(block, before, void 0);
    before = block;
    if (recorded.live) restoreLive(allocator, block, recorded, live);
    else allocator.insertFree(block);
    return block;
  });
}
function restoreLive({ statistics }, block, recorded, live) {
  const { small } = block.pool;
  block.allocated = true;
  block.requested = recorded.requested;
  live.set(recorded.key, block);
  count(statistics, "allocation", small, 1);
  count(statistics, "allocated_bytes", small, block.size);
  count(statistics, "active", small, 1);
  count(statistics, "active_bytes", small, block.size);
  count(statistics, "requested_bytes", small, recorded.requested);
}
function rangesOf({ driver, conf }, segments) {
  const ranges = [];
  for (const segment of segments.toSorted((a, b) => a.address - b.address)) {
    const page = segment.small ? SMALL_BUFFER : conf.large_segment_size;
    const size = roundUp(driver.total + Math.floor(driver.total / 8), page);
    const range = ranges.find(
      ({ base, segments: [first] }) => first?.stream === segment.stream && first.small === segment.small && segment.address < base + size
    );
    if (range === void 0) ranges.push({ base: segment.address, size, page, segments: [segment] });
    else range.segments.push(segment);
  }
  return ranges;
}
function restoreRange(allocator, { base, size, page, segments }, live) {
  const range = { base, page };
  let last;
  let end = base;
  const addUnmapped = (pool, stream, address, length) => {
    if (length <= 0) return;
    const block = newBlock(pool, stream, address, length, range);
    block.mapped = false;
    splice(block, last, void 0);
    pool.unmapped.add(block);
    last = block;
  };
  for (const segment of segments) {
    const pool = segment.small ? allocator.small : allocator.large;
    addUnmapped(pool, segment.stream, end, segment.address - end);
    const blocks = restoreBlocks(allocator, pool, segment, range, live);
    if (blocks[0] !== void 0) splice(blocks[0], last, blocks[0].next);
    last = blocks.at(-1);
    end = segment.address + segment.size;
    allocator.driver.take(segment.size);
    allocator.total += segment.size;
    count(allocator.statistics, "reserved_bytes", segment.small, segment.size);
    if (segment === segments.at(-1)) addUnmapped(pool, segment.stream, end, base + size - end);
  }
}

// src/memory/recording/replay.ts
var BOUNDLESS = { capacity: Infinity, total: 128 * GIB };
function replayRecording(recording, conf, { onRecord, onEvent } = {}) {
  const replay = new Replay(recording.segments, { conf, driver: placing(recording.placements), onRecord });
  for (const event of recording.events) {
    const block = replay.apply(event);
    onEvent?.(event, block, replay.allocator);
  }
  return replay.allocator;
}
var Replay = class {
  allocator;
  #live;
  constructor(segments, options) {
    this.allocator = new Allocator(options);
    this.#live = restoreSegments(this.allocator, segments);
  }
  /** Gives the block that an allocation got. */
  apply(event) {
    const { allocator } = this;
    switch (event.op) {
      case "alloc": {
        const block = allocator.malloc(event.bytes, event.stream);
        if (block !== void 0) this.#live.set(event.key, block);
        return block;
      }
      case "free":
        freeKey(allocator, this.#live, event.key);
        return void 0;
      case "record_stream":
        allocator.recordStream(blockOf(this.#live, event.key), event.stream);
        return void 0;
      case "synchronize":
        allocator.synchronize(event.stream);
        return void 0;
      case "empty_cache":
        allocator.emptyCache();
        return void 0;
      case "out_of_memory":
        allocator.statistics.num_ooms += 1;
        return void 0;
    }
  }
};
function freeKey(allocator, live, key) {
  const block = live.get(key);
  if (block === void 0) return;
  live.delete(key);
  allocator.free(block);
}
function blockOf(live, key) {
  const block = live.get(key);
  if (block === void 0) throw new RangeError(`Cannot use the block ${JSON.stringify(key)}: it is not allocated`);
  return block;
}
function placing(placements) {
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
      while (maps[mapped] !== void 0 && maps[mapped]?.stream !== stream) mapped++;
      return maps[mapped++]?.address ?? card.rangeAddress(size, stream, small);
    }
  };
}

// src/memory/block-groups.ts
var ORIGINS = ["code", "backward", "before", "unknown", "rest"];
var NO_PLACE = { file: "", line: 0, function: "", library: "" };
var MOST_GROUPS = 20;
function groupBlocks(blocks) {
  const groups = /* @__PURE__ */ new Map();
  for (const block of blocks) {
    const key = keyOf(block);
    const group = groups.get(key);
    if (group === void 0) {
      groups.set(key, { ...block, count: 1 });
      continue;
    }
    group.bytes = bytes(group.bytes + block.bytes);
    group.count += 1;
    if (group.module !== block.module) group.module = anyNumber(block.module);
  }
  const all = [...groups.values()].toSorted((a, b) => b.bytes - a.bytes);
  return all.length <= MOST_GROUPS ? all : [...all.slice(0, MOST_GROUPS), restOf(all.slice(MOST_GROUPS))];
}
function keyOf({ origin, file, line, function: name, library, category, operator, module }) {
  return JSON.stringify([origin, file, line, name, library, category, operator, anyNumber(module)]);
}
function anyNumber(module) {
  return module.replaceAll(/(?<=^|\.)\d+(?=\.|$)/g, "*");
}
function restOf(groups) {
  return {
    ...NO_PLACE,
    origin: "rest",
    bytes: bytes(groups.reduce((sum, group) => sum + group.bytes, 0)),
    count: groups.reduce((sum, group) => sum + group.count, 0),
    category: null,
    operator: "",
    module: ""
  };
}

// src/memory/recording/stack.ts
function placeOf(frames, workspace) {
  const named = frames.map(({ file, line, function: name }) => ({ file: withoutDots(file), line, function: name }));
  const own = named.find(({ file }) => isOwn(file, workspace));
  const called = own === void 0 ? named : named.slice(0, named.indexOf(own));
  const other = called.find(({ file }) => !isPassedOver(file));
  const library = other && { ...other, file: other.file.replace(INSTALLED, "") };
  if (own === void 0) return library === void 0 ? NO_PLACE : { ...library, library: "" };
  const through = library === void 0 ? "" : `${library.file}:${library.line} in ${library.function}`;
  return { ...own, file: relativeTo(own.file, workspace), library: through };
}
function withoutDots(file) {
  const parts = [];
  for (const part of file.split("/")) {
    if (part === ".." && parts.at(-1) !== void 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
function isPython({ file, line }) {
  return Number.isSafeInteger(line) && line > 0 && file !== "" && file !== "??" && !/\.(c|cc|cpp|cu|cuh|h|hpp|inl|so)(\.[\d.]+)?$/.test(file);
}
function isOwn(file, workspace) {
  return isWithin(file, workspace) && !NOT_OWN.some((folder) => folder.test(file));
}
function isWithin(file, workspace) {
  return file.startsWith("/") ? file.startsWith(asFolder(workspace)) : !file.startsWith("<");
}
function relativeTo(file, workspace) {
  return file.startsWith(asFolder(workspace)) ? file.slice(asFolder(workspace).length) : file;
}
function asFolder(path) {
  return path.endsWith("/") ? path : `${path}/`;
}
var INSTALLED = /^.*\/(site|dist)-packages\//;
var STANDARD_LIBRARY = /\/lib\/python3\.\d+\//;
var PROBE = /(^|\/)vram_probe\//;
var GENERATED = /\/torchinductor_[^/]*\//;
var NOT_OWN = [INSTALLED, STANDARD_LIBRARY, PROBE, GENERATED];
function isPassedOver(file) {
  if (INSTALLED.test(file)) return /^(torch|functorch|torchgen)\//.test(file.replace(INSTALLED, ""));
  return file.startsWith("<") || [STANDARD_LIBRARY, PROBE, GENERATED].some((folder) => folder.test(file));
}
function framesOf(formatted) {
  return formatted.flatMap((entry) => {
    const [, file = "", line = "", name = ""] = /^\s*File "([^"\n]*)", line (\d{1,9}), in ([^\n]*)/.exec(entry) ?? [];
    return file === "" ? [] : [{ file, line: Number(line), function: name }];
  }).toReversed();
}

// src/memory/recording/birthplace.ts
function blockOf2(size, birth, old, workspace) {
  const { origin, place } = birthplace(birth?.stack ?? { kind: "not-recorded" }, old, workspace);
  return {
    ...place,
    bytes: bytes(size),
    origin,
    category: birth?.category ?? null,
    operator: birth?.operator ?? "",
    module: birth?.module ?? ""
  };
}
function birthplace(stack, old, workspace) {
  switch (stack.kind) {
    case "python": {
      const place = placeOf(stack.frames, workspace);
      return { origin: place === NO_PLACE ? "unknown" : "code", place };
    }
    case "backward":
      return { origin: "backward", place: placeOf(stack.frames, workspace) };
    case "placed":
      return stack;
    case "not-recorded":
      return { origin: old ? "before" : "unknown", place: NO_PLACE };
  }
}

export {
  ORIGINS,
  NO_PLACE,
  MOST_GROUPS,
  groupBlocks,
  isPython,
  framesOf,
  blockOf2 as blockOf,
  BOUNDLESS,
  replayRecording,
  Replay
};
