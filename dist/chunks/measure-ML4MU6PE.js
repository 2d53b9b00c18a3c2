import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkDocument,
  measure
} from "./chunk-6GYGZH2X.js";
import "./chunk-BB42ETAO.js";
import "./chunk-VNGTGT2F.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-YKBCD2WK.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-O56B5XNW.js";
import "./chunk-R2BQND5T.js";
import "./chunk-BE7JI7H6.js";
export {
  checkDocument,
  measure
};
