import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  TENSORS_ONLY,
  askWhatIf,
  renderWhatIf
} from "./chunk-6GVCW4L3.js";
import "./chunk-BWA43EDX.js";
import "./chunk-2K6DS52D.js";
import "./chunk-23YD66QD.js";
import "./chunk-7G55IB5M.js";
import "./chunk-RKMD5WUY.js";
import "./chunk-UASSEMPW.js";
import "./chunk-5HNLFP2O.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  TENSORS_ONLY,
  askWhatIf,
  renderWhatIf
};
