// Writes docs/vram-budget.schema.json and docs/config.md from the schemas that read a config.
// With --check it writes nothing and fails where a file is not what it would write.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { configJsonSchema } from "../src/config/json-schema.ts";
import { configReference } from "./config-reference.ts";

const docs = join(import.meta.dirname, "../docs");
const example = readFileSync(join(import.meta.dirname, "../examples/mnist-mlp/vram-budget.yml"), "utf8");
const files = {
  "vram-budget.schema.json": `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
  "config.md": configReference(example),
};

for (const [name, text] of Object.entries(files)) {
  const file = join(docs, name);
  if (!process.argv.includes("--check")) writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) {
    console.error(`docs/${name} is not current: run node scripts/generate-config-docs.ts`);
    process.exitCode = 1;
  }
}
