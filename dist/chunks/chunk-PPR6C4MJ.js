import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/compare/finding.ts
var SEVERITY = {
  "over-budget": "fails",
  "out-of-memory": "fails",
  drift: "warns",
  growth: "warns",
  shrinkage: "notes",
  "accepted-growth": "notes",
  tight: "warns",
  "extrapolation-open": "undecided",
  "limit-failed": "fails",
  "not-verified": "undecided",
  leak: "warns",
  "leak-over-budget": "fails",
  retries: "warns",
  fragmentation: "warns",
  "varying-batches": "warns",
  "co-tenant": "warns",
  "rank-spread": "warns",
  "not-on-the-card": "undecided",
  "not-measured": "notes",
  "measurement-failed": "undecided",
  unknown: "undecided",
  "no-device": "undecided"
};

export {
  SEVERITY
};
