import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import "./chunk-LZQXQOPJ.js";

// src/measure/rehearsal.ts
var TOO_MUCH = /* @__PURE__ */ new Set(["timed-out", "no-host-memory", "killed"]);
function rehearsed(measurement, hasCard) {
  if (hasCard || measurement.kind === "measured" || !TOO_MUCH.has(measurement.reason)) return measurement;
  return { ...measurement, reason: "too-much-for-a-cpu", detail: `there is no card here: ${measurement.detail}` };
}
export {
  rehearsed
};
