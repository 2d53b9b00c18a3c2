import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  runProbe,
  startProbe
} from "./chunk-G4IXTAP4.js";
import "./chunk-DZKBAK7T.js";
import "./chunk-GGAJOL5F.js";
import "./chunk-PICT53IZ.js";
import "./chunk-7SSPPFYR.js";
import "./chunk-BE7JI7H6.js";
export {
  runProbe,
  startProbe
};
