import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkPorts,
  configFilePorts
} from "./chunk-Z3E3DKAS.js";
import "./chunk-HWXAJ2ZR.js";
import "./chunk-6FBI6XE3.js";
import "./chunk-VI6Z5JJS.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-7SSPPFYR.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  checkPorts,
  configFilePorts
};
