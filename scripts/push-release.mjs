// `node scripts/push-release.mjs v1.2.3 release.bundle`: pushes what `scripts/release.ts --make` made to `origin`, all of
// it or nothing. Plain JavaScript and no package: it runs beside a token that may write. A release's tag is never moved,
// `main` only goes forward, and the major tag moves only from where it was seen.
import { spawnSync } from "node:child_process";

function git(...args) {
  const { status, stdout, stderr, error } = spawnSync("git", args, { encoding: "utf8" });
  if (error !== undefined) throw error;
  if (status !== 0) {
    console.error(stderr.trim());
    process.exit(1);
  }
  return stdout.trim();
}

function refuse(why) {
  console.error(`Cannot push ${tag}: ${why}`);
  process.exit(1);
}

const [tag = "", bundle = ""] = process.argv.slice(2);
if (!/^v\d+\.\d+\.\d+$/.test(tag) || bundle === "") refuse("expected a tag as v1.2.3, and a bundle");
const [major] = tag.split(".");

if (git("ls-remote", "origin", `refs/tags/${tag}`) !== "") refuse("it is there: a release's tag is never moved");

// A namespace of its own: what else a bundle may hold goes nowhere.
const refs = ["heads/main", `tags/${tag}`, `tags/${major}`];
git("fetch", "--quiet", "--no-tags", bundle, ...refs.map((ref) => `+refs/${ref}:refs/release/${ref}`));
const [main, released, moving] = refs.map((ref) => git("rev-parse", `refs/release/${ref}`));
if (released !== moving) refuse(`${major} is another commit than ${tag}`);
if (git("rev-parse", `${main}^`) !== released) refuse("main is not the commit after it");

const [seen = ""] = git("ls-remote", "origin", `refs/tags/${major}`).split("\t");
git(
  "push",
  "--quiet",
  "--atomic",
  `--force-with-lease=refs/tags/${major}:${seen}`,
  "origin",
  `${main}:refs/heads/main`,
  `${released}:refs/tags/${tag}`,
  `+${released}:refs/tags/${major}`,
);
console.log(`${tag} and ${major} are ${released}`);
