import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  EXIT_CODES,
  verdictOf,
  worstOf
} from "./chunk-Y5YGIDJX.js";
import "./chunk-F5YAKPOL.js";
import "./chunk-BE7JI7H6.js";
export {
  EXIT_CODES,
  verdictOf,
  worstOf
};
