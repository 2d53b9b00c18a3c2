import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  blocksAtPeak
} from "./chunk-4ZCEJAAP.js";
import {
  MeasurementDocument,
  processRecording
} from "./chunk-7KKLJMQC.js";
import {
  parseAllocConf
} from "./chunk-LVUBKEZX.js";

// src/measure/recorded-blocks.ts
function recordedBlocks(snapshot, workspace) {
  const recording = processRecording(snapshot);
  if (recording === void 0) return [];
  return blocksAtPeak(recording, workspace, parseAllocConf(recording.alloc_conf));
}

// src/measure/explained.ts
function explained({ document, recording }, workspace) {
  if (recording?.format !== "pickle") return { document, recording };
  try {
    return { document: { ...document, blocks: recordedBlocks(recording.content, workspace) }, recording };
  } catch (error) {
    if (error instanceof RangeError) return { document, recording };
    throw error;
  }
}

// src/measure/measure.ts
async function measure(ask, training, workspace) {
  const answer = await ask({ schema: "vram-budget/request@2", device: "auto", training, trace: training.explain });
  if (answer.kind === "failed") return { ...answer, kind: "not-measured" };
  const checked = checkDocument(answer.measurement);
  if (checked.kind === "not-measured") return checked;
  const { document } = checked;
  return { kind: "measured", ...explained({ document, recording: recordingOf(answer) }, workspace), ranks: [] };
}
function recordingOf({ trace, snapshot }) {
  if (snapshot !== void 0)
    return { format: "pickle", content: Uint8Array.from(atob(snapshot), (letter) => letter.charCodeAt(0)) };
  if (trace === void 0) return void 0;
  return { format: "json", content: new TextEncoder().encode(JSON.stringify(trace)) };
}
function checkDocument(written) {
  const document = MeasurementDocument.safeParse(written);
  if (document.success) return { kind: "document", document: document.data };
  const [issue] = document.error.issues;
  const where = issue?.path.join(".") ?? "";
  return {
    kind: "not-measured",
    reason: "not-believed",
    detail: `The measurement cannot be believed: ${where}: ${issue?.message}`
  };
}

export {
  explained,
  measure,
  checkDocument
};
