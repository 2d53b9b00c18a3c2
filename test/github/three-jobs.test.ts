import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { bodies, config, pullRequest, run, said, sha, shown } from "./job.ts";
import { PYTHON, TRACED, labelled, matrixOf, planAndMeasure, report, runEnded } from "./jobs.ts";
import { MERGE_BASE, githubOfJobs } from "./jobs-server.ts";
import { type Job, newWorkspace } from "./runner.ts";
import { refused } from "./server.ts";
import { zip } from "./zip.ts";

const text = `${config("100 MiB").replace("mnist-mlp", "tight")}${config().split("trainings:\n")[1]}${TRACED}`;
const job: Partial<Job> = {
  files: { "vram-budget.yml": text, "bin/python": PYTHON },
  inputs: { python: "./bin/python" },
};

test("three jobs say the same as one, byte for byte", async (t) => {
  const [one, three] = [await githubOfJobs(t), await githubOfJobs(t)];
  const before = text.replace("batch_size: 8", "batch_size: 4").replace("model: own:model", "model: own:model2");
  for (const { commits } of [one, three]) commits[MERGE_BASE] = { "vram-budget.yml": before };
  const alone = await run(t, one, job);
  three.commits[sha] = { "vram-budget.yml": text };
  await planAndMeasure(t, three, job);
  assert.deepEqual(three.comments, []); // only the last one writes
  const joined = await report(t, three);
  assert.equal(alone.code, 1, alone.stdout + alone.stderr);
  assert.equal(joined.code, 1, joined.stdout + joined.stderr);
  assert.deepEqual(bodies(three), bodies(one));
  assert.match(bodies(three)[0] ?? "", /ModuleNotFoundError/);
  assert.match(shown(bodies(three)[0] ?? ""), /^Cause: `batch_size: 4 → 8` .* adds \*\*128\.0 MiB\*\*/m);
  assert.equal(joined.summary, alone.summary);
  for (const level of ["error", "warning", "notice"]) assert.deepEqual(said(joined, level), said(alone, level));
  for (const name of ["verdict", "trainings"]) assert.equal(joined.outputs[name], alone.outputs[name]);
  for (const file of ["report", "markdown"])
    assert.equal(readFileSync(joined.outputs[file] ?? "", "utf8"), readFileSync(alone.outputs[file] ?? "", "utf8"));
});

