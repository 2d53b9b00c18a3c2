import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  runProbe,
  startProbe
} from "./chunk-7DHLHSN3.js";
import "./chunk-IH5BQYZJ.js";
import "./chunk-R2BQND5T.js";
import "./chunk-5YBWQTOF.js";
import "./chunk-BE7JI7H6.js";
export {
  runProbe,
  startProbe
};
