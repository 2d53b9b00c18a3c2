import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/memory/block-groups.ts
var ORIGINS = ["code", "backward", "before", "unknown", "rest"];
var MOST_GROUPS = 20;

export {
  ORIGINS,
  MOST_GROUPS
};
