import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/world/page-assets.ts
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
var FOLDER = ["../../dist/page", "page", "../page"].map((folder) => join(import.meta.dirname, folder)).find((folder) => existsSync(join(folder, "report.js")));
async function pageAssets() {
  if (FOLDER === void 0) throw new Error(`Cannot find the page's script beside ${import.meta.dirname}`);
  const [script, style] = await Promise.all(
    ["report.js", "report.css"].map((name) => readFile(join(FOLDER, name), "utf8"))
  );
  return { script: script ?? "", style: style ?? "" };
}

export {
  pageAssets
};
