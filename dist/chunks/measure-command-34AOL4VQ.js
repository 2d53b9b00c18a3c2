import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkDocument,
  explained
} from "./chunk-BENID57T.js";
import "./chunk-4ZCEJAAP.js";
import "./chunk-7KKLJMQC.js";
import "./chunk-3OGH34IK.js";
import "./chunk-TJCAHIHV.js";
import {
  commandAt
} from "./chunk-XF5CK6HT.js";
import "./chunk-7OKXMFRY.js";
import "./chunk-LVUBKEZX.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-E2Y7L7HE.js";
import "./chunk-O56B5XNW.js";
import "./chunk-LZQXQOPJ.js";

// src/measure/ranks.ts
function disagreement(documents) {
  if (documents.some(({ out_of_memory }) => out_of_memory !== null)) return void 0;
  const places = documents.map(({ distributed }) => distributed);
  const ranks = places.map((place) => place?.rank ?? 0).toSorted((a, b) => a - b);
  const sizes = new Set(places.map((place) => place?.world_size ?? 1));
  const [size] = sizes;
  if (sizes.size === 1 && size === ranks.length && ranks.every((rank, index) => rank === index)) return void 0;
  return `ranks ${ranks.join(", ")} measured, and say that they are of ${[...sizes].toSorted((a, b) => a - b).join(" and ")} process(es)`;
}
function bySeverity(a, b) {
  return Number(b.out_of_memory !== null) - Number(a.out_of_memory !== null) || b.device_bytes - a.device_bytes;
}

// src/measure/measure-command.ts
async function measureCommand(run, training, cards, workspace) {
  const { folder, steps = null, warmup, explain, batch_size } = training;
  const request = { schema: "vram-budget/attach@1", folder, steps, warmup, explain, cards };
  const answer = await run(commandAt(training, batch_size ?? null), request);
  return measurementOf(answer, batch_size, workspace);
}
async function measureProcesses(run, training, processes, cards, workspace) {
  const { steps, warmup, explain, batch_size } = training;
  const command = `exec python -m torch.distributed.run --standalone --nproc-per-node ${processes} -m vram_probe.described`;
  const request = { schema: "vram-budget/attach@1", folder: "", steps, warmup, explain, cards, training };
  return measurementOf(await run(command, request), batch_size, workspace);
}
function measurementOf(answer, batch_size, workspace) {
  if (answer.kind === "failed") return { ...answer, kind: "not-measured" };
  const all = [];
  for (const { measurement, recording } of answer.processes) {
    const checked = checkDocument(measurement);
    if (checked.kind === "not-measured") return checked;
    all.push({ document: { ...checked.document, batch_size: batch_size ?? null }, recording });
  }
  const ranks = all[0]?.document.distributed === null ? all.slice(0, 1) : all;
  const detail = disagreement(ranks.map(({ document }) => document));
  if (detail !== void 0) return { kind: "not-measured", reason: "ranks-disagree", detail };
  const [worst] = ranks.toSorted((a, b) => bySeverity(a.document, b.document));
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
  measureCommand,
  measureProcesses
};
