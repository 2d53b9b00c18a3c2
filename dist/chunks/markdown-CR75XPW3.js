import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  DETAILS,
  renderMarkdown,
  renderQuiet
} from "./chunk-IIVE5FDO.js";
import "./chunk-MNSYQR3G.js";
import "./chunk-L36G37CV.js";
import "./chunk-BWA43EDX.js";
import "./chunk-EWCJM4KM.js";
import "./chunk-B4N5WTQT.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-RR4CAR5Y.js";
import "./chunk-XF5CK6HT.js";
import "./chunk-I6SX2CMF.js";
import "./chunk-73KJIM4E.js";
import "./chunk-PPR6C4MJ.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-E2Y7L7HE.js";
import "./chunk-O56B5XNW.js";
import "./chunk-LZQXQOPJ.js";
export {
  DETAILS,
  renderMarkdown,
  renderQuiet
};
