import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  EXIT_CODES,
  verdictOf,
  worstOf
} from "./chunk-MFJFXSPM.js";
import "./chunk-HLBZWFKI.js";
import "./chunk-BE7JI7H6.js";
export {
  EXIT_CODES,
  verdictOf,
  worstOf
};
