import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  runProbe,
  startProbe
} from "./chunk-5FJN36R5.js";
import "./chunk-VSD5BENS.js";
import "./chunk-R2BQND5T.js";
import "./chunk-5YBWQTOF.js";
import "./chunk-BE7JI7H6.js";
export {
  runProbe,
  startProbe
};
