import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  SEVERITY
} from "./chunk-PPR6C4MJ.js";

// src/compare/notable.ts
function isNotable(training) {
  return training.verdict !== "pass" || warns(training) || isMoved(training);
}
function warns({ findings }) {
  return findings.some(({ kind }) => SEVERITY[kind] === "warns");
}
function isMoved({ change, tolerance }) {
  if (change === void 0) return false;
  if (change.kind === "new") return true;
  const predicted = change.kind === "changed" ? change : void 0;
  return [predicted, change.measured].some(
    (side) => side !== void 0 && Math.abs(side.delta_bytes) > tolerance * side.base_bytes
  );
}
function isQuiet({ verdict, trainings, removed }) {
  return verdict === "pass" && removed.length === 0 && !trainings.some(isNotable);
}

// src/report/severity.ts
var RANK = { fail: 3, unknown: 2, pass: 0 };
function bySeverity(trainings) {
  const rank = (training) => RANK[training.verdict] || (warns(training) ? 1 : 0);
  return trainings.toSorted((a, b) => rank(b) - rank(a) || budgetShare(b) - budgetShare(a));
}
function budgetShare({ budget }) {
  return budget === void 0 ? 0 : budget.needed_bytes / Math.max(budget.limit_bytes, 1);
}

export {
  isNotable,
  warns,
  isMoved,
  isQuiet,
  bySeverity,
  budgetShare
};
