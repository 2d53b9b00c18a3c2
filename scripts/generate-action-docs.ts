// Writes the tables of inputs and outputs in README.md from action.yml.
// With --check it writes nothing and fails where the README is not what it would write.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readAction, withActionTables } from "./action-docs.ts";

const root = join(import.meta.dirname, "..");
const file = join(root, "README.md");
const before = readFileSync(file, "utf8");
const after = withActionTables(before, readAction(parse(readFileSync(join(root, "action.yml"), "utf8"))));

if (!process.argv.includes("--check")) writeFileSync(file, after);
else if (after !== before) {
  console.error("README.md is not current: run node scripts/generate-action-docs.ts");
  process.exitCode = 1;
}
