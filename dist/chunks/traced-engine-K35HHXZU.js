import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  TraceDocument,
  asTraced,
  cardOf,
  checkedTraces,
  predictCommand,
  predictTraced
} from "./chunk-HHCPQFQX.js";
import "./chunk-5KZKMP4T.js";
import "./chunk-7OKXMFRY.js";
import "./chunk-LVUBKEZX.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-E2Y7L7HE.js";
import "./chunk-O56B5XNW.js";
import "./chunk-LZQXQOPJ.js";
export {
  TraceDocument,
  asTraced,
  cardOf,
  checkedTraces,
  predictCommand,
  predictTraced
};
