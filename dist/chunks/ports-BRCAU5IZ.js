import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkPorts,
  configFilePorts
} from "./chunk-TXID3TVH.js";
import "./chunk-BE7JI7H6.js";
export {
  checkPorts,
  configFilePorts
};
