import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { test, type TestContext } from "node:test";
import { UserError } from "../../src/config/user-error.ts";
import { initPorts, terminalQuestions } from "../../src/world/init-ports.ts";
import { REPOSITORIES } from "../init/repositories.ts";

const root = join(import.meta.dirname, "../..");

function folderWith(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "vram-budget-"));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const portsIn = (folder: string) => initPorts({ folder, version: "0.0.0", ask: async () => "", say: () => {} });

test("initPorts() reads what a person wrote, and follows no link", async (t) => {
  const folder = folderWith(t, {
    "train.py": "x",
    ".github/workflows/a.yml": "x",
    ".python-version": "3.12",
    "binary.py": "a\0b",
    "large.py": "x".repeat(2 ** 20 + 1),
    ".venv/lib/a.py": "x",
    "node_modules/a/a.py": "x",
    "${{ github.token }}/a.py": "x",
    "a\u202eb.py": "x",
  });
  symlinkSync("/etc/passwd", join(folder, "link.py"));
  symlinkSync("..", join(folder, "up"));
  const { paths, text } = portsIn(folder).repository;
  assert.deepEqual(paths, [".python-version", "binary.py", "large.py", "train.py", ".github/workflows/a.yml"]);
  assert.deepEqual(["train.py", "binary.py", "large.py", "link.py", "gone.py"].map(text), ["x", ...Array(4)]);
});

test("initPorts() makes files, and writes over none and through no link", async (t) => {
  const folder = folderWith(t, { "vram-budget.yml": "mine" });
  const outside = folderWith(t, {});
  const { create } = portsIn(folder);
  assert.equal(await create("vram-budget.yml", "theirs"), false);
  assert.equal(await create("a/b/c.yml", "new"), true);
  assert.equal(readFileSync(join(folder, "vram-budget.yml"), "utf8"), "mine");
  assert.equal(readFileSync(join(folder, "a/b/c.yml"), "utf8"), "new");
  symlinkSync(outside, join(folder, ".github"));
  await assert.rejects(create(".github/workflows/a.yml", "x"), UserError);
  assert.equal(existsSync(join(outside, "workflows")), false);
  symlinkSync(join(outside, "nothing"), join(folder, "dangling.yml"));
  assert.equal(await create("dangling.yml", "x"), false);
});

test("initPorts() knows no commit where this copy has no tag of the version", (t) => {
  assert.deepEqual(portsIn(folderWith(t, {})).action, { version: "0.0.0", commit: undefined });
});

test("terminalQuestions() asks one after the other, until nobody is there", async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const ask = terminalQuestions(input, output);
  const first = ask("One? ");
  input.write("first\n");
  assert.equal(await first, "first");
  const second = ask("Two? ");
  input.end();
  await assert.rejects(second, UserError);
  await assert.rejects(ask("Three? "), UserError);
  assert.equal(String(output.read()), "One? Two? ");
});

/** The committed command line, in a repository. */
function init(cwd: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "dist/cli.js"), "init", ...args], {
    cwd,
    encoding: "utf8",
    input: "",
  });
  return { status, stdout, stderr };
}

test("vram-budget init writes what --print prints, once", (t) => {
  const folder = folderWith(t, REPOSITORIES["a plain script"] ?? {});
  const printed = init(folder, "--print");
  assert.equal(printed.status, 0, printed.stderr);
  assert.equal(existsSync(join(folder, "vram-budget.yml")), false);
  const written = init(folder, "--yes");
  assert.deepEqual([written.status, written.stdout], [0, ""]);
  const files = ["vram-budget.yml", ".github/workflows/gpu-memory.yml"];
  const shown = files.map((file) => `==> ${file} <==\n${readFileSync(join(folder, file), "utf8")}`);
  assert.equal(printed.stdout, shown.join("\n"));
  const again = init(folder);
  assert.equal(again.status, 0);
  assert.match(again.stderr, /gpu-memory\.yml is there: not touched/);
});

test("vram-budget init ends with 2 where nothing trains", (t) => {
  const { status, stderr } = init(folderWith(t, { "README.md": "# Notes\n" }), "--yes");
  assert.equal(status, 2);
  assert.match(stderr, /^Cannot find a command that trains/);
});
