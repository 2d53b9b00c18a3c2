import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  CONFIG_FILES,
  loadConfig
} from "./chunk-HSKQKKP3.js";
import "./chunk-FQCFIABX.js";
import "./chunk-GJEVMSG7.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-KKNXXX34.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  CONFIG_FILES,
  loadConfig
};
