import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  reportFiles
} from "./chunk-WTUNS2O7.js";
import "./chunk-OW36Q4JQ.js";
import "./chunk-MJI6R7KN.js";
import "./chunk-OSVDJ2HQ.js";
import "./chunk-BWA43EDX.js";
import "./chunk-AAGSYMXR.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  reportFiles
};
