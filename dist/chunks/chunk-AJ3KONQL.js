import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/config/known-layers.ts
var UPSAMPLING_MODES = ["nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear"];
var AXES = {
  1: ["width"],
  2: ["height", "width"],
  3: ["depth", "height", "width"]
};
function rankOf(type) {
  if (type.endsWith("1d")) return 1;
  return type.endsWith("2d") ? 2 : 3;
}

export {
  UPSAMPLING_MODES,
  AXES,
  rankOf
};
