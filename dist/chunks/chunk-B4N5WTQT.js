import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  DEFAULTS,
  parsePercentage,
  parseSize
} from "./chunk-RR4CAR5Y.js";

// src/compare/acceptance.ts
var ACCEPT_LABEL = "vram-budget: accept";
function withAcceptance(findings, change, { tolerance, hasLabel }) {
  const grown = growthOfChange(change);
  const by = hasLabel ? "label" : isBudgetRaised(change) ? "budget" : void 0;
  if (by === void 0 || grown === void 0 || grown.delta_bytes <= tolerance * grown.base_bytes) return findings;
  const { base_bytes, delta_bytes } = grown;
  return [
    ...findings.filter(({ kind }) => kind !== "growth"),
    { kind: "accepted-growth", by, base_bytes, delta_bytes }
  ];
}
function growthOfChange(change) {
  return change?.measured ?? (change?.kind === "changed" ? change : void 0);
}
function isBudgetRaised(change) {
  const keys = change === void 0 || change.kind === "new" ? [] : change.keys ?? [];
  const key = keys.find(({ path }) => path === "budget");
  if (key === void 0) return false;
  return [parsePercentage, parseSize].some((parse) => {
    const [before, now] = [parse(key.base ?? DEFAULTS.budget), parse(key.head ?? DEFAULTS.budget)];
    return before !== void 0 && now !== void 0 && now > before;
  });
}

export {
  ACCEPT_LABEL,
  withAcceptance
};
