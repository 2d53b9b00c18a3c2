/**
 * A release, up to where it is published. Without arguments a dry run: says what a release of this tree would be, what
 * stands against it, and changes nothing; it needs no tags, no remote and no branch. `--make FOLDER` makes it, on a clean
 * `main` that is the remote's: two commits, two tags, and FOLDER with release.bundle (these), notes.md and an archive.
 * `.github/workflows/release.yml` publishes what was made, by scripts/push-release.mjs, in a job that runs no package.
 *
 * 1. The release's commit: CHANGELOG.md with the date, package.json with the version, dist/ built anew. It gets the tag
 *    v1.2.3, which never moves, and v1, which moves from release to release.
 * 2. The commit after it: examples, README and docs name the release's commit, which no file of the release itself can.
 */
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { compareVersions, datedChangelog, readChangelog, type Release } from "./changelog.ts";

const root = join(import.meta.dirname, "..");
const { values: asked } = parseArgs({ options: { make: { type: "string" }, version: { type: "string" } } });

type Plan = {
  readonly version: string;
  /** v1.2.3, for good. */
  readonly tag: string;
  /** v1, which the newest release of its major version has. */
  readonly majorTag: string;
  readonly date: string;
  readonly notes: string;
};

/** What would be wrong with the release wherever it is made. */
function problemsOfTree(plan: Plan, releases: readonly Release[]): string[] {
  const problems: string[] = [];
  const newest = releases.find(({ date }) => date !== undefined);
  const { version: own } = packageJson();
  if (releases[0]?.version !== plan.version) problems.push("CHANGELOG.md: what is not released does not stand first");
  if (newest !== undefined && compareVersions(plan.version, newest.version) <= 0)
    problems.push(`CHANGELOG.md: ${plan.version} is not above ${newest.version}, which is released`);
  if (compareVersions(plan.version, own) < 0)
    problems.push(`package.json has ${own}, which is above CHANGELOG.md's ${plan.version}`);
  if (plan.notes === "") problems.push(`CHANGELOG.md: nothing stands below ${plan.version}`);
  if (asked.version !== undefined && asked.version !== plan.version)
    problems.push(`${asked.version} is asked for, CHANGELOG.md has ${plan.version} (unreleased)`);
  if (succeeds("git", "rev-parse", "--verify", "--quiet", `refs/tags/${plan.tag}`))
    problems.push(`the tag ${plan.tag} is there: a release's tag is never moved`);
  if (problems.length === 0 && !succeeds(process.execPath, "scripts/build.ts", "--check"))
    problems.push("dist/ is not what the sources build: run npm run build and commit it");
  return problems;
}

/** What hinders this checkout only. */
function problemsOfCheckout(): string[] {
  const problems: string[] = [];
  const changes = git("status", "--porcelain");
  if (changes !== "") problems.push(`the tree is not clean: ${changes.split("\n").length} files`);
  const branch = git("branch", "--show-current");
  if (branch !== "main") problems.push(`this is ${branch === "" ? "no branch" : `the branch ${branch}`}, not main`);
  const remote = output("git", "rev-parse", "--verify", "--quiet", "refs/remotes/origin/main");
  if (remote !== git("rev-parse", "HEAD")) problems.push("HEAD is not the remote's main (origin/main)");
  return problems;
}

function planned(release: Release): Plan {
  const { version, notes } = release;
  const date = new Date().toISOString().slice(0, 10);
  return { version, tag: `v${version}`, majorTag: `v${version.split(".")[0]}`, date, notes };
}

function describe(plan: Plan): string {
  const { version, tag, majorTag, date } = plan;
  const before = output("git", "rev-parse", "--short", "--verify", "--quiet", `refs/tags/${majorTag}`);
  return [
    `A release of this tree would be ${tag}. Nothing is changed:`,
    `  a commit    CHANGELOG.md: ${version} (${date}) · package.json: ${version} (${packageJson().version} now) · dist/`,
    `  a tag       ${tag}, for good`,
    `  a tag       ${majorTag}, ${before === "" ? "new, as far as this checkout knows" : `moved from ${before}`}`,
    `  a commit    ${pinned().join(", ")} with the commit of ${tag}`,
    `  an archive  vram-budget-${version}.tar.gz, attested; its notes are the ${plan.notes.split("\n").length} lines of CHANGELOG.md`,
  ].join("\n");
}

