import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { parse } from "yaml";
import { readChangelog } from "../../scripts/changelog.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "vram-budget-release-"));
after(() => rmSync(folder, { recursive: true }));

/** What a release is made of and changes. */
const PARTS = [
  "scripts/release.ts",
  "scripts/changelog.ts",
  "scripts/push-release.mjs",
  "examples/workflows",
  "docs/measuring.md",
  "action.yml",
  "LICENSE",
  "README.md",
  "CHANGELOG.md",
  "package.json",
  "package-lock.json",
];

/** In the place of scripts/build.ts, which takes a second each time: a dist/ that also follows version and examples. */
const BUILD = `
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
const built = JSON.parse(readFileSync("package.json", "utf8")).version + "\\n";
if (process.argv.includes("--check")) process.exit(readFileSync("dist/index.js", "utf8") === built ? 0 : 1);
mkdirSync("dist/workflows", { recursive: true });
writeFileSync("dist/index.js", built);
cpSync("examples/workflows", "dist/workflows", { recursive: true });
`;

const environment = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "Releaser",
  GIT_AUTHOR_EMAIL: "releaser@example.com",
  GIT_COMMITTER_NAME: "Releaser",
  GIT_COMMITTER_EMAIL: "releaser@example.com",
};

function tryTo(cwd: string, command: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", env: environment });
  return { status, stdout: stdout.trim(), stderr: stderr.trim() };
}

