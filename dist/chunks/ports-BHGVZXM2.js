import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkPorts,
  configFilePorts
} from "./chunk-O4LYXYXT.js";
import "./chunk-DUR25WX6.js";
import "./chunk-EIP6MRRR.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-O56B5XNW.js";
import "./chunk-7SSPPFYR.js";
import "./chunk-BE7JI7H6.js";
export {
  checkPorts,
  configFilePorts
};
