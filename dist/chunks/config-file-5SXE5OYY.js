import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  CONFIG_FILES,
  loadConfig
} from "./chunk-43XMX3O2.js";
import "./chunk-EQUBITSE.js";
import "./chunk-X7NSDNB5.js";
import "./chunk-5FTY6QAI.js";
import "./chunk-IZVU6BTJ.js";
import "./chunk-XRBHGKFU.js";
import "./chunk-XF5CK6HT.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-7SSPPFYR.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  CONFIG_FILES,
  loadConfig
};
