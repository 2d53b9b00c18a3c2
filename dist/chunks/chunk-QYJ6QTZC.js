import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  readPickle,
  readSnapshot
} from "./chunk-BDNS2DLZ.js";

// src/memory/recording/process-recording.ts
function processRecording(snapshot) {
  return readSnapshot(readPickle(snapshot)).toSorted((a, b) => b.events.length - a.events.length)[0];
}

export {
  processRecording
};
