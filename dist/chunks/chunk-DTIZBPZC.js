import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  BOUNDLESS,
  Replay,
  blockOf,
  replayRecording
} from "./chunk-TJCAHIHV.js";
import {
  cardOf
} from "./chunk-7OKXMFRY.js";
import {
  parseAllocConf
} from "./chunk-LVUBKEZX.js";
import {
  bytes
} from "./chunk-O56B5XNW.js";

// src/memory/recording/what-if.ts
function peaksAsRecorded(recording) {
  return peaksOf(replayRecording(recording, parseAllocConf(recording.alloc_conf)).statistics);
}
function whatIf(recording, alloc_conf, card, workspace) {
  const requests = [...startAnew(recording.segments), ...recording.events.flatMap(asRequests)];
  const conf = parseAllocConf(alloc_conf);
  const total = card?.usable_bytes ?? BOUNDLESS.total;
  const boundless = serve(requests, conf, cardOf(BOUNDLESS.capacity, total));
  const row = { ...peaksOf(boundless.statistics), alloc_conf, complete: boundless.failed === void 0 };
  if (card === void 0) return { ...row, fit: void 0 };
  const leaving = (context) => serve(requests, conf, cardOf(total - context, total));
  const likely = leaving(card.context_bytes);
  if (likely.failed === void 0) {
    const sure2 = leaving(card.context_high_bytes).failed === void 0;
    const { num_alloc_retries } = likely.statistics;
    return { ...row, fit: { kind: "fits", num_alloc_retries, sure: sure2 } };
  }
  const sure = leaving(card.context_low_bytes).failed !== void 0;
  return { ...row, fit: failure(likely.failed, likely.statistics, sure, workspace) };
}
function startAnew(segments) {
  return segments.flatMap(
    ({ stream, blocks }) => blocks.filter(({ live }) => live).map(({ key, requested, birth }) => ({
      event: { op: "alloc", key, bytes: requested, stream, birth },
      at: void 0
    }))
  );
}
function asRequests(event, at) {
  if (event.op !== "out_of_memory") return [{ event, at }];
  const key = `failed at ${at}`;
  return [
    { event: { op: "alloc", key, bytes: event.bytes, stream: 0 }, at },
    { event: { op: "free", key }, at }
  ];
}
function serve(requests, conf, driver) {
  const replay = new Replay([], { conf, driver });
  const { statistics } = replay.allocator;
  for (const { event, at } of requests) {
    const block = replay.apply(event);
    if (event.op === "alloc" && event.bytes > 0 && block === void 0) return { statistics, failed: { event, at } };
  }
  return { statistics, failed: void 0 };
}
function failure({ event, at }, statistics, sure, workspace) {
  return {
    kind: "fails",
    request: blockOf(event.bytes, event.birth, at === void 0, workspace),
    event: at,
    allocated_bytes: bytes(statistics.allocated_bytes.all.current),
    reserved_bytes: bytes(statistics.reserved_bytes.all.current),
    sure
  };
}
function peaksOf({ allocated_bytes, reserved_bytes }) {
  const [allocated, reserved] = [allocated_bytes.all.peak, reserved_bytes.all.peak];
  return {
    allocated_bytes: bytes(allocated),
    overhead_bytes: bytes(reserved - allocated),
    reserved_bytes: bytes(reserved)
  };
}

export {
  peaksAsRecorded,
  whatIf
};
