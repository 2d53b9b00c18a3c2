import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  check
} from "./chunk-SUVVQ7P6.js";
import "./chunk-QJN7FZ3O.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-XLRKUPB3.js";
import "./chunk-AAGSYMXR.js";
import "./chunk-GJEVMSG7.js";
import "./chunk-O56B5XNW.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-BE7JI7H6.js";
export {
  check
};
