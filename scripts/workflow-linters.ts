/** What has to be said against workflows: by GitHub's own language service, actionlint, and zizmor (pedantic, offline). */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { TextDocument } from "vscode-languageserver-textdocument";
import { ensureTools } from "./tools.ts";

const root = join(import.meta.dirname, "..");

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

/** Each as `file:line:column: message`. Paths are seen from `folder`; an action.yml is one by its name. */
export async function languageServiceFindings(folder: string, files: readonly string[]): Promise<string[]> {
  const validate = await languageService();
  const found: string[] = [];
  for (const file of files) {
    const document = TextDocument.create(`file:///${file}`, "yaml", 1, readFileSync(join(folder, file), "utf8"));
    for (const { range, message } of await validate(document)) {
      found.push(`${file}:${range.start.line + 1}:${range.start.character + 1}: ${message}`);
    }
  }
  return found;
}

/** What a linter found: nothing is a status of 0, whatever it prints. */
export type Linted = { readonly status: number; readonly output: string };

/** Of workflows only: it does not know action.yml. The same everywhere, whether or not there are shellcheck and pyflakes. */
export function actionlint(folder: string, workflows: readonly string[]): Linted {
  const config = join(root, ".github/actionlint.yaml");
  return run(folder, "actionlint", ["-shellcheck=", "-pyflakes=", "-config-file", config, ...workflows]);
}

export function zizmor(folder: string, files: readonly string[]): Linted {
  return run(folder, "zizmor", ["--offline", "--quiet", "--persona=pedantic", ...files]);
}

function run(cwd: string, tool: string, args: readonly string[]): Linted {
  const { status, stdout, stderr, error } = spawnSync(join(ensureTools(), tool), args, { cwd, encoding: "utf8" });
  if (error !== undefined) throw error;
  return { status: status ?? 1, output: stdout + stderr };
}
