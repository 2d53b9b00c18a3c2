import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  SEVERITY
} from "./chunk-PPR6C4MJ.js";

// src/compare/verdict.ts
function verdictOf(findings) {
  const severities = new Set(findings.map(({ kind }) => SEVERITY[kind]));
  if (severities.has("fails")) return "fail";
  return severities.has("undecided") ? "unknown" : "pass";
}
function worstOf(verdicts) {
  if (verdicts.includes("fail")) return "fail";
  return verdicts.includes("unknown") || verdicts.length === 0 ? "unknown" : "pass";
}
var EXIT_CODES = { pass: 0, fail: 1, unknown: 2 };

export {
  verdictOf,
  worstOf,
  EXIT_CODES
};
