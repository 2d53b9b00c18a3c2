import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  cachedCalibration,
  calibrationIn,
  keepContext,
  readCalibration
} from "./chunk-QRCB4AXO.js";
import "./chunk-6FBI6XE3.js";
import "./chunk-FOQGVST3.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-5P7PJW4T.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  cachedCalibration,
  calibrationIn,
  keepContext,
  readCalibration
};
