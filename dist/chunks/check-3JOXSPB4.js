import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  AS_CONFIGURED,
  check
} from "./chunk-AWVDNNNJ.js";
import "./chunk-RKMD5WUY.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-KQ2TEGVT.js";
import "./chunk-GHO2UR24.js";
import "./chunk-UASSEMPW.js";
import "./chunk-L43PWQLL.js";
import "./chunk-DKLB4FLS.js";
import "./chunk-5HNLFP2O.js";
import "./chunk-FY77S7CZ.js";
import "./chunk-5M6EAGID.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-2OR4IVO2.js";
import "./chunk-MFJFXSPM.js";
import "./chunk-HLBZWFKI.js";
import "./chunk-CHFG3YEP.js";
import "./chunk-X7NSDNB5.js";
import "./chunk-XRBHGKFU.js";
import "./chunk-5FTY6QAI.js";
import "./chunk-IZVU6BTJ.js";
import "./chunk-XF5CK6HT.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-7SSPPFYR.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  AS_CONFIGURED,
  check
};
