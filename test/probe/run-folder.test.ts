import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { processNameText } from "../../src/probe/process-name.ts";
import { RunFolder } from "../../src/probe/run-folder.ts";

async function withFolder(use: (folder: RunFolder) => Promise<void>) {
  const folder = await RunFolder.make({ steps: 3 }, tmpdir());
  try {
    await use(folder);
  } finally {
    await folder.remove();
  }
  assert.ok(!existsSync(folder.path));
}

const process = { host: "node", space: "0", pid: 7 };

test("newLines() gives each line once, when it is whole", () =>
  withFolder(async (folder) => {
    const file = join(folder.path, "answers-node.0.7.jsonl");
    writeFileSync(file, '{"a": 1}\n{"b"');
    assert.deepEqual(await folder.newLines(), { kind: "lines", lines: [{ process, text: '{"a": 1}' }] });
    appendFileSync(file, ": 2}\n");
    assert.deepEqual(await folder.newLines(), { kind: "lines", lines: [{ process, text: '{"b": 2}' }] });
    assert.deepEqual(await folder.newLines(), { kind: "lines", lines: [] });
  }));

test("newLines() tells processes of one number apart by their node", () =>
  withFolder(async (folder) => {
    const names = ["node-a.0.7", "node-a.0123abcd-4026531836.7", "node-b.0.7", "b.example.org.0.7"];
    for (const name of names) writeFileSync(join(folder.path, `answers-${name}.jsonl`), `"${name}"\n`);
    const found = await folder.newLines();
    const lines = found.kind === "lines" ? found.lines : [];
    const said = new Map(lines.map((line) => [line.text, processNameText(line.process)]));
    assert.deepEqual(said, new Map(names.map((name) => [`"${name}"`, name])));
  }));

test("RunFolder.make() lets nobody else look into it", () =>
  withFolder(async ({ path }) => {
    assert.equal(statSync(path).mode & 0o777, 0o700);
  }));

const tricks: [what: string, trick: (answer: string, folder: string) => void, detail: RegExp][] = [
  ["a link", (answer) => symlinkSync("/proc/self/environ", answer), /ELOOP/],
  ["a pipe that nobody writes to", (answer) => execFileSync("mkfifo", [answer]), /no plain file/],
  ["a folder", (answer) => mkdirSync(answer), /no plain file/],
  [
    "an answer of 1 TiB",
    (answer) => {
      writeFileSync(answer, "");
      truncateSync(answer, 2 ** 40);
    },
    /too long/,
  ],
  [
    "a hundred answers that are too long together",
    (_, folder) => {
      for (let pid = 1; pid <= 100; pid++) {
        const path = join(folder, `answers-node.0.${pid}.jsonl`);
        writeFileSync(path, "");
        truncateSync(path, 60 * 2 ** 20);
      }
    },
    /too long together/,
  ],
  [
    "five thousand processes",
    (_, folder) => {
      for (let pid = 1; pid <= 5000; pid++) writeFileSync(join(folder, `answers-node.0.${pid}.jsonl`), "");
    },
    /too many/,
  ],
  ["that the folder is gone", (_, folder) => rmSync(folder, { recursive: true }), /ENOENT/],
];

for (const [what, trick, detail] of tricks) {
  test(`newLines() does not believe ${what}`, () =>
    withFolder(async (folder) => {
      trick(join(folder.path, "answers-node.0.7.jsonl"), folder.path);
      const found = await folder.newLines();
      assert.equal(found.kind, "not-believed");
      assert.match(found.kind === "not-believed" ? found.detail : "", detail);
    }));
}

test("newLines() does not believe an answer that was cut short", () =>
  withFolder(async (folder) => {
    const file = join(folder.path, "answers-node.0.7.jsonl");
    writeFileSync(file, "{}\n");
    await folder.newLines();
    writeFileSync(file, "");
    assert.equal((await folder.newLines()).kind, "not-believed");
  }));

test("stacks() shows no file that a link leads to, nor what is no stack", () =>
  withFolder(async (folder) => {
    symlinkSync("/proc/self/environ", join(folder.path, "stack-node.0.7.txt"));
    writeFileSync(join(folder.path, "stack-node.0.8.txt"), "a secret\n");
    assert.deepEqual(await folder.stacks(), []);
  }));

test("remove() takes away what was made unreadable, and nothing that a link leads to", async () => {
  const outside = await RunFolder.make({}, tmpdir());
  await withFolder(async ({ path }) => {
    mkdirSync(join(path, "locked/inner"), { recursive: true });
    writeFileSync(join(path, "locked/inner/file"), "");
    symlinkSync(outside.path, join(path, "locked/link"));
    chmodSync(join(path, "locked/inner"), 0o000);
    chmodSync(join(path, "locked"), 0o000);
  });
  assert.ok(existsSync(join(outside.path, "request.json")));
  await outside.remove();
});
