/** Lints our workflows, the example workflows and action.yml, by all of scripts/workflow-linters.ts. */
import { globSync } from "node:fs";
import { join } from "node:path";
import { actionlint, languageServiceFindings, zizmor } from "./workflow-linters.ts";

const root = join(import.meta.dirname, "..");
const workflows = [
  ...globSync(".github/workflows/*.yml", { cwd: root }),
  ...globSync("examples/workflows/*.yml", { cwd: root }),
];
const files = [...workflows, "action.yml"];

const problems = await languageServiceFindings(root, files);
for (const problem of problems) console.error(problem);
const linted = [actionlint(root, workflows), zizmor(root, files)];
const failed = linted.filter(({ status }) => status !== 0);
for (const { output } of failed) console.error(output.trimEnd());

const clean = problems.length === 0 && failed.length === 0;
if (clean) console.log(`${workflows.length} workflows and action.yml: no findings`);
process.exitCode = clean ? 0 : 1;
