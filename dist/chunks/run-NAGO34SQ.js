import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  runProbe,
  startProbe
} from "./chunk-M466QS5S.js";
import "./chunk-M62H4VCO.js";
import "./chunk-GGAJOL5F.js";
import "./chunk-PICT53IZ.js";
import "./chunk-7SSPPFYR.js";
import "./chunk-BE7JI7H6.js";
export {
  runProbe,
  startProbe
};
