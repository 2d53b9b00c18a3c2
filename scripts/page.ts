import { build } from "esbuild";
import type { PageAssets } from "../src/report/html/assets.ts";

/** The licence of what is inlined, which goes wherever a report does. */
const NOTICE = "/*! With uPlot, Copyright Leon Sorokin, MIT licence: https://github.com/leeoniya/uPlot */";

/** What report.html is made alive with, of the sources in src/page; and the files that it was made of. */
export async function buildPage(root: string): Promise<PageAssets & { readonly inputs: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { report: "src/page/main.ts", style: "src/page/style.css" },
    outdir: "dist/page",
    bundle: true,
    minify: true,
    platform: "browser",
    format: "iife",
    target: ["chrome120", "firefox120", "safari17"],
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    write: false,
    banner: { js: NOTICE },
  });
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text.trim() ?? "";
  const [script, style] = [textOf(".js"), textOf(".css")];
  if (script.includes("</script") || script.includes("<!--") || style.includes("</style")) {
    throw new Error("Cannot inline the page's script: it would end its own element");
  }
  return { script, style, inputs: Object.keys(metafile.inputs) };
}
