import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkDocument,
  measure
} from "./chunk-BENID57T.js";
import "./chunk-4ZCEJAAP.js";
import "./chunk-7KKLJMQC.js";
import "./chunk-3OGH34IK.js";
import "./chunk-TJCAHIHV.js";
import "./chunk-7OKXMFRY.js";
import "./chunk-LVUBKEZX.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-E2Y7L7HE.js";
import "./chunk-O56B5XNW.js";
import "./chunk-LZQXQOPJ.js";
export {
  checkDocument,
  measure
};
