import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { runs } from "../probe/runs.ts";

const cli = join(import.meta.dirname, "../../src/cli.ts");
const CONFIG = "version: 1\ndevice: l4\ntrainings:\n  one: {run: sh stay.sh}\n  two: {run: touch second}\n";
const STAY = `trap "" INT TERM HUP\nsetsid sh -c 'trap "" INT TERM HUP; echo $$ > pid; while :; do sleep 60; done' &\nwhile :; do sleep 60; done\n`;

const rows: [what: string, signals: NodeJS.Signals[], code: number][] = [
  ["Ctrl-C", ["SIGINT"], 130],
  ["an impatient Ctrl-C", ["SIGINT", "SIGINT", "SIGINT"], 130],
  ["a runner that cancels the job", ["SIGINT", "SIGTERM"], 130],
  ["SIGTERM", ["SIGTERM"], 143],
  ["a terminal that is closed", ["SIGHUP"], 129],
];

for (const [what, signals, code] of rows) {
  test(`the command line ends all that it has started, and starts no more, at ${what}`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "vram-budget-cancel-"));
    t.after(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "vram-budget.yml"), CONFIG);
    writeFileSync(join(folder, "stay.sh"), STAY);
    const env = { PATH: process.env["PATH"], HOME: folder, TMPDIR: folder };
    const child = spawn(process.execPath, [cli, "check"], { cwd: folder, env, stdio: ["ignore", "pipe", "ignore"] });
    let printed = "";
    child.stdout.on("data", (chunk) => (printed += String(chunk)));
    const ended = new Promise((resolve) => {
      child.once("close", resolve);
    });
    for (let round = 0; pidIn(folder) === undefined; round++) {
      assert.ok(round < 600, "the training was not started");
      await sleep(50);
    }
    for (const signal of signals) {
      child.kill(signal);
      await sleep(100);
    }
    assert.equal(await ended, code);
    assert.equal(printed, "");
    assert.ok(!runs(pidIn(folder) ?? 0));
    assert.ok(!existsSync(join(folder, "second")));
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith("vram-budget-run-")),
      [],
    );
  });
}

function pidIn(folder: string): number | undefined {
  const file = join(folder, "pid");
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return text === "" ? undefined : Number(text);
}
