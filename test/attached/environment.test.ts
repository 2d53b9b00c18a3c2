import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { measureIn, newFolder } from "./measuring.ts";

test("a command sees the variables that its training names, and no other secret", async (t) => {
  const folder = newFolder(t);
  const environment = {
    PATH: "/usr/bin:/bin",
    HF_TOKEN: "one",
    WANDB_API_KEY: "two",
    MY_VAR: "three",
    HF_HOME: "four",
  };
  await measureIn(folder, { run: "env > seen", keys: "environment: [HF_TOKEN, MY_VAR]", environment, python: null });
  const seen = readFileSync(join(folder, "seen"), "utf8");
  for (const line of ["HF_TOKEN=one", "MY_VAR=three", "HF_HOME=four"]) assert.ok(seen.includes(`${line}\n`), line);
  assert.ok(!seen.includes("two"));
});
