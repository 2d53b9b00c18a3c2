import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkDocument,
  measure
} from "./chunk-4VTAWG5H.js";
import "./chunk-2MDZI75I.js";
import "./chunk-JEFZAM2V.js";
import "./chunk-KQ2TEGVT.js";
import "./chunk-GHO2UR24.js";
import "./chunk-UASSEMPW.js";
import "./chunk-5HNLFP2O.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-7SSPPFYR.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  checkDocument,
  measure
};
