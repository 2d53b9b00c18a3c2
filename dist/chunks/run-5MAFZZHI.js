import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  runProbe,
  startProbe
} from "./chunk-QQT5YVE2.js";
import "./chunk-Q4UHFXOJ.js";
import "./chunk-GGAJOL5F.js";
import "./chunk-KWHYRD3C.js";
import "./chunk-7SSPPFYR.js";
import "./chunk-BE7JI7H6.js";
export {
  runProbe,
  startProbe
};
