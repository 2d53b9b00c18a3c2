import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  reportFiles
} from "./chunk-SBD5CA24.js";
import "./chunk-OW36Q4JQ.js";
import "./chunk-O3IAWDMP.js";
import "./chunk-BWA43EDX.js";
import "./chunk-Q2LYEYCR.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-AAGSYMXR.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  reportFiles
};
