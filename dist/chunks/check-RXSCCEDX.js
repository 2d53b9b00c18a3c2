import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  check
} from "./chunk-PNHQFWLU.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-K7CU2NYE.js";
import "./chunk-WDOG3NQZ.js";
import "./chunk-2MHRX2NI.js";
import "./chunk-LIZ2ELZ6.js";
import "./chunk-T6AGYDG6.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-YKBCD2WK.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-JJTRSCYJ.js";
import "./chunk-DDDOIYOV.js";
import "./chunk-5FTY6QAI.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-O56B5XNW.js";
import "./chunk-R2BQND5T.js";
import "./chunk-BE7JI7H6.js";
export {
  check
};
