import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  EXIT_CODES,
  verdictOf,
  worstOf
} from "./chunk-BPQOIUYM.js";
import "./chunk-PPR6C4MJ.js";
import "./chunk-LZQXQOPJ.js";
export {
  EXIT_CODES,
  verdictOf,
  worstOf
};
