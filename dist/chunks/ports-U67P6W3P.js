import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkPorts,
  configFilePorts
} from "./chunk-URHHTABR.js";
import "./chunk-L4OUBRZ5.js";
import "./chunk-WDOG3NQZ.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-O56B5XNW.js";
import "./chunk-R2BQND5T.js";
import "./chunk-BE7JI7H6.js";
export {
  checkPorts,
  configFilePorts
};
