import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  reportFiles
} from "./chunk-RZNMIFAE.js";
import "./chunk-KP22RDBA.js";
import "./chunk-L5HGQ43U.js";
import "./chunk-S7JQ3UYZ.js";
import "./chunk-BWA43EDX.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-AAGSYMXR.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  reportFiles
};
