import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  bytes
} from "./chunk-O56B5XNW.js";

// src/memory/batches.ts
var LARGEST_BATCH = 2 ** 24;
function batchCurve(sizeAt, limit, batch) {
  const size = remembered(sizeAt);
  if (!Number.isFinite(size(batch))) return void 0;
  const largest = answered(largestWithin(limit, batch, 2 * batch), size);
  const idle = answered(largestWithin(limit / 2, batch, 2 * batch, 0.01), size);
  const end = Math.max(largest, batch);
  const wanted = [batch, ...[1, 2, 3, 4, 5].map((quarter) => Math.max(1, Math.round(end * quarter / 4)))];
  const points = [...new Set(wanted)].toSorted((a, b) => a - b);
  return {
    max_batch_size: largest,
    idle_below_batch_size: idle === 0 || idle >= LARGEST_BATCH ? void 0 : idle + 1,
    curve: points.filter((point) => Number.isFinite(size(point))).map((batch_size) => ({ batch_size, device_bytes: bytes(size(batch_size)) }))
  };
}
function remembered(sizeAt) {
  const known = /* @__PURE__ */ new Map();
  return (batch) => {
    const size = known.get(batch) ?? sizeAt(batch);
    known.set(batch, size);
    return size;
  };
}
function answered(search, sizeAt) {
  let asked = search.next();
  while (asked.done !== true) asked = search.next(sizeAt(asked.value));
  return asked.value;
}
var GUESSES = 6;
function* largestWithin(limit, start, other, tolerance = 0) {
  let low = 0;
  let high = LARGEST_BATCH + 1;
  let [before, candidate] = [other, start];
  for (let tries = 0; high - low > Math.max(1, tolerance * low); tries++) {
    if ((yield candidate) <= limit) low = candidate;
    else high = candidate;
    const guess = tries < GUESSES ? yield* alongTheLine(limit, before, candidate) : Math.floor((low + high) / 2);
    before = candidate;
    const past = tries > 1 && tries < GUESSES ? Math.ceil(guess / 2048) * (low === candidate ? 1 : -1) : 0;
    candidate = Math.min(Math.max(guess + past, low + 1), high - 1);
  }
  return low;
}
function* alongTheLine(limit, one, other) {
  const slope = ((yield other) - (yield one)) / (other - one);
  if (!Number.isFinite(slope) || slope <= 0) return Math.min(4 * Math.max(one, other), LARGEST_BATCH);
  return Math.min(Math.max(Math.floor(other + (limit - (yield other)) / slope), 1), LARGEST_BATCH);
}

export {
  LARGEST_BATCH,
  batchCurve,
  largestWithin
};
