import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/compare/finding.ts
var SEVERITY = {
  "over-budget": "fails",
  "out-of-memory": "fails",
  drift: "warns",
  tight: "warns",
  "co-tenant": "warns",
  "not-measured": "notes",
  "measurement-failed": "undecided",
  unknown: "undecided",
  "no-device": "undecided"
};

export {
  SEVERITY
};
