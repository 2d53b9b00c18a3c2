import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  reportFiles
} from "./chunk-4RDT65HH.js";
import "./chunk-ODCB4JUT.js";
import "./chunk-7GHREEJW.js";
import "./chunk-FBOV7BCU.js";
import "./chunk-BWA43EDX.js";
import "./chunk-MSQ7AEHJ.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-LIZ2ELZ6.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  reportFiles
};
