import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  MIB
} from "./chunk-O56B5XNW.js";

// src/memory/allocator/conf.ts
var DEFAULT_ALLOC_CONF = {
  max_split_size: Infinity,
  max_non_split_rounding: 20 * MIB,
  garbage_collection_threshold: 0,
  roundup_power2_divisions: Array(16).fill(0),
  expandable_segments: false,
  large_segment_size: 20 * MIB,
  per_process_memory_fraction: 1
};
var EXPANDABLE = "expandable_segments:True";
var WITHOUT_EFFECT = /* @__PURE__ */ new Set([
  "release_lock_on_cudamalloc",
  "release_lock_on_hipmalloc",
  "graph_capture_record_stream_reuse",
  "throw_on_cudamalloc_oom"
]);
function parseAllocConf(text, before = DEFAULT_ALLOC_CONF) {
  const options = splitOptions(text);
  const largeSegment = options.findLast(([key]) => key === "large_segment_size_mb");
  const large_segment_size = largeSegment ? megabytes(largeSegment, 11) : before.large_segment_size;
  const start = {
    ...DEFAULT_ALLOC_CONF,
    expandable_segments: before.expandable_segments,
    per_process_memory_fraction: before.per_process_memory_fraction,
    large_segment_size,
    max_non_split_rounding: large_segment_size
  };
  return Object.assign(start, ...options.map((option) => readOption(option, large_segment_size / MIB)));
}
function splitOptions(text) {
  const items = text.replaceAll(/\s/g, "").match(/(?:\[[^\]]*\]|[^,[])+/g) ?? [];
  return items.map((item) => {
    const colon = item.indexOf(":");
    if (colon < 1) throw new RangeError(`Cannot read the allocator option ${JSON.stringify(item)}: wanted key:value`);
    return [item.slice(0, colon), item.slice(colon + 1)];
  });
}
function readOption(option, largeSegmentMb) {
  const [key, value] = option;
  switch (key) {
    case "max_split_size_mb":
      return { max_split_size: megabytes(option, largeSegmentMb) };
    case "max_non_split_rounding_mb":
      return { max_non_split_rounding: megabytes(option, largeSegmentMb) };
    case "large_segment_size_mb":
      return {};
    case "garbage_collection_threshold":
      return { garbage_collection_threshold: share(option, (n) => n > 0 && n < 1, "a number between 0 and 1") };
    case "per_process_memory_fraction":
      return { per_process_memory_fraction: share(option, (n) => n >= 0 && n <= 1, "a number from 0 to 1") };
    case "roundup_power2_divisions":
      return { roundup_power2_divisions: value.startsWith("[") ? divisionList(option) : everyDivision(option) };
    case "expandable_segments":
      if (value !== "True" && value !== "False") throw refused(option, "True or False");
      return { expandable_segments: value === "True" };
    case "backend":
      if (value !== "native") throw refused(option, "native: another backend is not modelled");
      return {};
    default:
      if (WITHOUT_EFFECT.has(key) || key.startsWith("pinned_")) return {};
      throw new RangeError(`Cannot read the allocator option ${JSON.stringify(key)}: it is not one of PyTorch's`);
  }
}
function refused([key, value], wanted) {
  return new RangeError(`Cannot read the allocator option ${key}: it is ${JSON.stringify(value)}, wanted ${wanted}`);
}
function megabytes(option, least) {
  const value = Number(option[1]);
  if (!/^\d+$/.test(option[1]) || value < least || value > 2 ** 32)
    throw refused(option, `a whole number of at least ${least}`);
  return value * MIB;
}
function share(option, good, wanted) {
  const value = option[1] === "" ? Number.NaN : Number(option[1]);
  if (!good(value)) throw refused(option, wanted);
  return value;
}
function everyDivision(option) {
  return Array(16).fill(divisions(option, option[1]));
}
function divisionList(option) {
  const table = Array(16).fill(0);
  let last = -1;
  for (const part of option[1].slice(1, -1).split(",")) {
    const [key = "", value = ""] = part.split(":");
    const count = divisions(option, value);
    if (key === ">") {
      table.fill(count, last + 1);
      continue;
    }
    const index = intervalOf(option, key);
    table.fill(count, last < 0 ? 0 : index, index + 1);
    last = index;
  }
  return table;
}
function intervalOf(option, key) {
  const mb = Number(key);
  if (!/^\d+$/.test(key) || !isPowerOfTwo(mb)) throw refused(option, "keys that are powers of two, in MB");
  return Math.min(Math.log2(mb), 15);
}
function divisions(option, value) {
  const count = Number(value);
  if (!/^\d+$/.test(value) || count !== 0 && !isPowerOfTwo(count)) throw refused(option, "0 or powers of two");
  return count;
}
function isPowerOfTwo(n) {
  return n > 0 && Number.isInteger(Math.log2(n));
}

export {
  DEFAULT_ALLOC_CONF,
  EXPANDABLE,
  parseAllocConf
};
