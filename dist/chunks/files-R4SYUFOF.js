import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  reportFiles
} from "./chunk-OLKCNZYR.js";
import "./chunk-OW36Q4JQ.js";
import "./chunk-QTTKUDN5.js";
import "./chunk-NEAODY3L.js";
import "./chunk-BWA43EDX.js";
import "./chunk-AAGSYMXR.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";
export {
  reportFiles
};
