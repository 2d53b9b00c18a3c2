import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  CONFIG_FILES,
  loadConfig
} from "./chunk-4VJROP45.js";
import "./chunk-FWCKWMK3.js";
import "./chunk-7BG2QSD6.js";
import "./chunk-5FTY6QAI.js";
import "./chunk-IZVU6BTJ.js";
import "./chunk-IYQ6HDVZ.js";
import "./chunk-XF5CK6HT.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-5P7PJW4T.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  CONFIG_FILES,
  loadConfig
};
