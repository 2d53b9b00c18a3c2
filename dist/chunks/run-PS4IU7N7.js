import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  runProbe,
  startProbe
} from "./chunk-L4DPF6NR.js";
import "./chunk-O42AQF56.js";
import "./chunk-GGAJOL5F.js";
import "./chunk-L43PWQLL.js";
import "./chunk-E2Y7L7HE.js";
import "./chunk-LZQXQOPJ.js";
export {
  runProbe,
  startProbe
};
