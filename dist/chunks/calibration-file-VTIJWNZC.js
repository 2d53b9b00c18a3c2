import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  cachedCalibration,
  calibrationIn,
  keepContext,
  readCalibration
} from "./chunk-W6OJ64X6.js";
import "./chunk-LA4C34EB.js";
import "./chunk-SABYHMZX.js";
import "./chunk-6FBI6XE3.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-E2Y7L7HE.js";
import "./chunk-O56B5XNW.js";
import "./chunk-LZQXQOPJ.js";
export {
  cachedCalibration,
  calibrationIn,
  keepContext,
  readCalibration
};
