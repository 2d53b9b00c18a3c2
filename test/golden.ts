import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const folder = join(import.meta.dirname, "golden");

/** Compares `text` with `test/golden/<name>`. `UPDATE_GOLDENS=1 npm test` writes it instead: then read the diff. */
export function matchesGolden(name: string, text: string): void {
  const file = join(folder, name);
  if (process.env["UPDATE_GOLDENS"] === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  assert.ok(existsSync(file), `${file} is not there: write it with UPDATE_GOLDENS=1 and read it`);
  assert.equal(text, readFileSync(file, "utf8"));
}
