import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkPorts,
  configFilePorts
} from "./chunk-IQK5ODA4.js";
import "./chunk-BE7JI7H6.js";
export {
  checkPorts,
  configFilePorts
};
