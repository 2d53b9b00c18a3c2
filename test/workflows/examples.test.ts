import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseDocument } from "yaml";
import { bodies, config, shown } from "../github/job.ts";
import { newWorkspace } from "../github/runner.ts";
import { runs } from "../probe/runs.ts";
import type { Ran } from "./act.ts";
import { said } from "./act-log.ts";
import { example, markers, newHub } from "./hub.ts";
import { meetingOf } from "./meeting.ts";

const workflow = example("gpu-memory.yml");
const warnings = ({ jobs }: Ran) => said(jobs, "warning").map(({ message }) => message);

for (const name of ["gpu-memory.yml", "gpu-memory-on-a-gpu.yml"]) {
  test(`${name} measures a pull request of the same repository and keeps one comment`, async (t) => {
    const { server, push, run, asked } = await newHub(t);
    const pull = push({ "vram-budget.yml": config("80%") });
    const ran = await run({ runId: 100, workflow: example(name) });
    const [job, ...others] = ran.jobs;
    assert.equal(job?.result, "success", ran.log);
    assert.deepEqual(others, []);
    assert.equal(job.outputs["verdict"], "pass");
    assert.match(job.outputs["trainings"] ?? "", /"measured":true/);
    assert.notEqual(asked(), "");
    assert.deepEqual([...warnings(ran), ...said(ran.jobs, "error")], []); // its Python prints ::error::
    const comment = `${job.summary.trimEnd()}\n\n<!-- vram-budget key=default run=100.1 sha=${pull.head} -->`;
    assert.deepEqual(bodies(server), [comment]);
  });

  test(`${name} runs nothing of a fork's pull request, and says its result where its token may not write`, async (t) => {
    const { server, push, run, asked } = await newHub(t, { fork: true });
    push({ "vram-budget.yml": config("100 MiB") });
    const ran = await run({ runId: 100, workflow: example(name) });
    const [job] = ran.jobs;
    assert.equal(job?.result, "failure", ran.log);
    assert.equal(asked(), "");
    assert.match(job.outputs["trainings"] ?? "", /"verdict":"fail","measured":false/);
    assert.match(shown(job.summary), /^### ❌ .*mnist-mlp needs 165\.0 MiB of 100\.0 MiB/);
    assert.match(shown(job.summary), /comes from a fork/);
    assert.deepEqual(bodies(server), []);
    assert.match(warnings(ran).join("\n"), /needs `issues: write` or `pull-requests: write`/);
  });
}

test("a run that fails marks the config's line in the pull request", async (t) => {
  const { push, run } = await newHub(t);
  push({ "vram-budget.yml": config("100 MiB") });
  const ran = await run({ runId: 100, workflow });
  assert.equal(ran.code, 1);
  const [error] = said(ran.jobs, "error");
  assert.match(error?.message ?? "", /^mnist-mlp: over budget by 65\.0+ MiB \(predicted\)/);
  assert.deepEqual([error?.properties["file"], error?.properties["line"]], ["vram-budget.yml", "5"]);
});

test("a job without the permission to write keeps its result, and says which permission it wants", async (t) => {
  const { server, push, run, asked } = await newHub(t);
  push({ "vram-budget.yml": config() });
  const document = parseDocument(workflow);
  assert.ok(document.deleteIn(["jobs", "vram-budget", "permissions", "pull-requests"]));
  const ran = await run({ runId: 100, workflow: document.toString() });
  assert.equal(ran.jobs[0]?.result, "success", ran.log);
  assert.notEqual(asked(), "");
  assert.match(ran.jobs[0].summary, /^### ✅ .*mnist-mlp needs 165\.0 MiB of 13\.1 GiB/);
  assert.deepEqual(bodies(server), []);
  assert.match(warnings(ran).join("\n"), /needs `pull-requests: write`/);
});

test("a run that is started again updates its comment", async (t) => {
  const { server, push, run } = await newHub(t);
  const pull = push({ "vram-budget.yml": config() });
  await run({ runId: 100, workflow });
  await run({ runId: 100, workflow, attempt: 2 });
  assert.deepEqual(markers(server), [`key=default run=100.2 sha=${pull.head}`]);
  assert.equal(server.comments[0]?.edits, 1);
});

test("after a force-push the older run, ending last, leaves the newer run's comment alone", async (t) => {
  const newer = Promise.withResolvers<void>();
  const older = Promise.withResolvers<void>();
  const { server, push, run } = await newHub(t, {
    async before({ authorization }) {
      if (!authorization.includes("ghs_100_")) return;
      older.resolve();
      await newer.promise;
    },
  });
  push({ "vram-budget.yml": config("100 MiB") });
  const first = run({ runId: 100, workflow });
  await older.promise;
  const pull = push({ "vram-budget.yml": config() });
  await run({ runId: 101, workflow });
  newer.resolve();
  const [job] = (await first).jobs;
  assert.equal(job?.outputs["verdict"], "fail");
  assert.deepEqual(markers(server), [`key=default run=101.1 sha=${pull.head}`]);
  assert.match(bodies(server)[0] ?? "", /^### ✅/);
});

test("two legs of a matrix that end at once keep one comment where they share its key", async (t) => {
  const meeting = meetingOf(2);
  const { server, push, run } = await newHub(t, {
    async before({ line }) {
      if (line.includes("/comments")) await meeting.come();
    },
  });
  push({ "vram-budget.yml": config() });
  const document = parseDocument(workflow);
  document.setIn(["jobs", "vram-budget", "strategy"], { matrix: { python: ["3.12", "3.13"] } });
  const ran = await run({ runId: 100, workflow: document.toString() });
  const legs = ran.jobs.map(({ matrix, result }) => `${String(matrix["python"])}: ${result}`);
  assert.deepEqual(new Set(legs), new Set(["3.12: success", "3.13: success"]), ran.log);
  assert.equal(bodies(server).length, 1);
  assert.equal(server.requests.filter(({ line }) => line.startsWith("POST /repos")).length, 2, "they did not meet");
});

test("a pull request that changes nothing of its trainings has no comment, and its summary says so", async (t) => {
  const { server, push, run } = await newHub(t, { base: { "vram-budget.yml": config() } });
  push({ "README.md": "# Another word\n" });
  const ran = await run({ runId: 100, workflow });
  const [job] = ran.jobs;
  assert.equal(job?.result, "success", ran.log);
  assert.equal(job.outputs["verdict"], "pass");
  assert.match(shown(job.summary), /Since `main \(\w{7}\)`/);
  assert.match(job.summary, /±0/);
  assert.deepEqual(bodies(server), []);
});

test("a pull request whose base has no config has new trainings", async (t) => {
  const { server, push, run } = await newHub(t, { base: { "README.md": "# A model\n" } });
  push({ "vram-budget.yml": config() });
  const ran = await run({ runId: 100, workflow });
  assert.equal(ran.jobs[0]?.result, "success", ran.log);
  assert.match(shown(bodies(server)[0] ?? ""), /new: the base has no /);
});

test("a cancelled run ends its training, and says nothing", async (t) => {
  const { server, push, run } = await newHub(t);
  push({ "vram-budget.yml": config() });
  const file = join(newWorkspace(t, {}), "pid");
  const ran = await run({
    runId: 100,
    workflow,
    training: `echo $$ > ${file}; exec sleep 600`,
    cancelWhen: () => existsSync(file) && readFileSync(file, "utf8").endsWith("\n"),
  });
  assert.notEqual(ran.code, 0);
  assert.equal(ran.jobs[0]?.result, "failure", ran.log);
  assert.ok(!runs(Number(readFileSync(file, "utf8"))));
  assert.deepEqual(server.comments, []);
});
