import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  askWhatIf,
  renderWhatIf
} from "./chunk-UVQTY57Y.js";
import "./chunk-BWA43EDX.js";
import "./chunk-MSQ7AEHJ.js";
import "./chunk-CYCQTKYE.js";
import "./chunk-D232QW3M.js";
import "./chunk-PLX7OW7H.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  askWhatIf,
  renderWhatIf
};
