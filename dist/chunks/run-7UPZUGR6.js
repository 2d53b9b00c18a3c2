import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  runProbe,
  startProbe
} from "./chunk-MQEZI5MH.js";
import "./chunk-MHT577KR.js";
import "./chunk-GGAJOL5F.js";
import "./chunk-L43PWQLL.js";
import "./chunk-7SSPPFYR.js";
import "./chunk-BE7JI7H6.js";
export {
  runProbe,
  startProbe
};
