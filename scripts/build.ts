/**
 * Builds dist/: the action (index.js), the command line (cli.js), their chunks, the probe, the workflows that init
 * writes from, what report.html is made alive with, and the licences of what is bundled. `--check` builds in memory and
 * says where the committed dist/ differs, new and left-over files too.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { type Plugin, build } from "esbuild";
import { thirdPartyLicences } from "./licences.ts";
import { buildPage } from "./page.ts";

const root = join(import.meta.dirname, "..");
const { version }: { version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const dist = join(root, "dist");

/** The OIDC client of @actions/core brings undici, 40 ms at every start, and is never called here. */
const withoutOidc: Plugin = {
  name: "without-oidc",
  setup(pluginBuild) {
    pluginBuild.onLoad({ filter: /@actions[\\/]core[\\/]lib[\\/]oidc-utils\.js$/ }, () => ({
      loader: "js",
      contents: `export class OidcClient { static getIDToken() { throw new Error("not bundled"); } }`,
    }));
  },
};

async function buildFiles(): Promise<Map<string, Buffer>> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: { index: "src/action.ts", cli: "src/cli.ts" },
    outdir: "dist",
    bundle: true,
    platform: "node",
    // The action runs on Node 24; the command line also starts on a machine that has Node 20.
    target: "node20",
    format: "esm",
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    legalComments: "none",
    metafile: true,
    write: false,
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    define: { VRAM_BUDGET_VERSION: JSON.stringify(version) },
    plugins: [withoutOidc],
  });
  const files = new Map<string, Buffer>();
  for (const file of result.outputFiles) files.set(relative(dist, file.path), Buffer.from(file.contents));
  files.set("package.json", Buffer.from('{ "type": "module" }\n'));
  const page = await buildPage(root);
  files.set("page/report.js", Buffer.from(page.script));
  files.set("page/report.css", Buffer.from(page.style));
  const inputs = [...Object.keys(result.metafile.inputs), ...page.inputs];
  files.set("THIRD-PARTY.txt", Buffer.from(thirdPartyLicences(root, inputs)));
  for (const name of filesUnder(join(root, "src/probe/vram_probe")).filter((file) => file.endsWith(".py"))) {
    files.set(join("vram_probe", name), readFileSync(join(root, "src/probe/vram_probe", name)));
  }
  for (const name of filesUnder(join(root, "examples/workflows"))) {
    files.set(join("workflows", name), readFileSync(join(root, "examples/workflows", name)));
  }
  return files;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile() && !name.includes("__pycache__"))
    .toSorted();
}

function writeDist(files: Map<string, Buffer>): void {
  rmSync(dist, { recursive: true, force: true });
  for (const [name, contents] of files) {
    mkdirSync(dirname(join(dist, name)), { recursive: true });
    writeFileSync(join(dist, name), contents);
  }
}

function differences(files: Map<string, Buffer>): string[] {
  const there = filesUnder(dist);
  return [
    ...there.filter((name) => !files.has(name)).map((name) => `dist/${name}: not built by the sources`),
    ...[...files.keys()].filter((name) => !there.includes(name)).map((name) => `dist/${name}: missing`),
    ...there
      .filter((name) => files.has(name) && !files.get(name)?.equals(readFileSync(join(dist, name))))
      .map((name) => `dist/${name}: differs from what the sources build`),
  ];
}

const files = await buildFiles();
if (process.argv.includes("--check")) {
  const found = differences(files);
  for (const line of found) console.error(line);
  if (found.length > 0) console.error("Run `npm run build` and commit dist/");
  process.exitCode = found.length > 0 ? 1 : 0;
} else {
  writeDist(files);
  const total = [...files.values()].reduce((sum, file) => sum + file.length, 0);
  console.log(`dist/: ${files.size} files, ${(total / 1024).toFixed(0)} KiB`);
}
