import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkPorts,
  configFilePorts
} from "./chunk-U45V7L5J.js";
import "./chunk-BE7JI7H6.js";
export {
  checkPorts,
  configFilePorts
};
