import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  AS_CONFIGURED,
  check
} from "./chunk-N3UISXZQ.js";
import "./chunk-4VI3ZJMM.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-QYJ6QTZC.js";
import "./chunk-BDNS2DLZ.js";
import "./chunk-5YFZ2LMG.js";
import "./chunk-PICT53IZ.js";
import "./chunk-FOQGVST3.js";
import "./chunk-6ZJFZTD3.js";
import "./chunk-3PCP6L7K.js";
import "./chunk-QJ3SOJWD.js";
import "./chunk-PLX7OW7H.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-27MWHMTS.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-OCRMNOSV.js";
import "./chunk-AJ3KONQL.js";
import "./chunk-5FTY6QAI.js";
import "./chunk-XF5CK6HT.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-5P7PJW4T.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  AS_CONFIGURED,
  check
};
