import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  check
} from "./chunk-FATYSNQQ.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-XLRKUPB3.js";
import "./chunk-AAGSYMXR.js";
import "./chunk-TYTLUWIW.js";
import "./chunk-KTA2GC42.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-7K4UFSHG.js";
import "./chunk-B44P4G2N.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-O56B5XNW.js";
import "./chunk-R2BQND5T.js";
import "./chunk-BE7JI7H6.js";
export {
  check
};
