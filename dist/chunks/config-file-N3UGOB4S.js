import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  CONFIG_FILES,
  loadConfig
} from "./chunk-L2UU6GRQ.js";
import "./chunk-IZVU6BTJ.js";
import "./chunk-QN2TUG47.js";
import "./chunk-BBQBWPAM.js";
import "./chunk-YYIVXZKS.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-MDBXRZWH.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  CONFIG_FILES,
  loadConfig
};
