import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkDocument,
  explained
} from "./chunk-HI7ZEQPM.js";
import "./chunk-5XM6O7FP.js";
import "./chunk-ID7EPWM6.js";
import "./chunk-D232QW3M.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-PLX7OW7H.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-O56B5XNW.js";
import "./chunk-7TUUY75R.js";
import "./chunk-BE7JI7H6.js";

// src/measure/measure-command.ts
async function measureCommand(run, training, cards, workspace) {
  const { folder, steps = null, warmup, explain, batch_size } = training;
  const command = training.run.replaceAll("{batch_size}", String(batch_size));
  const answer = await run(command, { schema: "vram-budget/attach@1", folder, steps, warmup, explain, cards });
  if (answer.kind === "failed") return { kind: "not-measured", reason: answer.reason, detail: answer.detail };
  const ranks = [];
  for (const { measurement, recording } of answer.processes) {
    const checked = checkDocument(measurement);
    if (checked.kind === "not-measured") return checked;
    ranks.push({ document: { ...checked.document, batch_size: batch_size ?? null }, recording });
  }
  const [worst] = ranks.toSorted((a, b) => b.document.device_bytes - a.document.device_bytes);
  if (worst === void 0) return { kind: "not-measured", reason: "failed", detail: "Nothing was measured" };
  const peaks = ranks.map(({ document }) => rankPeaks(document)).toSorted(byRank);
  return { kind: "measured", ...explained(worst, workspace), ranks: peaks.length > 1 ? peaks : [] };
}
function rankPeaks({ distributed, allocated_bytes, reserved_bytes, device_bytes }) {
  return { rank: distributed?.rank ?? 0, allocated_bytes, reserved_bytes, device_bytes };
}
function byRank(a, b) {
  return a.rank - b.rank;
}
export {
  measureCommand
};
