import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  CONFIG_FILES,
  loadConfig
} from "./chunk-B5K2USV5.js";
import "./chunk-JHCCLIW2.js";
import "./chunk-IZVU6BTJ.js";
import "./chunk-JJTRSCYJ.js";
import "./chunk-DDDOIYOV.js";
import "./chunk-5FTY6QAI.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-O56B5XNW.js";
import "./chunk-R2BQND5T.js";
import "./chunk-BE7JI7H6.js";
export {
  CONFIG_FILES,
  loadConfig
};
