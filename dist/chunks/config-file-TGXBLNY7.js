import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  CONFIG_FILES,
  loadConfig
} from "./chunk-POYGKLGT.js";
import "./chunk-IZVU6BTJ.js";
import "./chunk-XFX3L35F.js";
import "./chunk-7K4UFSHG.js";
import "./chunk-B44P4G2N.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-O56B5XNW.js";
import "./chunk-R2BQND5T.js";
import "./chunk-BE7JI7H6.js";
export {
  CONFIG_FILES,
  loadConfig
};