test("plan says what there is to measure, and measures nothing", async (t) => {
  const server = await githubOfJobs(t);
  const planned = await run(t, server, { ...job, inputs: { ...job.inputs, mode: "plan", "comment-key": "gpu" } });
  assert.equal(planned.code, 0); // over budget is what the report says
  assert.equal(planned.outputs["verdict"], "fail");
  assert.equal(planned.outputs["artifact"], "vram-budget-plan@gpu");
  assert.deepEqual(
    matrixOf(planned),
    ["tight", "mnist-mlp", "own"].map((name) => ({
      name,
      config: "vram-budget.yml",
      device: "t4",
      artifact: `vram-budget-measure@gpu@${name}`,
    })),
  );
  const answers = readFileSync(planned.outputs["answers"] ?? "", "utf8");
  assert.match(answers, /^\{"schema":"vram-budget\/answers@1"/);
  assert.doesNotMatch(answers, /"kind":"measured"/);
  assert.ok(server.requests.every(({ line }) => line.startsWith("GET "))); // what it is compared with
  assert.deepEqual(said(planned, "error"), []);
});

test("measure measures the one that is named", async (t) => {
  const server = await githubOfJobs(t);
  const inputs = { ...job.inputs, mode: "measure", training: "mnist-mlp" };
  const ran = await run(t, server, { ...job, inputs });
  assert.equal(ran.code, 0);
  assert.equal(ran.outputs["artifact"], "vram-budget-measure@default@mnist-mlp");
  assert.match(readFileSync(ran.outputs["answers"] ?? "", "utf8"), /"name":"mnist-mlp".*"kind":"measured"/);
  assert.doesNotMatch(ran.summary, /tight/);
  assert.deepEqual(server.requests, []);
  const other = await run(t, server, { ...job, inputs: { ...inputs, training: "mnist" } });
  assert.equal(other.code, 2);
  assert.match(said(other, "error")[0]?.message ?? "", /found "mnist", wanted one of tight, mnist-mlp, own$/);
});

test("report tells the problems of a config as one job does", async (t) => {
  const [one, three] = [await githubOfJobs(t), await githubOfJobs(t)];
  const broken = config().replace("ReLU", "ReLu");
  const alone = await run(t, one, { ...job, files: { "vram-budget.yml": broken } });
  three.commits[sha] = { "vram-budget.yml": broken };
  const joined = await report(t, three);
  assert.deepEqual(bodies(three), bodies(one));
  assert.deepEqual(said(joined, "error"), said(alone, "error"));
  assert.deepEqual([joined.code, alone.code], [2, 2]);
});

test("report connects to the API and to the store that it names, and to nothing else", async (t) => {
  const server = await githubOfJobs(t);
  server.commits[sha] = { "vram-budget.yml": config() };
  const answers = zip([{ name: "answers.json", content: "{}" }]);
  server.artifacts.push({ run: 100, name: "vram-budget-plan@default", archive: answers, expired: false });
  const log = join(newWorkspace(t, { connections: "" }), "connections");
  const recorder = pathToFileURL(join(import.meta.dirname, "record-connections.ts"));
  recorder.searchParams.set("log", log);
  await report(t, server, { env: { NODE_OPTIONS: `--import=${recorder.href}` } });
  const connections = new Set(readFileSync(log, "utf8").trim().split("\n"));
  assert.deepEqual(connections, new Set([new URL(server.url).host, new URL(server.store).host]));
});

test("report decides nothing where GitHub does not say what it is about, and says so in the summary", async (t) => {
  const server = await githubOfJobs(t);
  server.faults.push({ on: /pulls/, answer: refused(403, "Resource not accessible by integration"), times: 1 });
  const ran = await report(t, server, runEnded(FORK));
  assert.deepEqual([ran.code, ran.outputs["verdict"]], [2, "unknown"]);
  assert.match(shown(ran.summary), /Cannot find the pull request: GitHub refuses it .*`pull-requests: read`/);
});

const FORK = { id: 2, owner: "stranger" };
const pull = { number: 7, head: { ...FORK, ref: "change", sha } };

test("report after workflow_run finds a fork's pull request by its ids and its commit", async (t) => {
  const server = await githubOfJobs(t);
  server.commits[sha] = { "vram-budget.yml": config() };
  server.pulls.push({ ...pull, number: 8, head: { ...pull.head, id: 3 } }); // somebody of that name, another repository
  server.pulls.push(pull, { ...pull, number: 9, head: { ...pull.head, sha: "e".repeat(40) } });
  const ran = await report(t, server, runEnded(FORK));
  assert.equal(ran.code, 0, ran.stdout);
  assert.deepEqual(
    server.comments.map(({ issue }) => issue),
    [7],
  );
  assert.match(bodies(server)[0] ?? "", /<!-- vram-budget key=default run=100\.1 sha=a{40} -->$/); // of the run that ended
  assert.match(bodies(server)[0] ?? "", /comes from a fork, whose code is not run on a runner/);
});

test("measure runs a fork's commit where the event of a label of somebody who may write starts it", async (t) => {
  const server = await githubOfJobs(t);
  server.permissions["maintainer"] = "write";
  const inputs = { ...job.inputs, mode: "measure", training: "mnist-mlp" };
  const label = labelled("vram-budget: measure", "maintainer");
  const files = (head: string) => ({ ...job.files, ".git/HEAD": `${head}\n` });
  const ran = await run(t, server, { ...job, ...label, inputs, files: files(sha) });
  assert.match(ran.summary, /Measured on the CPU/);
  assert.deepEqual(
    server.requests.map(({ line }) => line),
    ["GET /repos/octo-org/octo-repo/collaborators/maintainer/permission"],
  );
  const other = await run(t, server, { ...job, ...label, inputs, files: files("e".repeat(40)) });
  assert.match(shown(other.summary), /the commit that was labelled is not what is checked out/);
  const pushed = await run(t, server, { ...job, payload: pullRequest(2), inputs, files: files(sha) }); // after the label
  assert.match(shown(pushed.summary), /comes from a fork, whose code is not run on a runner/);
  for (const { workspace } of [other, pushed]) assert.ok(!existsSync(join(workspace, "asked-of-python")));
});

test("plan runs a fork's code under fake tensors on a machine of GitHub's, and nowhere else", async (t) => {
  const server = await githubOfJobs(t);
  for (const [environment, traces] of [
    ["github-hosted", true],
    ["self-hosted", false],
  ] as const) {
    const env = { RUNNER_ENVIRONMENT: environment };
    const inputs = { ...job.inputs, mode: "plan" };
    const planned = await run(t, server, { ...job, payload: pullRequest(2), inputs, env });
    assert.equal(existsSync(join(planned.workspace, "asked-of-python")), traces);
    assert.equal(/"own"[^}]*"needed_bytes":[0-9]/.test(planned.outputs["trainings"] ?? ""), traces);
    assert.deepEqual(matrixOf(planned), []);
  }
});
