import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkDocument,
  measure
} from "./chunk-HI7ZEQPM.js";
import "./chunk-5XM6O7FP.js";
import "./chunk-ID7EPWM6.js";
import "./chunk-D232QW3M.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-PLX7OW7H.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-O56B5XNW.js";
import "./chunk-7TUUY75R.js";
import "./chunk-BE7JI7H6.js";
export {
  checkDocument,
  measure
};
