import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  runProbe,
  startProbe
} from "./chunk-4Z26YFAO.js";
import "./chunk-P7LPIWGP.js";
import "./chunk-5YBWQTOF.js";
import "./chunk-K7CU2NYE.js";
import "./chunk-R2BQND5T.js";
import "./chunk-BE7JI7H6.js";
export {
  runProbe,
  startProbe
};
