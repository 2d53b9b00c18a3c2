import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  reportFiles
} from "./chunk-WOCHKN3L.js";
import "./chunk-MRWWQ7L6.js";
import "./chunk-SSDUB32M.js";
import "./chunk-N6HBIQZE.js";
import "./chunk-BWA43EDX.js";
import "./chunk-3LXUPOTA.js";
import "./chunk-35CONE4B.js";
import "./chunk-73EGP5WJ.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-3PCP6L7K.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  reportFiles
};
