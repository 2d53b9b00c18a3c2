import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  DETAILS,
  renderMarkdown
} from "./chunk-L5HGQ43U.js";
import "./chunk-S7JQ3UYZ.js";
import "./chunk-BWA43EDX.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-AAGSYMXR.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  DETAILS,
  renderMarkdown
};
