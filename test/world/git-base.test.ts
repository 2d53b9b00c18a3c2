import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { UserError } from "../../src/config/user-error.ts";
import { gitBase } from "../../src/world/git-base.ts";

/** A repository in a temporary folder, which knows nothing of who runs the test. */
function repository(t: TestContext) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "vram-budget-git-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const person = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com", "-c", "commit.gpgsign=false"];
  const git = (...args: readonly string[]) =>
    execFileSync("git", [...person, ...args], { cwd: folder, encoding: "utf8" }).trim();
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const commit = () => {
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "--message", "a commit");
    return git("rev-parse", "HEAD");
  };
  git("init", "--quiet", "--initial-branch", "main");
  return { folder, git, write, commit };
}

test("gitBase() reads the merge base, not the tip of the branch, and leaves the working tree as it is", async (t) => {
  const { folder, git, write, commit } = repository(t);
  write("configs/vram-budget.yml", "batch_size: 64\n");
  write("model.py", "old");
  write("gone.py", "old");
  const sha = commit();
  git("switch", "--quiet", "--create", "change");
  write("configs/vram-budget.yml", "batch_size: 128\n");
  write("model.py", "new");
  git("rm", "--quiet", "gone.py");
  commit();
  git("switch", "--quiet", "main");
  write("configs/vram-budget.yml", "batch_size: 1\n");
  commit();
  git("switch", "--quiet", "change");
  write("naïve file.py", "not yet committed");

  const { found, text } = await gitBase(folder, "main");
  assert.ok(found.kind === "found");
  assert.deepEqual(found.base, { sha, name: "main" });
  assert.deepEqual(found.changed_files?.toSorted(), [
    "configs/vram-budget.yml",
    "gone.py",
    "model.py",
    "naïve file.py",
  ]);
  assert.deepEqual(await text(join(folder, "configs/vram-budget.yml")), { kind: "text", text: "batch_size: 64\n" });
  assert.deepEqual(await text(join(folder, "configs/other.yml")), { kind: "absent" });
  assert.equal(git("status", "--porcelain"), '?? "na\\303\\257ve file.py"');
});

test("gitBase() of a folder within the repository tells what changed in it, by its own paths", async (t) => {
  const { folder, write, commit } = repository(t);
  write("a/vram-budget.yml", "a");
  write("b/vram-budget.yml", "b");
  commit();
  write("a/vram-budget.yml", "changed");
  write("b/vram-budget.yml", "changed");
  const { found, text } = await gitBase(join(folder, "a"), "HEAD");
  assert.deepEqual(found.kind === "found" && found.changed_files, ["vram-budget.yml"]);
  assert.deepEqual(await text(join(folder, "b/vram-budget.yml")), { kind: "text", text: "b" });
});

test("gitBase() reads no link and no long text", async (t) => {
  const { folder, write, commit } = repository(t);
  write("long.yml", "#".repeat(2 ** 20 + 1));
  symlinkSync("long.yml", join(folder, "link.yml"));
  write("folder/a", "a");
  commit();
  const { text } = await gitBase(folder, "HEAD");
  const why = (name: string, reason: string) => ({ kind: "unknown", why: `${name} of the base ${reason}` });
  assert.deepEqual(await text(join(folder, "long.yml")), why("long.yml", "has more than 1 MiB"));
  assert.deepEqual(await text(join(folder, "link.yml")), why("link.yml", "is no plain file"));
  assert.deepEqual(await text(join(folder, "folder")), why("folder", "is no plain file"));
});

test("gitBase() says what is wrong with the base", async (t) => {
  const { folder, git, write, commit } = repository(t);
  write("a", "a");
  commit();
  git("switch", "--quiet", "--orphan", "other");
  commit();
  const outside = realpathSync(mkdtempSync(join(tmpdir(), "vram-budget-git-")));
  t.after(() => rmSync(outside, { recursive: true, force: true }));
  const cases: readonly (readonly [workspace: string, ref: string, message: RegExp])[] = [
    [folder, "nowhere", /^Cannot use --base "nowhere": git knows no such commit, expected a branch, a tag or a commit/],
    [folder, "--output=x", /^Cannot use --base "--output=x": expected a branch/],
    [folder, "", /^Cannot use --base "": expected a branch/],
    [folder, "main", /^Cannot use --base "main": git has no commit that it and HEAD both come from; a shallow clone/],
    [outside, "main", /^Cannot use --base "main": expected to be in a git repository, git says fatal: not a git repo/],
  ];
  for (const [workspace, ref, message] of cases)
    await assert.rejects(gitBase(workspace, ref), (error) => error instanceof UserError && message.test(error.message));
});

test("predict --base says what changed in the working tree, key by key, on one line each", (t) => {
  const { folder, write, commit } = repository(t);
  const config = (batch_size: number, more = "") => `version: 1
device: t4
trainings:
  mnist-mlp:
    model: {layers: [Flatten, {Linear: [784, 128]}, ReLU, {Linear: [128, 10]}]}
    input: [1, 28, 28]
    target: {classes: 10}
    loss: CrossEntropyLoss
    optimizer: {Adam: {lr: 0.001}}
    batch_size: ${batch_size}
${more}`;
  write("vram-budget.yml", config(64));
  const sha = commit();
  write("vram-budget.yml", config(65_536, "    budget: 50%\n"));
  const args = [join(import.meta.dirname, "../../src/cli.ts"), "predict", "--base", "main"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const [title = "", ...lines] = stdout.slice(stdout.indexOf("  since main")).split("\n");
  assert.ok(title.startsWith(`  since main (${sha.slice(0, 7)}): +`), title);
  assert.match(lines[0] ?? "", /^ {4}batch_size {2}64 → 65536 {2}\+\d+\.\d\d MiB$/);
  assert.equal(lines[1], "    no effect on memory: budget");
});
