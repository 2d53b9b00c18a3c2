/**
 * Lints our workflows, the example workflows and action.yml: with GitHub's own language service, with actionlint, and
 * with zizmor (pedantic, offline).
 */
import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { TextDocument } from "vscode-languageserver-textdocument";
import { ensureTools } from "./tools.ts";

const root = join(import.meta.dirname, "..");
const files = [
  ...globSync(".github/workflows/*.yml", { cwd: root }),
  ...globSync("examples/workflows/*.yml", { cwd: root }),
];

type Validate = (document: TextDocument) => Promise<readonly { readonly range: Range; readonly message: string }[]>;
type Range = { readonly start: { readonly line: number; readonly character: number } };

/** The package imports JSON in a way that only bundlers read. */
async function languageService(): Promise<Validate> {
  const outfile = join(root, ".cache/languageservice.cjs");
  await build({
    stdin: { contents: 'export { validate } from "@actions/languageservice";', resolveDir: root },
    bundle: true,
    format: "cjs",
    platform: "node",
    logLevel: "error",
    outfile,
  });
  const service: { validate: Validate } = await import(outfile);
  return service.validate;
}

const validate = await languageService();
let problems = 0;
for (const file of [...files, "action.yml"].filter((name) => existsSync(join(root, name)))) {
  const document = TextDocument.create(`file:///${file}`, "yaml", 1, readFileSync(join(root, file), "utf8"));
  for (const { range, message } of await validate(document)) {
    console.error(`${file}:${range.start.line + 1}:${range.start.character + 1}: ${message}`);
    problems += 1;
  }
}

function run(command: string, args: readonly string[]): number {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (error !== undefined) throw error;
  return status ?? 1;
}

const tools = ensureTools();
// the same everywhere, whether or not the machine has shellcheck and pyflakes
const actionlint = ["-shellcheck=", "-pyflakes=", "-config-file", ".github/actionlint.yaml"];
problems += run(join(tools, "actionlint"), [...actionlint, ...files]);
problems += run(join(tools, "zizmor"), ["--offline", "--quiet", "--persona=pedantic", ...files, "action.yml"]);

if (problems === 0) console.log(`${files.length} workflows and action.yml: no findings`);
process.exitCode = problems === 0 ? 0 : 1;
