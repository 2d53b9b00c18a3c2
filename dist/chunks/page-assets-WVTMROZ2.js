import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  pageAssets
} from "./chunk-2OZRJ23C.js";
import "./chunk-LZQXQOPJ.js";
export {
  pageAssets
};
