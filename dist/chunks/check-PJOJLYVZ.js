import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  AS_CONFIGURED,
  check
} from "./chunk-QT74NAFC.js";
import "./chunk-4VI3ZJMM.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-QYJ6QTZC.js";
import "./chunk-BDNS2DLZ.js";
import "./chunk-5YFZ2LMG.js";
import "./chunk-PICT53IZ.js";
import "./chunk-VI6Z5JJS.js";
import "./chunk-6ZJFZTD3.js";
import "./chunk-3PCP6L7K.js";
import "./chunk-BKQCMVJE.js";
import "./chunk-PLX7OW7H.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-5M6EAGID.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-EQUBITSE.js";
import "./chunk-X7NSDNB5.js";
import "./chunk-5FTY6QAI.js";
import "./chunk-IZVU6BTJ.js";
import "./chunk-XRBHGKFU.js";
import "./chunk-XF5CK6HT.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-7SSPPFYR.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  AS_CONFIGURED,
  check
};
