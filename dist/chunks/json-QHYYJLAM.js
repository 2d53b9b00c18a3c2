import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  renderJson
} from "./chunk-MRWWQ7L6.js";
import "./chunk-BE7JI7H6.js";
export {
  renderJson
};
