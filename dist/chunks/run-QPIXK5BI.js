import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  runProbe,
  startProbe
} from "./chunk-J3TLJ6LG.js";
import "./chunk-AGUDWZXM.js";
import "./chunk-GGAJOL5F.js";
import "./chunk-EIXME522.js";
import "./chunk-7SSPPFYR.js";
import "./chunk-BE7JI7H6.js";
export {
  runProbe,
  startProbe
};
