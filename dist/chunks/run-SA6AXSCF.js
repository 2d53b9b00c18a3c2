import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  runProbe,
  startProbe
} from "./chunk-XEC6MMO6.js";
import "./chunk-MDBXRZWH.js";
import "./chunk-5YBWQTOF.js";
import "./chunk-BE7JI7H6.js";
export {
  runProbe,
  startProbe
};
