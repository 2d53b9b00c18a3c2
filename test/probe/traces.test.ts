import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type ProbeTraces, startTraces } from "../../src/probe/traces.ts";
import { trainingOf } from "../report/fixtures.ts";

const SAYING = `import json, os, sys, time
answer = os.fdopen(3, "w")
def say(kind, content):
    answer.write(json.dumps({kind: content}) + "\\n"); answer.flush()
request = json.loads(sys.stdin.readline())
`;

/** A probe of a few lines in the place of ours, and what `use` makes of its answers. */
async function withProbe<Result>(program: string, use: (traces: ProbeTraces) => Promise<Result>, timeoutMs = 20_000) {
  const folder = mkdtempSync(join(tmpdir(), "vram-budget-"));
  mkdirSync(join(folder, "vram_probe"));
  writeFileSync(join(folder, "vram_probe", "__main__.py"), `${SAYING}${program}\n`);
  const card = { name: "A100", compute_capability: "8.0", multiprocessors: 108, memory_bytes: 2 ** 36 };
  const traces = startTraces(
    { schema: "vram-budget/request@2", device: card, training: trainingOf(), trace: false },
    {
      python: "python3",
      probeFolder: folder,
      workspace: folder,
      environment: { PATH: process.env["PATH"] },
      timeoutMs,
    },
  );
  try {
    return await use(traces);
  } finally {
    await traces.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

const answering = `
for line in sys.stdin:
    size = json.loads(line)["batch_size"]
    say("progress", {"phase": "setup", "step": 0, "steps": 3})
    if size == 1: say("failure", {"reason": "failed", "detail": "one is too few"})
    else: say("trace", {"batch_size": size, "pid": os.getpid(), "training": request["training"]["name"]})`;

test("startTraces() asks one process for batch after batch, and a refusal ends nothing", async () => {
  await withProbe(answering, async (traces) => {
    const first = await traces.at(8);
    assert.deepEqual(await traces.at(1), { kind: "failed", reason: "failed", detail: "one is too few" });
    const [third, fourth] = await Promise.all([traces.at(16), traces.at(24)]);
    assert.ok(first.kind === "answered" && third.kind === "answered" && fourth.kind === "answered");
    const { pid, ...rest } = JSON.parse(JSON.stringify(first.trace));
    assert.deepEqual(rest, { batch_size: 8, training: "mnist-mlp" });
    assert.deepEqual(third.trace, { batch_size: 16, training: "mnist-mlp", pid });
    assert.deepEqual(fourth.trace, { batch_size: 24, training: "mnist-mlp", pid });
  });
});

const endings: readonly (readonly [what: string, program: string, detail: RegExp])[] = [
  [
    "the probe's own failure",
    `say("failure", {"reason": "no-torch", "detail": "no torch"}); sys.exit(1)`,
    /^no torch$/,
  ],
  [
    "a death with what was printed last",
    `sys.stdin.readline(); print("boom"); os._exit(3)`,
    /exit code 3\nit printed last:\nboom/,
  ],
  ["an answer of another form", `sys.stdin.readline(); say("traced", 1); sys.stdin.read()`, /not in its own form/],
];

for (const [what, program, detail] of endings) {
  test(`startTraces() reports ${what}`, async () => {
    await withProbe(program, async (traces) => {
      const first = await traces.at(8);
      assert.ok(first.kind === "failed");
      assert.match(first.detail, detail);
    });
  });
}

test("startTraces() answers at once when the process is gone", async () => {
  await withProbe("sys.stdin.readline(); sys.exit(0)", async (traces) => {
    const first = await traces.at(8);
    assert.ok(first.kind === "failed");
    assert.deepEqual(await traces.at(16), first);
  });
});

test("startTraces() stops at the limit, however many batches are asked for", async () => {
  const answers = await withProbe("time.sleep(60)", (traces) => Promise.all([traces.at(8), traces.at(16)]), 800);
  for (const answer of answers) assert.ok(answer.kind === "failed" && answer.reason === "timed-out");
});
