import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");
const named = [...readFileSync(join(root, "SECURITY.md"), "utf8").matchAll(/`(test\/[\w/.-]+)`: (.+?)(?= ; | \|$)/gm)];

test("SECURITY.md names tests", () => assert.ok(named.length >= 15, String(named.length)));

for (const [, file = "", name = ""] of named) {
  test(`SECURITY.md is right that ${file} has a test of “${name}”`, () => {
    const text = readFileSync(join(root, file), "utf8");
    assert.ok(text.includes(name), `${file}: ${name}`);
  });
}
