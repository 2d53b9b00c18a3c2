import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  CONFIG_FILES,
  configFromText,
  loadConfig
} from "./chunk-EJYN6KZ6.js";
import "./chunk-PVOBDLUI.js";
import "./chunk-GR4LICOH.js";
import "./chunk-YX2XW4PC.js";
import "./chunk-MOITJ7TZ.js";
import "./chunk-IZVU6BTJ.js";
import "./chunk-RR4CAR5Y.js";
import "./chunk-XF5CK6HT.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-E2Y7L7HE.js";
import "./chunk-O56B5XNW.js";
import "./chunk-LZQXQOPJ.js";
export {
  CONFIG_FILES,
  configFromText,
  loadConfig
};
