import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  reportFiles
} from "./chunk-KTRLQWCX.js";
import "./chunk-5HD7MKJZ.js";
import "./chunk-GY3VKI3G.js";
import "./chunk-BWA43EDX.js";
import "./chunk-7RXATRDU.js";
import "./chunk-JWW5GOZF.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-F5YAKPOL.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  reportFiles
};
