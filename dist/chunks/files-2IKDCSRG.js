import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  reportFiles
} from "./chunk-23AXCUFI.js";
import "./chunk-KP22RDBA.js";
import "./chunk-DJ53YNC5.js";
import "./chunk-AZXOP4PE.js";
import "./chunk-BWA43EDX.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-AAGSYMXR.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  reportFiles
};
