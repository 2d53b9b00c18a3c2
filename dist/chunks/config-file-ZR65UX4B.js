import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  CONFIG_FILES,
  loadConfig
} from "./chunk-DPRJWEAS.js";
import "./chunk-ETI35IR7.js";
import "./chunk-IZVU6BTJ.js";
import "./chunk-OCRMNOSV.js";
import "./chunk-AJ3KONQL.js";
import "./chunk-5FTY6QAI.js";
import "./chunk-XF5CK6HT.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-5P7PJW4T.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  CONFIG_FILES,
  loadConfig
};
