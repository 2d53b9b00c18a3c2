import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  TENSORS_ONLY,
  askWhatIf,
  renderWhatIf
} from "./chunk-LMLYXXYH.js";
import "./chunk-DTIZBPZC.js";
import "./chunk-TJCAHIHV.js";
import "./chunk-BWA43EDX.js";
import "./chunk-EWCJM4KM.js";
import "./chunk-73KJIM4E.js";
import "./chunk-7OKXMFRY.js";
import "./chunk-LVUBKEZX.js";
import "./chunk-O56B5XNW.js";
import "./chunk-LZQXQOPJ.js";
export {
  TENSORS_ONLY,
  askWhatIf,
  renderWhatIf
};
