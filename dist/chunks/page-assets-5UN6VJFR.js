import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  pageAssets
} from "./chunk-BIH7BAAC.js";
import "./chunk-LZQXQOPJ.js";
export {
  pageAssets
};
