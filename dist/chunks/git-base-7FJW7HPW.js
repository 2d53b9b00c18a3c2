import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  MAX_TEXT_BYTES
} from "./chunk-YX2XW4PC.js";
import {
  UserError
} from "./chunk-J3R7NUH7.js";
import "./chunk-LZQXQOPJ.js";

// src/world/git-base.ts
import { execFile } from "node:child_process";
import { basename, dirname } from "node:path";
async function gitBase(workspace, ref) {
  const git = (...args) => run(workspace, args);
  const cannot = `Cannot use --base ${JSON.stringify(ref)}`;
  const wanted = "expected a branch, a tag or a commit, as origin/main";
  if (ref === "" || ref.startsWith("-")) throw new UserError(`${cannot}: ${wanted}`);
  await asked(
    git("rev-parse", "--git-dir"),
    ({ said }) => `${cannot}: expected to be in a git repository, git says ${said}`
  );
  await asked(
    git("rev-parse", "--verify", "--quiet", `${ref}^{commit}`),
    () => `${cannot}: git knows no such commit, ${wanted}`
  );
  const shallow = "a shallow clone has too few, and actions/checkout makes a whole one with fetch-depth: 0";
  const sha = await asked(
    git("merge-base", ref, "HEAD"),
    () => `${cannot}: git has no commit that it and HEAD both come from; ${shallow}`
  );
  const base = { sha: sha.trim(), name: ref };
  return {
    found: { kind: "found", base, changed_files: await changedFiles(git, base.sha) },
    text: (path) => textAt(dirname(path), basename(path), base.sha)
  };
}
async function changedFiles(git, sha) {
  const lists = await Promise.all([
    git("diff", "--name-only", "--no-ext-diff", "--no-renames", "-z", "--relative", sha, "--"),
    git("ls-files", "--others", "--exclude-standard", "-z")
  ]);
  if (lists.some(({ ok }) => !ok)) return void 0;
  return lists.flatMap(({ stdout }) => stdout.split("\0").filter((path) => path !== ""));
}
async function textAt(folder, name, sha) {
  const listed = await run(folder, ["ls-tree", "-z", "--long", sha, "--", name]);
  if (!listed.ok) return { kind: "unknown", why: `git cannot list ${name} of the base` };
  const [, mode = "", id = "", size = ""] = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t/.exec(listed.stdout) ?? [];
  if (id === "") return { kind: "absent" };
  if (!mode.startsWith("100")) return { kind: "unknown", why: `${name} of the base is no plain file` };
  if (Number(size) > MAX_TEXT_BYTES) return { kind: "unknown", why: `${name} of the base has more than 1 MiB` };
  const { ok, stdout } = await run(folder, ["cat-file", "blob", id]);
  if (!ok) return { kind: "unknown", why: `git cannot read ${name} of the base` };
  if (stdout.includes("\uFFFD")) return { kind: "unknown", why: `${name} of the base is not UTF-8` };
  return { kind: "text", text: stdout };
}
async function asked(ran, otherwise) {
  const found = await ran;
  if (!found.ok) throw new UserError(otherwise(found));
  return found.stdout;
}
var MOST_OUTPUT = 64 * 2 ** 20;
function run(folder, args) {
  return new Promise((done) => {
    execFile("git", args, { cwd: folder, maxBuffer: MOST_OUTPUT, encoding: "utf8" }, (error, stdout, stderr) => {
      const [said = ""] = (stderr.trim() || (error?.message ?? "")).split("\n");
      done({ ok: error === null, stdout, said });
    });
  });
}
export {
  gitBase
};