/** Files that tell a reader to pin the action. */
function pinned(): string[] {
  return globSync(["README.md", "docs/*.md", "examples/workflows/*.yml"], { cwd: root })
    .filter((file) => PIN.test(read(file)))
    .toSorted();
}

const PIN = /(vram-budget\/vram-budget@)[0-9a-f]{40} # [^\n]*/;

function make(plan: Plan, folder: string): void {
  const { version, tag, majorTag } = plan;
  const before = git("rev-parse", "HEAD");
  write("CHANGELOG.md", datedChangelog(read("CHANGELOG.md"), version, plan.date));
  write("package.json", json({ ...packageJson(), version }));
  const lock: Lock = JSON.parse(read("package-lock.json"));
  write(
    "package-lock.json",
    json({ ...lock, version, packages: { ...lock.packages, "": { ...lock.packages[""], version } } }),
  );
  commit(`Release ${tag}`);
  git("tag", tag);
  git("tag", "--force", majorTag);
  const released = git("rev-parse", "HEAD");
  for (const file of pinned()) write(file, read(file).replaceAll(new RegExp(PIN, "g"), `$1${released} # ${tag}`));
  commit(`Name the commit of ${tag} where readers are told to pin it`);

  mkdirSync(folder, { recursive: true });
  const archive = join(folder, `vram-budget-${version}.tar.gz`);
  const [contents, prefix] = [
    ["action.yml", "dist", "package.json", "LICENSE", "README.md", "CHANGELOG.md"],
    `vram-budget-${version}/`,
  ];
  git("archive", "--format=tar.gz", `--prefix=${prefix}`, `--output=${archive}`, tag, ...contents);
  git(
    "bundle",
    "create",
    join(folder, "release.bundle"),
    "refs/heads/main",
    `refs/tags/${tag}`,
    `refs/tags/${majorTag}`,
    `^${before}`,
  );
  writeFileSync(join(folder, "notes.md"), notesOf(plan, released));
  writeFileSync(join(folder, "tag"), `${tag}\n`);
}

type Lock = { readonly packages: Readonly<Record<string, object>> };

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function notesOf({ version, tag, notes }: Plan, commitId: string): string {
  return [
    "```yaml",
    `- uses: vram-budget/vram-budget@${commitId} # ${tag}`,
    "```",
    "",
    `\`gh attestation verify vram-budget-${version}.tar.gz --repo vram-budget/vram-budget\` says where the archive was made.`,
    "",
    notes,
    "",
  ].join("\n");
}

/** With dist/ as the sources build it. */
function commit(message: string): void {
  execute(process.execPath, "scripts/build.ts");
  git("add", "--all");
  git("commit", "--quiet", "--message", message);
}

function packageJson(): { readonly version: string } {
  return JSON.parse(read("package.json"));
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

function write(file: string, text: string): void {
  writeFileSync(join(root, file), text);
}

function git(...args: readonly string[]): string {
  return execute("git", ...args);
}

function execute(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr.trim()}`);
  return stdout.trim();
}

function output(command: string, ...args: readonly string[]): string {
  return spawnSync(command, args, { cwd: root, encoding: "utf8" }).stdout?.trim() ?? "";
}

function succeeds(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { cwd: root }).status === 0;
}

function main(): number {
  const releases = readChangelog(read("CHANGELOG.md"));
  const unreleased = releases.find(({ date }) => date === undefined);
  if (unreleased === undefined) {
    console.log("Nothing to release: CHANGELOG.md has no section that is (unreleased)");
    return asked.make === undefined ? 0 : 1;
  }
  const plan = planned(unreleased);
  const problems = problemsOfTree(plan, releases);
  const hindrances = problemsOfCheckout();
  if (asked.make === undefined) {
    console.log(describe(plan));
    for (const hindrance of hindrances) console.log(`  not here    ${hindrance}`);
    for (const problem of problems) console.error(`Cannot be released: ${problem}`);
    return problems.length > 0 ? 1 : 0;
  }
  for (const problem of [...problems, ...hindrances]) console.error(`Cannot release ${plan.tag}: ${problem}`);
  if (problems.length + hindrances.length > 0) return 1;
  make(plan, resolve(asked.make));
  console.log(`${plan.tag} is made: ${asked.make}/release.bundle is to be pushed`);
  return 0;
}

process.exitCode = main();
