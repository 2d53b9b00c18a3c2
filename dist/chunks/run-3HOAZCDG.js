import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  runProbe,
  startProbe
} from "./chunk-6Z73TLIS.js";
import "./chunk-JMY4HROM.js";
import "./chunk-GGAJOL5F.js";
import "./chunk-PICT53IZ.js";
import "./chunk-5P7PJW4T.js";
import "./chunk-BE7JI7H6.js";
export {
  runProbe,
  startProbe
};
