import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkedOut } from "../../src/github/checked-out.ts";
import { newWorkspace } from "./runner.ts";

const SHA = "e".repeat(40);
const HERE = ".git/HEAD";
const BRANCH = ".git/refs/heads/feature/a-b";

const rows: readonly (readonly [
  what: string,
  files: Readonly<Record<string, string>>,
  root: string,
  sha: string | undefined,
])[] = [
  ["a commit", { [HERE]: `${SHA}\n` }, "", SHA],
  ["a branch", { [HERE]: "ref: refs/heads/feature/a-b\n", [BRANCH]: `${SHA}\n` }, "", SHA],
  ["a branch that is packed", { [HERE]: "ref: refs/heads/main\n" }, "", undefined],
  ["a branch that leads elsewhere", { [HERE]: "ref: refs/heads/../../../secret\n", secret: SHA }, "", undefined],
  ["a text that is no commit", { [HERE]: "hello\n" }, "", undefined],
  ["a repository in a folder", { "code/.git/HEAD": SHA, [HERE]: "f".repeat(40) }, "code", SHA],
  ["no repository", {}, "", undefined],
];

for (const [what, files, root, sha] of rows) {
  test(`checkedOut() tells ${what}`, async (t) => {
    const workspace = newWorkspace(t, { "code/configs/vram-budget.yml": "", ...files });
    const found = await checkedOut(workspace, join(workspace, "code/configs/vram-budget.yml"));
    assert.deepEqual(found, { root: join(workspace, root), sha });
  });
}

test("checkedOut() follows no link", async (t) => {
  const [workspace, other] = [newWorkspace(t, { ".git/config": "" }), newWorkspace(t, { HEAD: SHA })];
  symlinkSync(join(other, "HEAD"), join(workspace, HERE));
  const found = await checkedOut(workspace, join(workspace, "vram-budget.yml"));
  assert.deepEqual(found, { root: workspace, sha: undefined });
});
