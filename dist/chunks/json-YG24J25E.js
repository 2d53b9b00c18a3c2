import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  renderJson
} from "./chunk-I3WE7OXI.js";
import "./chunk-LZQXQOPJ.js";
export {
  renderJson
};
