import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  DETAILS,
  renderMarkdown
} from "./chunk-O3RA7XBM.js";
import "./chunk-FYMAQJU7.js";
import "./chunk-QKRGA7FY.js";
import "./chunk-3LXUPOTA.js";
import "./chunk-35CONE4B.js";
import "./chunk-73EGP5WJ.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-3PCP6L7K.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  DETAILS,
  renderMarkdown
};
