import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  check
} from "./chunk-U6TCBWJ2.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-XLRKUPB3.js";
import "./chunk-AAGSYMXR.js";
import "./chunk-TBYGP4RI.js";
import "./chunk-KTA2GC42.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-BBQBWPAM.js";
import "./chunk-YYIVXZKS.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-MDBXRZWH.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  check
};
