import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkDocument
} from "./chunk-AZWTTG5O.js";
import "./chunk-SDWIB4TG.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-O56B5XNW.js";
import "./chunk-R2BQND5T.js";
import "./chunk-BE7JI7H6.js";

// src/measure/measure-command.ts
async function measureCommand(run, training, cards) {
  const { steps = null, warmup, batch_size } = training;
  const command = training.run.replaceAll("{batch_size}", String(batch_size));
  const answer = await run(command, { schema: "vram-budget/attach@1", steps, warmup, cards });
  if (answer.kind === "failed") return { kind: "not-measured", reason: answer.reason, detail: answer.detail };
  const documents = [];
  for (const written of answer.measurements) {
    const checked = checkDocument(written);
    if (checked.kind === "not-measured") return checked;
    documents.push({ ...checked.document, batch_size: batch_size ?? null });
  }
  const [document] = documents.toSorted((a, b) => b.device_bytes - a.device_bytes);
  if (document === void 0) return { kind: "not-measured", reason: "failed", detail: "Nothing was measured" };
  return { kind: "measured", document, ranks: documents.length > 1 ? documents.map(rankPeaks).toSorted(byRank) : [] };
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
