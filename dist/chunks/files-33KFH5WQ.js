import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  reportFiles
} from "./chunk-RFOAXS24.js";
import "./chunk-OUC3RMVR.js";
import "./chunk-4F6EAM46.js";
import "./chunk-BGRSXQVX.js";
import "./chunk-BWA43EDX.js";
import "./chunk-2K6DS52D.js";
import "./chunk-SC22FVFL.js";
import "./chunk-23YD66QD.js";
import "./chunk-7G55IB5M.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-HLBZWFKI.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  reportFiles
};
