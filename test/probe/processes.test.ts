import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startChild } from "../../src/probe/child.ts";
import { killRun, runOf } from "../../src/probe/processes.ts";
import { runs } from "./runs.ts";

/** Each tells its number in a file of that name, and would write `late` when it is asked to end or ends. */
const HELPERS = `\
import os, signal, subprocess, sys, time
def stay(ignoring=True):
    def late(*_): open("late", "w").close()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, late if ignoring else signal.SIG_DFL)
    open(f"pid-{os.getpid()}", "w").close()
    try:
        while True: time.sleep(60)
    finally: late()
def daemonize():
    if os.fork(): os._exit(0)
    os.setsid()
    if os.fork(): os._exit(0)
`;

const trees: [what: string, program: string, processes: number][] = [
  ["a process that ignores SIGTERM", "stay()", 1],
  ["a grandchild that ignores SIGTERM", "if os.fork() == 0: stay()\nstay()", 2],
  ["a grandchild in a session of its own", "if os.fork() == 0:\n    os.setsid()\n    stay()\nstay()", 2],
  [
    "workers in sessions of their own, as torchrun starts them",
    "for _ in range(2): subprocess.Popen([sys.executable, 'worker.py'], start_new_session=True)\nstay()",
    3,
  ],
  ["a daemon: two forks, and a session of its own", "if os.fork() == 0:\n    daemonize()\n    stay()\nstay()", 2],
  [
    "a child with a clean environment and a session of its own, while its parent lives",
    "subprocess.Popen(['/usr/bin/env', '-i', sys.executable, 'worker.py'], start_new_session=True)\nstay()",
    2,
  ],
  [
    "a child with a clean environment whose parent has ended, in the group",
    "if os.fork() == 0:\n    subprocess.Popen(['/usr/bin/env', '-i', sys.executable, 'worker.py'])\n    os._exit(0)\nstay()",
    2,
  ],
  ["a process that is stopped", "if os.fork() == 0:\n    os.kill(os.getpid(), signal.SIGSTOP)\n    stay()\nstay()", 1],
];

for (const [what, program, processes] of trees) {
  test(`nothing stays behind, and nothing is written any more: ${what}`, () =>
    inFolder({ "it.py": `${HELPERS}${program}\n`, "worker.py": `${HELPERS}stay()\n` }, async (folder) => {
      const child = start(folder, "python3 it.py; touch late");
      await until(() => pidsIn(folder).length === processes);
      child.stop();
      assert.deepEqual(await child.exit, { kind: "stopped" });
      assert.deepEqual(pidsIn(folder).filter(runs), []);
      assert.ok(!existsSync(join(folder, "late")));
    }));
}

test("nothing stays behind of a shell with jobs and traps", () =>
  inFolder({}, async (folder) => {
    const job = `sh -c 'trap "touch late" EXIT TERM INT; touch pid-$$; while :; do sleep 60; done'`;
    const child = start(
      folder,
      `trap "touch late" EXIT TERM; ${job} & nohup ${job} & (${job} && touch late) & wait; touch late`,
    );
    await until(() => pidsIn(folder).length === 3);
    child.stop();
    await child.exit;
    assert.deepEqual(pidsIn(folder).filter(runs), []);
    assert.ok(!existsSync(join(folder, "late")));
  }));

test("nothing stays behind of what a command leaves running when it ends by itself", () =>
  inFolder({ "it.py": `${HELPERS}daemonize()\nstay()\n` }, async (folder) => {
    const child = start(folder, "python3 it.py; until ls pid-*; do sleep 0.1; done; exit 3");
    assert.deepEqual(await child.exit, { kind: "exited", code: 3, signal: null });
    assert.equal(pidsIn(folder).length, 1);
    assert.deepEqual(pidsIn(folder).filter(runs), []);
  }));

test("nothing stays behind of a process that forks faster than anybody looks", () => {
  const program = `import os\nopen("pid-1", "w").close()\nwhile True:\n    if os.fork(): os._exit(0)\n    os.utime("beat")\n`;
  return inFolder({ "forking.py": program, beat: "" }, async (folder) => {
    const child = start(folder, "python3 forking.py & sleep 60");
    await until(() => pidsIn(folder).length === 1);
    assert.ok(await beats(join(folder, "beat")), "it does not fork");
    child.stop();
    await child.exit;
    assert.ok(!(await beats(join(folder, "beat"))), "it still forks");
  });
});

test("when all is cancelled all are asked to end, though the shell is gone first, and killed where they do not", () =>
  inFolder({ "it.py": `${HELPERS}if os.fork() == 0: stay()\nstay()\n` }, async (folder) => {
    const cancelling = new AbortController();
    const child = start(folder, "python3 it.py", 30_000, cancelling.signal);
    await until(() => pidsIn(folder).length === 2);
    cancelling.abort();
    assert.deepEqual(await child.exit, { kind: "cancelled" });
    assert.deepEqual(pidsIn(folder).filter(runs), []);
    assert.ok(existsSync(join(folder, "late")), "it was not asked");
  }));

test("at the limit all are asked to end", () =>
  inFolder({}, async (folder) => {
    const child = start(folder, `trap "touch late; exit" TERM; while :; do sleep 0.1; done`, 1000);
    assert.deepEqual(await child.exit, { kind: "timed-out" });
    assert.ok(existsSync(join(folder, "late")), "it was not asked");
  }));

test("a number that went to a stranger is no reason to end it", async (t) => {
  const stranger = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
  t.after(() => stranger.kill("SIGKILL"));
  await until(() => runs(stranger.pid ?? 0));
  const run = { ...runOf(stranger.pid ?? 0, "nobody-has-this-mark"), since: "1" };
  assert.equal(killRun(run), false);
  assert.ok(runs(stranger.pid ?? 0));
});

test("nothing is started where all is cancelled already", () =>
  inFolder({}, async (folder) => {
    const child = start(folder, "touch pid-1", 3000, AbortSignal.abort());
    assert.deepEqual(await child.exit, { kind: "cancelled" });
    assert.deepEqual(pidsIn(folder), []);
  }));

function start(folder: string, command: string, timeoutMs = 30_000, signal?: AbortSignal) {
  return startChild({
    command: "/bin/sh",
    args: ["-c", command],
    cwd: folder,
    environment: { PATH: process.env["PATH"] ?? "" },
    timeoutMs,
    ...(signal === undefined ? {} : { signal }),
    onOutput: () => {},
  });
}

async function inFolder(files: Readonly<Record<string, string>>, use: (folder: string) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), "vram-budget-test-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pidsIn(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => (name.startsWith("pid-") ? [Number(name.slice(4))] : []));
}

/** Whether a file is touched within half a second: of a process that is gone before it could be looked at, as good as seen. */
async function beats(path: string): Promise<boolean> {
  const before = statSync(path, { bigint: true }).mtimeNs;
  for (let round = 0; round < 10; round++) {
    await sleep(50);
    if (statSync(path, { bigint: true }).mtimeNs !== before) return true;
  }
  return false;
}

async function until(holds: () => boolean) {
  for (let round = 0; !holds(); round++) {
    assert.ok(round < 400, "it did not come so far");
    await sleep(50);
  }
}
