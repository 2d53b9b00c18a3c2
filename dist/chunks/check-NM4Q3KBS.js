import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  AS_CONFIGURED,
  check
} from "./chunk-U5KVKGRE.js";
import "./chunk-DTIZBPZC.js";
import "./chunk-PVOBDLUI.js";
import "./chunk-GR4LICOH.js";
import "./chunk-YX2XW4PC.js";
import "./chunk-MOITJ7TZ.js";
import "./chunk-IZVU6BTJ.js";
import "./chunk-7KKLJMQC.js";
import "./chunk-3OGH34IK.js";
import "./chunk-TJCAHIHV.js";
import "./chunk-L43PWQLL.js";
import "./chunk-BPQOIUYM.js";
import "./chunk-B4N5WTQT.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-RR4CAR5Y.js";
import "./chunk-XF5CK6HT.js";
import "./chunk-PPR6C4MJ.js";
import "./chunk-HHCPQFQX.js";
import "./chunk-5KZKMP4T.js";
import "./chunk-7OKXMFRY.js";
import "./chunk-LVUBKEZX.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-SABYHMZX.js";
import "./chunk-J3R7NUH7.js";
import "./chunk-E2Y7L7HE.js";
import "./chunk-O56B5XNW.js";
import "./chunk-LZQXQOPJ.js";
export {
  AS_CONFIGURED,
  check
};
