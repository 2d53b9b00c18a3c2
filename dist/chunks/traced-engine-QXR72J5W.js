import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  TraceDocument,
  asTraced,
  cardOf,
  checkedTraces,
  predictCommand,
  predictTraced
} from "./chunk-BKQCMVJE.js";
import "./chunk-PLX7OW7H.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-5M6EAGID.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-7SSPPFYR.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  TraceDocument,
  asTraced,
  cardOf,
  checkedTraces,
  predictCommand,
  predictTraced
};
