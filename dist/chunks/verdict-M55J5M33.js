import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  EXIT_CODES,
  verdictOf,
  worstOf
} from "./chunk-6ZJFZTD3.js";
import "./chunk-3PCP6L7K.js";
import "./chunk-BE7JI7H6.js";
export {
  EXIT_CODES,
  verdictOf,
  worstOf
};
