import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  TENSORS_ONLY,
  askWhatIf,
  renderWhatIf
} from "./chunk-X35FSVGJ.js";
import "./chunk-BWA43EDX.js";
import "./chunk-3LXUPOTA.js";
import "./chunk-73EGP5WJ.js";
import "./chunk-4VI3ZJMM.js";
import "./chunk-5YFZ2LMG.js";
import "./chunk-PLX7OW7H.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  TENSORS_ONLY,
  askWhatIf,
  renderWhatIf
};
