import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  runProbe,
  startProbe
} from "./chunk-CHHBBPKX.js";
import "./chunk-4SYA6P7V.js";
import "./chunk-5YBWQTOF.js";
import "./chunk-K7CU2NYE.js";
import "./chunk-7TUUY75R.js";
import "./chunk-BE7JI7H6.js";
export {
  runProbe,
  startProbe
};
