import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkDocument,
  measure
} from "./chunk-6JXKTEMU.js";
import "./chunk-DY77BNPE.js";
import "./chunk-KTA2GC42.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-O56B5XNW.js";
import "./chunk-R2BQND5T.js";
import "./chunk-BE7JI7H6.js";
export {
  checkDocument,
  measure
};
