import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  commandAt
} from "./chunk-XF5CK6HT.js";
import {
  TRAINING_STEPS
} from "./chunk-TS742PTV.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-E2Y7L7HE.js";
import "./chunk-O56B5XNW.js";
import "./chunk-LZQXQOPJ.js";

// src/commands/command-traces.ts
function commandTraces(run, training, card) {
  return async (batch_size) => {
    const answer = await run(commandAt(training, batch_size), {
      schema: "vram-budget/attach@1",
      steps: TRAINING_STEPS,
      warmup: 0,
      folder: training.folder,
      explain: false,
      cards: [],
      trace: { card, batch_size }
    });
    if (answer.kind === "answered") return { kind: "answered", trace: answer.trace };
    const { detail, advice } = answer;
    return { kind: "failed", detail: detail.split("\n")[0] ?? "", advice };
  };
}
export {
  commandTraces
};