function run(cwd: string, command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = tryTo(cwd, command, ...args);
  assert.equal(status, 0, `${command} ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** A repository with all that a release needs, its bare remote, and its dist/ built. */
function newRepository(): { work: string; remote: string } {
  const [work, remote] = [join(folder, "work"), join(folder, "remote.git")];
  mkdirSync(work);
  for (const part of PARTS) cpSync(join(root, part), join(work, part), { recursive: true });
  writeFileSync(join(work, "scripts/build.ts"), BUILD);
  run(folder, "git", "init", "--quiet", "--bare", "--initial-branch=main", remote);
  run(work, "git", "init", "--quiet", "--initial-branch=main");
  run(work, "git", "remote", "add", "origin", remote);
  run(work, process.execPath, "scripts/build.ts");
  commitAndPush(work, "Begin");
  return { work, remote };
}

function commitAndPush(work: string, message: string): void {
  run(work, "git", "add", "--all");
  run(work, "git", "commit", "--quiet", "--message", message);
  run(work, "git", "push", "--quiet", "origin", "main");
  run(work, "git", "fetch", "--quiet", "origin");
}

function edit(work: string, file: string, change: (text: string) => string): void {
  writeFileSync(join(work, file), change(readFileSync(join(work, file), "utf8")));
}

const release = (work: string, ...args: readonly string[]) =>
  tryTo(work, process.execPath, "scripts/release.ts", ...args);

/** From another clone, as the job that publishes has one. */
function push(remote: string, tag: string, bundle: string) {
  const clone = mkdtempSync(join(folder, "publish-"));
  run(clone, "git", "clone", "--quiet", "--depth", "1", `file://${remote}`, ".");
  return tryTo(clone, process.execPath, "scripts/push-release.mjs", tag, bundle);
}

const PIN = /vram-budget\/vram-budget@([0-9a-f]{40}) # (v[\d.]+)$/m;

test("a release is made, pushed once and never again, and the next one moves the major tag", () => {
  const { work, remote } = newRepository();
  const at = (ref: string, file: string) => run(remote, "git", "show", `${ref}:${file}`);
  const begun = run(remote, "git", "rev-parse", "main");
  const top = readChangelog(readFileSync(join(work, "CHANGELOG.md"), "utf8"))[0];
  edit(work, "CHANGELOG.md", (text) =>
    text
      .replace("# Changelog\n", "# Changelog\n\n## 3.0.0 (unreleased)\n\n- Whole.\n")
      .replace(`## ${top?.version} (unreleased)`, `## ${top?.version} (2020-01-01)`),
  );

  // a dry run anywhere: the tree is not clean, and nothing is changed
  const dry = release(work);
  assert.equal(dry.status, 0, dry.stderr);
  assert.match(dry.stdout, /^A release of this tree would be v3\.0\.0\. Nothing is changed:/);
  assert.match(dry.stdout, /not here {4}the tree is not clean: 1 files/);
  const refused = release(work, "--make", join(folder, "refused"));
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /Cannot release v3\.0\.0: the tree is not clean/);

  commitAndPush(work, "Say what is new");
  const other = release(work, "--make", join(folder, "other"), "--version", "3.0.1");
  assert.match(other.stderr, /3\.0\.1 is asked for, CHANGELOG\.md has 3\.0\.0 \(unreleased\)/);
  writeFileSync(join(work, "dist/index.js"), "old");
  assert.match(release(work).stderr, /dist\/ is not what the sources build/);
  run(work, "git", "checkout", "--quiet", "dist");
  const made = release(work, "--make", join(folder, "first"));
  assert.equal(made.status, 0, made.stderr);
  assert.deepEqual(run(remote, "git", "tag"), "", "nothing is pushed by --make");

  const bundle = join(folder, "first/release.bundle");
  const pushed = push(remote, "v3.0.0", bundle);
  assert.equal(pushed.status, 0, pushed.stderr);
  assert.equal(run(remote, "git", "tag"), "v3\nv3.0.0");
  const first = run(remote, "git", "rev-parse", "v3.0.0");
  assert.equal(
    run(remote, "git", "cat-file", "-t", "v3.0.0"),
    "commit",
    "a plain tag, so that ls-remote prints the commit",
  );
  assert.equal(run(remote, "git", "rev-parse", "v3"), first);
  assert.equal(run(remote, "git", "rev-parse", "main^"), first);
  assert.equal(run(remote, "git", "rev-parse", "main~3"), begun);

  assert.match(at("v3.0.0", "CHANGELOG.md"), /^## 3\.0\.0 \(\d{4}-\d{2}-\d{2}\)$/m);
  assert.equal(JSON.parse(at("v3.0.0", "package.json")).version, "3.0.0");
  const lock = JSON.parse(at("v3.0.0", "package-lock.json"));
  assert.deepEqual([lock.version, lock.packages[""].version], ["3.0.0", "3.0.0"]);
  assert.equal(at("v3.0.0", "dist/index.js"), "3.0.0", "built anew");
  for (const file of [
    "README.md",
    "docs/measuring.md",
    "examples/workflows/gpu-memory.yml",
    "dist/workflows/gpu-memory.yml",
  ]) {
    assert.deepEqual(PIN.exec(at("main", file))?.slice(1), [first, "v3.0.0"], file);
  }
  const archive = run(folder, "tar", "-tzf", join(folder, "first/vram-budget-3.0.0.tar.gz")).split("\n");
  assert.ok(archive.includes("vram-budget-3.0.0/action.yml") && archive.includes("vram-budget-3.0.0/dist/index.js"));
  const notes = readFileSync(join(folder, "first/notes.md"), "utf8");
  assert.ok(notes.includes(`vram-budget@${first} # v3.0.0`) && notes.includes("- Whole."), notes);

  // never again, and a main that is left behind is not pushed over
  const again = push(remote, "v3.0.0", bundle);
  assert.equal(again.status, 1);
  assert.equal(again.stderr, "Cannot push v3.0.0: it is there: a release's tag is never moved");
  run(work, "git", "fetch", "--quiet", "origin");
  const nothing = release(work);
  assert.deepEqual(
    [nothing.status, nothing.stdout],
    [0, "Nothing to release: CHANGELOG.md has no section that is (unreleased)"],
  );

  edit(work, "CHANGELOG.md", (text) =>
    text.replace("# Changelog\n", "# Changelog\n\n## 3.0.0 (unreleased)\n\n- Again.\n"),
  );
  const same = release(work);
  assert.equal(same.status, 1);
  assert.match(same.stderr, /3\.0\.0 is not above 3\.0\.0, which is released\n.*the tag v3\.0\.0 is there/);

  edit(work, "CHANGELOG.md", (text) => text.replace("## 3.0.0 (unreleased)", "## 3.1.0 (unreleased)"));
  commitAndPush(work, "Say what is new again");
  assert.equal(release(work, "--make", join(folder, "second")).status, 0);
  const behind = mkdtempSync(join(folder, "behind-"));
  run(behind, "git", "clone", "--quiet", remote, ".");
  run(behind, "git", "commit", "--quiet", "--allow-empty", "--message", "Something else came first");
  run(behind, "git", "push", "--quiet", "origin", "main");
  const late = push(remote, "v3.1.0", join(folder, "second/release.bundle"));
  assert.equal(late.status, 1, "main has moved on");
  assert.equal(run(remote, "git", "tag"), "v3\nv3.0.0", "all of it or nothing");
  run(remote, "git", "update-ref", "refs/heads/main", "main^");

  const second = push(remote, "v3.1.0", join(folder, "second/release.bundle"));
  assert.equal(second.status, 0, second.stderr);
  assert.equal(run(remote, "git", "rev-parse", "v3.0.0"), first, "stays");
  assert.equal(run(remote, "git", "rev-parse", "v3"), run(remote, "git", "rev-parse", "v3.1.0"), "moves");
  assert.notEqual(run(remote, "git", "rev-parse", "v3"), first);
});

test("the dry run works in a shallow checkout of no branch, as CI has one", () => {
  const shallow = mkdtempSync(join(folder, "shallow-"));
  run(shallow, "git", "clone", "--quiet", "--depth", "1", `file://${join(folder, "remote.git")}`, ".");
  run(shallow, "git", "checkout", "--quiet", "--detach");
  edit(shallow, "CHANGELOG.md", (text) =>
    text.replace("# Changelog\n", "# Changelog\n\n## 4.0.0 (unreleased)\n\n- New.\n"),
  );
  const { status, stdout, stderr } = release(shallow);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /would be v4\.0\.0/);
  assert.match(stdout, /not here {4}this is no branch, not main/);
});

test("the job that may write runs no package, and every permission to write is its own", () => {
  const { permissions, jobs } = parse(readFileSync(join(root, ".github/workflows/release.yml"), "utf8"));
  assert.deepEqual(permissions, {});
  assert.deepEqual(jobs.make.permissions, { contents: "read" });
  const { environment: gate, steps } = jobs.publish;
  assert.equal(gate, "release");
  const commands = steps.flatMap(({ run: command }: { run?: string }) => command ?? []).join("\n");
  assert.match(commands, /node scripts\/push-release\.mjs "\$TAG"/);
  assert.doesNotMatch(commands, /\b(npm|npx|pip|setup\.mjs)\b/);
  assert.doesNotMatch(readFileSync(join(root, "scripts/push-release.mjs"), "utf8"), /from "(?!node:)/);
});
