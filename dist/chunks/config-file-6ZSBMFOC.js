import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  CONFIG_FILES,
  loadConfig
} from "./chunk-D6RMU77T.js";
import "./chunk-NARPPOJH.js";
import "./chunk-IALENBO7.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-ZNJQI6Z4.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  CONFIG_FILES,
  loadConfig
};
