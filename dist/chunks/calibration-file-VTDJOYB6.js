import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  cachedCalibration,
  calibrationIn,
  keepContext,
  readCalibration
} from "./chunk-YSFYKOIS.js";
import "./chunk-VUG74QJF.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-O56B5XNW.js";
import "./chunk-7TUUY75R.js";
import "./chunk-BE7JI7H6.js";
export {
  cachedCalibration,
  calibrationIn,
  keepContext,
  readCalibration
};
