import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  TraceDocument,
  cardOf,
  predictTraced
} from "./chunk-WS3EZ62C.js";
import "./chunk-D5K465JO.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-ZNJQI6Z4.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  TraceDocument,
  cardOf,
  predictTraced
};
