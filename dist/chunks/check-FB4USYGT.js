import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  check
} from "./chunk-36KAKXRM.js";
import "./chunk-XLRKUPB3.js";
import "./chunk-AAGSYMXR.js";
import "./chunk-WS3EZ62C.js";
import "./chunk-D5K465JO.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-IALENBO7.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-ZNJQI6Z4.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  check
};
