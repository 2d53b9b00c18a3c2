import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  reportFiles
} from "./chunk-QZK7HWRN.js";
import "./chunk-KP22RDBA.js";
import "./chunk-5AHOEZ3H.js";
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
