import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PageAssets } from "../report/html/assets.ts";

/** `dist/page/`, which `npm run build` makes of src/page: seen from the sources, from what is built, and from its chunks. */
const FOLDER = ["../../dist/page", "page", "../page"]
  .map((folder) => join(import.meta.dirname, folder))
  .find((folder) => existsSync(join(folder, "report.js")));

/** What makes report.html alive, read when one is written. */
export async function pageAssets(): Promise<PageAssets> {
  if (FOLDER === undefined) throw new Error(`Cannot find the page's script beside ${import.meta.dirname}`);
  const [script, style] = await Promise.all(
    ["report.js", "report.css"].map((name) => readFile(join(FOLDER, name), "utf8")),
  );
  return { script: script ?? "", style: style ?? "" };
}
