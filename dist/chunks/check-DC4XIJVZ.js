import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  check
} from "./chunk-EJMP3YTT.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-CYCQTKYE.js";
import "./chunk-ID7EPWM6.js";
import "./chunk-D232QW3M.js";
import "./chunk-K7CU2NYE.js";
import "./chunk-VUG74QJF.js";
import "./chunk-2MHRX2NI.js";
import "./chunk-LIZ2ELZ6.js";
import "./chunk-HFY7M7JE.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-PLX7OW7H.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-JJTRSCYJ.js";
import "./chunk-DDDOIYOV.js";
import "./chunk-5FTY6QAI.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-O56B5XNW.js";
import "./chunk-7TUUY75R.js";
import "./chunk-BE7JI7H6.js";
export {
  check
};
