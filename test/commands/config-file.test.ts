import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";
import { described } from "../../src/config/training.ts";
import { type ConfigFilePorts, loadConfig } from "../../src/commands/config-file.ts";
import { UserError } from "../../src/config/user-error.ts";
import { GOOD } from "../config/bad-configs.ts";

/** Files by absolute path; `{link}` is a symbolic link. */
type World = Readonly<Record<string, string | { readonly link: string }>>;

function ports(world: World): ConfigFilePorts {
  const folders = new Set(Object.keys(world).flatMap(parents));
  const realpath = (path: string): string | undefined => {
    for (const folder of [...parents(path), path]) {
      const entry = world[folder];
      if (typeof entry === "object") return realpath(`${entry.link}${path.slice(folder.length)}`);
    }
    return folders.has(path) || world[path] !== undefined ? path : undefined;
  };
  const text = (path: string) => (typeof world[path] === "string" ? world[path] : undefined);
  return {
    resolve: (folder, path) => posix.resolve(folder, path),
    realpath: (path) => Promise.resolve(realpath(path)),
    size: (path) => Promise.resolve(text(path)?.length),
    readText: (path) => Promise.resolve(text(path) ?? assert.fail(`${path} was read`)),
  };
}

/** Every folder above `path`, the outermost first. */
function parents(path: string): string[] {
  const names = path.split("/").slice(1, -1);
  return names.map((_, depth) => `/${names.slice(0, depth + 1).join("/")}`);
}

const withData = `${GOOD}    data: {images: data/i.gz, labels: data/l.gz}\n`;

const FOUND: readonly (readonly [
  what: string,
  world: World,
  named: string | undefined,
  file: string,
  workspace: string,
])[] = [
  [
    "the first of the usual names",
    { "/w/vram-budget.yml": GOOD, "/w/.vram-budget.yml": "" },
    undefined,
    "vram-budget.yml",
    "/w",
  ],
  ["the hidden one", { "/w/.vram-budget.yml": GOOD }, undefined, ".vram-budget.yml", "/w"],
  ["the one in .github", { "/w/.github/vram-budget.yml": GOOD }, undefined, ".github/vram-budget.yml", "/w"],
  ["a named one", { "/w/a/b.yml": GOOD }, "./a/b.yml", "a/b.yml", "/w"],
  ["one named in full", { "/w/a/b.yml": GOOD }, "/w/a/b.yml", "a/b.yml", "/w"],
  [
    "a link within the workspace",
    { "/w/vram-budget.yml": { link: "/w/a/b.yml" }, "/w/a/b.yml": GOOD },
    undefined,
    "vram-budget.yml",
    "/w",
  ],
  [
    "a workspace behind a link",
    { "/w": { link: "/real" }, "/real/vram-budget.yml": GOOD },
    undefined,
    "vram-budget.yml",
    "/w",
  ],
  [
    "one that is named outside, with its own folder",
    { "/x/b.yml": withData, "/x/data/i.gz": "" },
    "/x/b.yml",
    "/x/b.yml",
    "/x",
  ],
];

for (const [what, world, named, file, workspace] of FOUND) {
  test(`loadConfig() finds ${what}`, async () => {
    const loaded = await loadConfig(ports(world), "/w", named);
    assert.deepEqual([loaded.config.file, loaded.workspace], [file, workspace]);
  });
}

test("loadConfig() keeps data relative to the workspace", async () => {
  const images = async (path: string, named: string) => {
    const { config } = await loadConfig(ports({ [path]: withData }), "/w", named);
    const [training] = config.trainings;
    const data = training && described(training)?.data;
    return data?.kind === "idx" && data.images;
  };
  assert.equal(await images("/w/a/b.yml", "a/b.yml"), "a/data/i.gz");
  assert.equal(await images("/x/b.yml", "/x/b.yml"), "data/i.gz");
});

const OUT = { "/etc/secret": GOOD };
const REFUSED: readonly (readonly [what: string, world: World, named: string | undefined, message: string])[] = [
  [
    "no config",
    { "/w/readme": "" },
    undefined,
    "Cannot find a config in /w: expected vram-budget.yml, .vram-budget.yml, .github/vram-budget.yml, or its path",
  ],
  ["a named config that is not there", {}, "a.yml", "Cannot read a.yml: there is no such file"],
  ["a folder", { "/w/a.yml/b": "" }, "a.yml", "Cannot read a.yml: it is not a file"],
  [
    "a link that leaves the workspace",
    { ...OUT, "/w/vram-budget.yml": { link: "/etc/secret" } },
    undefined,
    "Cannot read vram-budget.yml: it is a link that leaves the workspace, expected a file inside of it",
  ],
  [
    "a folder that is a link out of the workspace",
    { "/etc/a.yml": GOOD, "/w/conf": { link: "/etc" } },
    "conf/a.yml",
    "Cannot read conf/a.yml: it is a link that leaves the workspace, expected a file inside of it",
  ],
  [
    "a link to a neighbour whose name begins the same",
    { "/wide/a.yml": GOOD, "/w/a.yml": { link: "/wide/a.yml" } },
    "a.yml",
    "Cannot read a.yml: it is a link that leaves the workspace, expected a file inside of it",
  ],
  [
    "a file that is too large",
    { "/w/a.yml": "#".repeat(2 ** 20 + 1) },
    "a.yml",
    "Cannot read a.yml: it has 1048577 bytes, expected at most 1048576 (1 MiB)",
  ],
  ["a file that is no text", { "/w/a.yml": "\uFFFD" }, "a.yml", "Cannot read a.yml: it is not UTF-8"],
  [
    "every problem of it",
    { "/w/a.yml": GOOD.replace("batch_size: 64", "batch_size: 0").replace("version: 1", "version: 2") },
    "a.yml",
    "Cannot use a.yml: 2 problems\n" +
      "a.yml:1:10: version: expected 1, the version of this format, found 2\n" +
      "a.yml:15:17: trainings.a.batch_size: expected a whole number above 0, found 0",
  ],
  [
    "data behind a link that leaves the workspace",
    { ...OUT, "/w/a.yml": withData, "/w/data/i.gz": { link: "/etc/secret" } },
    "a.yml",
    "Cannot use a.yml: 1 problem\n" +
      "a.yml:4:3: trainings.a.data.images: expected a file inside of the workspace, found a link that leaves it: data/i.gz",
  ],
];

for (const [what, world, named, message] of REFUSED) {
  test(`loadConfig() refuses ${what}`, async () => {
    await assert.rejects(loadConfig(ports(world), "/w", named), (error) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.message, message);
      return true;
    });
  });
}
