import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { parseConfig } from "../src/config/parse-config.ts";
import { formatProblem } from "../src/config/problem.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** The fenced YAML of a page. */
function yamlIn(path: string): readonly string[] {
  return [...read(path).matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = ""]) => text);
}

test("docs/measuring.md has the example's workflow", () => {
  const [workflow, ...others] = yamlIn("docs/measuring.md").filter((text) => text.includes("runs-on"));
  assert.deepEqual(others, []);
  assert.deepEqual(parse(workflow ?? ""), parse(read("examples/workflows/gpu-memory-on-a-gpu.yml")));
});

const PAGES = [
  "README.md",
  "docs/measuring.md",
  "docs/calibration.md",
  "docs/predicting-a-command.md",
  "docs/config.md",
  "docs/init.md",
];

for (const page of PAGES) {
  const configs = yamlIn(page).filter((text) => /^trainings:/m.test(text));
  test(`${page} has configs that can be read`, () => {
    assert.ok(configs.length > 0);
    for (const text of configs) {
      const parsed = parseConfig("vram-budget.yml", text.startsWith("trainings:") ? `version: 1\n${text}` : text);
      const problems = parsed.kind === "problems" ? parsed.problems.map(formatProblem) : [];
      assert.deepEqual(problems, [], text);
    }
  });
}
