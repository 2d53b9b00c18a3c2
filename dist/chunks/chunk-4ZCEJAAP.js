import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  blockOf,
  groupBlocks,
  replayRecording
} from "./chunk-TJCAHIHV.js";

// src/memory/recording/peak.ts
function blocksAtPeak(recording, workspace, conf) {
  return groupBlocks(aliveAtPeak(recording, conf).map(({ size, birth, old }) => blockOf(size, birth, old, workspace)));
}
function aliveAtPeak(recording, conf) {
  const old = recording.segments.flatMap(({ blocks }) => blocks).filter(({ live }) => live);
  const alive = new Map(old.map(({ key, size, birth }) => [key, { size, birth, old: true }]));
  const sizes = [];
  let highest = old.reduce((sum, { size }) => sum + size, 0);
  let events = 0;
  replayRecording(recording, conf, {
    onEvent: (_, block, { statistics }) => {
      sizes.push(block?.size);
      const { peak } = statistics.allocated_bytes.all;
      if (peak <= highest) return;
      highest = peak;
      events = sizes.length;
    }
  });
  const lost = [];
  for (const [index, event] of recording.events.slice(0, events).entries()) {
    const size = sizes[index];
    if (event.op === "free") alive.delete(event.key);
    if (event.op !== "alloc" || size === void 0) continue;
    const before = alive.get(event.key);
    if (before !== void 0) lost.push(before);
    alive.set(event.key, { size, birth: event.birth, old: false });
  }
  return [...alive.values(), ...lost];
}

export {
  blocksAtPeak
};
