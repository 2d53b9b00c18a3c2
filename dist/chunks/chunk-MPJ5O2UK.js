import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/memory/trace.ts
var CATEGORIES = [
  "parameters",
  "buffers",
  "gradients",
  "optimizer",
  "batch",
  "activations",
  "workspace",
  "temporary"
];
var PHASES = ["setup", "forward", "backward", "optimizer", "evaluation"];

export {
  CATEGORIES,
  PHASES
};
