import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkDocument,
  measure
} from "./chunk-RJM3A53R.js";
import "./chunk-ABUNXGFB.js";
import "./chunk-QYJ6QTZC.js";
import "./chunk-BDNS2DLZ.js";
import "./chunk-5YFZ2LMG.js";
import "./chunk-PLX7OW7H.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-5P7PJW4T.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  checkDocument,
  measure
};
