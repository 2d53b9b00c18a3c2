import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { runs } from "../probe/runs.ts";
import {
  FAKE_PYTHON,
  bodies,
  config,
  github,
  measurement,
  measuring,
  pullRequest,
  repository,
  run,
  said,
  sha,
  shown,
} from "./job.ts";
import { newWorkspace, readReport } from "./runner.ts";

test("the action measures a pull request of the same repository", async (t) => {
  const server = await github(t);
  const ran = await run(t, server, measuring(measurement()));
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  assert.match(ran.summary, /\*\*Measured on the CPU\*\*/);
  assert.match(ran.outputs["trainings"] ?? "", /"measured":true/);
  assert.match(ran.stdout, /mnist-mlp: training 10 steps/);
});

test("no token and no file of the runner reaches the training, nor the look at its Python", async (t) => {
  const server = await github(t);
  const ran = await run(t, server, measuring(measurement()));
  const seen = readFileSync(join(ran.workspace, "seen-by-python"), "utf8");
  assert.equal(seen.match(/^PATH=/gm)?.length, 2);
  assert.doesNotMatch(seen, /ghs_workflow|canary/);
  assert.doesNotMatch(seen, /^(GITHUB|ACTIONS|INPUT|RUNNER)_/m);
});

/** Looks wherever a process of the same user can: every environment and command line, open files, the runner's folder. */
const LOOK = `\
env
for pid in /proc/[0-9]*; do tr '\\0' '\\n' < $pid/environ; tr '\\0' ' ' < $pid/cmdline; echo; done
pid=$PPID
while [ "$pid" -gt 1 ]; do
  for file in /proc/$pid/fd/*; do if [ -f "$file" ]; then cat "$file"; fi; done
  pid=$(awk '/^PPid/ {print $2}' /proc/$pid/status)
done
find "$HOME" -type f | xargs cat`;

/** What a training finds that looks, in a job whose secrets all are \`canary\`. */
async function found(t: TestContext, canary: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const secrets = [
    "ACTIONS_RUNTIME_TOKEN",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
    "GITHUB_TOKEN",
    "HF_TOKEN",
    "MY_PASSWORD",
  ];
  const ran = await run(t, await github(t), {
    files: {
      "vram-budget.yml": "version: 1\ndevice: t4\ntrainings:\n  it: {run: sh look.sh > seen}\n",
      "look.sh": LOOK,
      "bin/python": FAKE_PYTHON({}),
    },
    inputs: { python: "./bin/python" },
    token: canary,
    env: { ...env, ...Object.fromEntries(secrets.map((name) => [name, canary])) },
  });
  const seen = readFileSync(join(ran.workspace, "seen"), "utf8");
  assert.match(seen, /dist\/index\.js/, "it did not see the action");
  return seen;
}

test("the training finds no token, however it looks", async (t) => {
  const canary = `canary-${randomUUID()}`;
  const seen = await found(t, canary);
  assert.ok(
    !seen.includes(canary),
    seen.split("\n").find((line) => line.includes(canary)),
  );
  assert.doesNotMatch(seen, filesOfRunner(seen));
});

test("where a process cannot start anew in its place, the kernel shows the training what it was started with", async (t) => {
  const canary = `canary-${randomUUID()}`;
  const NODE_OPTIONS = "--import=data:text/javascript,process.execve=undefined";
  const seen = await found(t, canary, { NODE_OPTIONS });
  assert.ok(seen.includes(canary));
  assert.match(seen, filesOfRunner(seen));
});

/** Of this job: another test's action may run beside it. */
function filesOfRunner(seen: string): RegExp {
  const [, home = assert.fail("it has no HOME")] = /^HOME=(.*)$/m.exec(seen) ?? [];
  return new RegExp(`^GITHUB_(ENV|PATH|OUTPUT|EVENT_PATH)=${home}/`, "m");
}

test("no line that the training prints is a workflow command", async (t) => {
  const server = await github(t);
  const ran = await run(t, server, measuring(measurement()));
  assert.deepEqual(said(ran, "error"), []);
});

const refusals: [what: string, event: string, payload: unknown, why: RegExp, comments: number][] = [
  ["a fork's pull request", "pull_request", pullRequest(2), /comes from a fork, whose code is not run on a runner/, 1],
  ["a pull request whose repository is gone", "pull_request", pullRequest(null), /comes from a fork/, 1],
  [
    "pull_request_target",
    "pull_request_target",
    pullRequest(),
    /a workflow started by pull_request_target has rights/,
    1,
  ],
  [
    "workflow_run",
    "workflow_run",
    {
      repository,
      workflow_run: {
        head_sha: sha,
        pull_requests: [{ number: 7, head: { sha, repo: { id: 1 } }, base: { repo: { id: 1 } } }],
      },
    },
    /started by workflow_run has rights/,
    1,
  ],
  [
    "workflow_run for a fork",
    "workflow_run",
    { repository, workflow_run: { head_sha: sha, pull_requests: [] } },
    /started by workflow_run has rights/,
    0,
  ],
];

for (const [what, event, payload, why, comments] of refusals) {
  test(`the action only predicts for ${what}, and says why`, async (t) => {
    const server = await github(t);
    const ran = await run(t, server, { ...measuring(measurement()), event, payload });
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.ok(!existsSync(join(ran.workspace, "seen-by-python")), "a Python was started");
    assert.match(ran.summary, /not measured/);
    assert.match(shown(ran.summary), why);
    assert.equal(server.comments.length, comments);
    for (const body of bodies(server)) assert.match(shown(body), why);
  });
}

test("the action connects to GITHUB_API_URL and to nothing else", async (t) => {
  const server = await github(t);
  const log = join(newWorkspace(t, { connections: "" }), "connections");
  const recorder = pathToFileURL(join(import.meta.dirname, "record-connections.ts"));
  recorder.searchParams.set("log", log);
  const NODE_OPTIONS = `--import=${recorder.href}`;
  await run(t, server, { ...measuring(measurement()), env: { NODE_OPTIONS } });
  const connections = new Set(readFileSync(log, "utf8").trim().split("\n"));
  assert.deepEqual(connections, new Set([new URL(server.url).host]));
});

test("the action follows no link out of the workspace", async (t) => {
  const server = await github(t);
  const outside = newWorkspace(t, { "report.json": "untouched" });
  const linked = await run(t, server, { links: { "vram-budget-report": outside } });
  assert.equal(linked.code, 0);
  assert.match(
    said(linked, "warning")[0]?.message ?? "",
    /^Cannot use the input output: "vram-budget-report" leads out/,
  );
  const inside = await run(t, server, { links: { "vram-budget-report/report.json": join(outside, "report.json") } });
  assert.match(readReport(inside, "report.json"), /"schema": "vram-budget\/report@1"/);
  assert.equal(readFileSync(join(outside, "report.json"), "utf8"), "untouched");
});

test("a cancelled run stops the training and says nothing", async (t) => {
  const server = await github(t);
  const python = FAKE_PYTHON({}).replace("cat > /dev/null", () => "echo $$ > pid; exec sleep 60");
  const ran = await run(t, server, {
    ...measuring({}),
    files: { "vram-budget.yml": config(), "bin/python": python },
    cancelWhen: (workspace) =>
      existsSync(join(workspace, "pid")) && readFileSync(join(workspace, "pid"), "utf8") !== "",
  });
  assert.equal(ran.code, 130, ran.stdout + ran.stderr);
  assert.deepEqual(server.comments, []);
  assert.ok(!runs(Number(readFileSync(join(ran.workspace, "pid"), "utf8"))));
});
