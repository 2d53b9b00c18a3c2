import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { runProbe } from "../../src/probe/run.ts";
import { trainingOf } from "../report/fixtures.ts";

/** A probe of a few lines in the place of ours: `python -m vram_probe` runs `program`. */
function fakeProbe(program: string) {
  const folder = mkdtempSync(join(tmpdir(), "vram-budget-"));
  mkdirSync(join(folder, "vram_probe"));
  writeFileSync(join(folder, "vram_probe", "__init__.py"), "");
  writeFileSync(join(folder, "vram_probe", "__main__.py"), `import json, os, sys, time, subprocess\n${program}\n`);
  return folder;
}

async function run(
  program: string,
  options: { timeoutMs?: number; environment?: Record<string, string>; signal?: AbortSignal } = {},
) {
  const folder = fakeProbe(program);
  const progress: unknown[] = [];
  const output: string[] = [];
  try {
    const answer = await runProbe(
      { schema: "vram-budget/request@2", device: "auto", training: trainingOf(), trace: false },
      {
        python: "python3",
        probeFolder: folder,
        workspace: folder,
        environment: { PATH: process.env["PATH"], ...options.environment },
        timeoutMs: options.timeoutMs ?? 20_000,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        onProgress: (step) => progress.push(step),
        onOutput: (line) => output.push(line),
      },
    );
    return { answer, progress, output, folder };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const answering = `answer = os.fdopen(3, "wb")\ndef say(text): answer.write(text); answer.flush()\n`;

test("runProbe() gives the request on standard input and the answer from descriptor 3", async () => {
  const { answer, progress, output } = await run(`${answering}
request = json.loads(sys.stdin.readline())
print("epoch 1", request["training"]["name"])
say(b'{"progress": {"phase": "forward", "step": 1, "steps": 10}}\\n')
say(b'{"measurement": {"batch": 64}}\\n')`);
  assert.deepEqual(answer, { kind: "answered", measurement: { batch: 64 }, trace: undefined, snapshot: undefined });
  assert.deepEqual(progress, [{ phase: "forward", step: 1, steps: 10 }]);
  assert.deepEqual(output, ["epoch 1 mnist-mlp"]);
});

test("runProbe() puts a line together that comes in pieces, a character cut in two, and the last without an end", async () => {
  const { answer } = await run(`${answering}
whole = '{"measurement": "é"}'.encode()
cut = whole.index(0xc3) + 1
say(whole[:cut]); time.sleep(0.2); say(whole[cut:])`);
  assert.deepEqual(answer, { kind: "answered", measurement: "é", trace: undefined, snapshot: undefined });
});

const failures: readonly (readonly [what: string, program: string, reason: string, detail: RegExp])[] = [
  [
    "the probe's own failure first",
    `${answering}say(b'{"failure": {"reason": "no-torch", "detail": "no torch"}}\\n'); sys.exit(1)`,
    "no-torch",
    /^no torch$/,
  ],
  [
    "an exit code with what was printed last",
    `print("ValueError: boom", file=sys.stderr); sys.exit(3)`,
    "failed",
    /exit code 3\nit printed last:\nValueError: boom/,
  ],
  ["an end without an answer", `pass`, "failed", /ended without an answer, with exit code 0/],
  ["a signal", `os.kill(os.getpid(), 9)`, "killed", /signal SIGKILL/],
  ["an answer that is no JSON", `${answering}say(b"hello\\n")`, "not-believed", /not in its own form/],
  ["an answer of another form", `${answering}say(b'{"measured": 1}\\n')`, "not-believed", /not in its own form/],
];

for (const [what, program, reason, detail] of failures) {
  test(`runProbe() reports ${what}`, async () => {
    const { answer } = await run(program);
    assert.ok(answer.kind === "failed");
    assert.equal(answer.reason, reason);
    assert.match(answer.detail, detail);
  });
}

test("runProbe() stops at the limit, and nobody of the process group is left", async () => {
  const pids = join(tmpdir(), `vram-budget-pids-${process.pid}`);
  const grandchild = `import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open(${JSON.stringify(pids)}, "w").write(str(os.getpid())); time.sleep(60)`;
  const start = performance.now();
  const { answer } = await run(
    `subprocess.Popen([sys.executable, "-c", ${JSON.stringify(grandchild)}])\ntime.sleep(60)`,
    { timeoutMs: 4000 },
  );
  assert.ok(performance.now() - start < 10_000);
  assert.ok(answer.kind === "failed" && answer.reason === "timed-out");
  const pid = readFileSync(pids, "utf8");
  rmSync(pids);
  await sleep(200);
  const state = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[2] : "gone";
  assert.ok(state === "gone" || state === "Z", `the grandchild ${pid} is ${state}`);
});

test("runProbe() can be cancelled", async () => {
  const { answer } = await run("time.sleep(60)", { signal: AbortSignal.timeout(500) });
  assert.deepEqual(answer, { kind: "failed", reason: "cancelled", detail: "The training was cancelled" });
});

test("runProbe() says where no Python can be started", async () => {
  const answer = await runProbe(
    { schema: "vram-budget/request@2", device: "auto", training: trainingOf(), trace: false },
    { python: "/nowhere/python", probeFolder: "/", workspace: "/", environment: {}, timeoutMs: 1000 },
  );
  assert.ok(answer.kind === "failed" && answer.reason === "no-python");
});

test("no secret of the runner's environment reaches the training", async () => {
  const canary = "canary-4f1c";
  const secrets = [
    "GITHUB_TOKEN",
    "INPUT_GITHUB-TOKEN",
    "ACTIONS_RUNTIME_TOKEN",
    "ACTIONS_ID_TOKEN_REQUEST_URL",
    "GITHUB_ENV",
    "GITHUB_OUTPUT",
    "RUNNER_TEMP",
    "NODE_OPTIONS",
    "LD_PRELOAD",
    "AWS_SECRET_ACCESS_KEY",
    "HF_TOKEN",
    "CUDA_TOKEN",
    "PYTORCH_API_KEY",
  ];
  const { answer } = await run(`${answering}say(json.dumps({"measurement": dict(os.environ)}).encode())`, {
    environment: {
      ...Object.fromEntries(secrets.map((name) => [name, canary])),
      CUDA_VISIBLE_DEVICES: "1",
      LANG: "C.UTF-8",
    },
  });
  assert.ok(answer.kind === "answered");
  const seen = JSON.stringify(answer.measurement);
  assert.ok(!seen.includes(canary), seen);
  assert.ok(seen.includes('"CUDA_VISIBLE_DEVICES": "1"') || seen.includes('"CUDA_VISIBLE_DEVICES":"1"'));
});

test("nothing but the three streams and the answer is open in the training", async () => {
  const held = `sorted(fd for fd in os.listdir("/proc/self/fd") if os.path.lexists(f"/proc/self/fd/{fd}"))`;
  // What any child of this process inherits, from the shell that started it, is not ours.
  const { stdout } = spawnSync("python3", ["-c", `import json, os; print(json.dumps(${held}))`], { encoding: "utf8" });
  const inherited: string[] = JSON.parse(stdout);
  const { answer } = await run(`${answering}say(json.dumps({"measurement": ${held}}).encode())`);
  assert.ok(answer.kind === "answered" && Array.isArray(answer.measurement));
  assert.deepEqual(
    answer.measurement.filter((fd) => !inherited.includes(fd)),
    ["3"],
  );
});
