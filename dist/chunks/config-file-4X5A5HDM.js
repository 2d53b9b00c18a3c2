import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  CONFIG_FILES,
  loadConfig
} from "./chunk-3FY6UVRH.js";
import "./chunk-IZVU6BTJ.js";
import "./chunk-LLROV5OK.js";
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
