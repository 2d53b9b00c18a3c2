import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseDocument } from "yaml";
import { bodies, config, shown } from "../github/job.ts";
import { newWorkspace } from "../github/runner.ts";
import { runs } from "../probe/runs.ts";
import type { Ran } from "./act.ts";
import { example, newHub } from "./hub.ts";

/** Passes, and is worth a comment. */
const TIGHT = "170 MiB";

const messages = (ran: Ran, level: string) =>
  ran.jobs.flatMap(({ commands }) => commands.filter(({ name }) => name === level).map(({ message }) => message));

for (const workflow of ["gpu-memory.yml", "gpu-memory-on-a-gpu.yml"]) {
  test(`${workflow} measures a pull request of the same repository and keeps one comment`, async (t) => {
    const { server, push, run, pythonRan } = await newHub(t);
    const head = push({ "vram-budget.yml": config(TIGHT) });
    const ran = await run({ runId: 100, workflow: example(workflow) });
    const [job, ...others] = ran.jobs;
    assert.equal(job?.result, "success", ran.log);
    assert.deepEqual(others, []);
    assert.equal(job.outputs["verdict"], "pass");
    assert.match(job.outputs["trainings"] ?? "", /"measured":true/);
    assert.ok(pythonRan());
    assert.match(messages(ran, "warning").join("\n"), /^mnist-mlp: close to the budget: .*$/);
    const [body = "", ...more] = bodies(server);
    assert.deepEqual(more, []);
    assert.equal(body, `${job.summary.trimEnd()}\n\n<!-- vram-budget key=default run=100.1 sha=${head} -->`);
  });

  test(`${workflow} runs nothing of a fork's pull request, and says its result where its token may not write`, async (t) => {
    const { server, push, run, pythonRan } = await newHub(t);
    push({ "vram-budget.yml": config("100 MiB") });
    const ran = await run({ runId: 100, workflow: example(workflow), fork: true });
    const [job] = ran.jobs;
    assert.equal(job?.result, "failure", ran.log);
    assert.ok(!pythonRan());
    assert.match(job.outputs["trainings"] ?? "", /"verdict":"fail","measured":false/);
    assert.match(shown(job.summary), /^### ❌ .*mnist-mlp needs 165\.0 MiB of 100\.0 MiB/);
    assert.match(shown(job.summary), /comes from a fork/);
    assert.deepEqual(bodies(server), []);
    assert.match(messages(ran, "warning").join("\n"), /needs `issues: write` or `pull-requests: write`/);
  });
}

test("a run that fails marks the config's line in the pull request", async (t) => {
  const { push, run } = await newHub(t);
  push({ "vram-budget.yml": config("100 MiB") });
  const ran = await run({ runId: 100 });
  assert.equal(ran.code, 1);
  const [error] = ran.jobs.flatMap(({ commands }) => commands.filter(({ name }) => name === "error"));
  assert.equal(error?.message, "mnist-mlp: over budget by 65.00 MiB (predicted)");
  assert.deepEqual([error.properties["file"], error.properties["line"]], ["vram-budget.yml", "5"]);
});

test("a job without the permission to write keeps its result, and says which permission it wants", async (t) => {
  const { server, push, run, pythonRan } = await newHub(t);
  push({ "vram-budget.yml": config() });
  const workflow = parseDocument(example("gpu-memory.yml"));
  assert.ok(workflow.deleteIn(["jobs", "vram-budget", "permissions", "pull-requests"]));
  const ran = await run({ runId: 100, workflow: workflow.toString() });
  assert.equal(ran.jobs[0]?.result, "success", ran.log);
  assert.ok(pythonRan());
  assert.match(ran.jobs[0].summary, /^### ✅ .*mnist-mlp needs 165\.0 MiB of 13\.1 GiB/);
  assert.deepEqual(bodies(server), []);
  assert.match(messages(ran, "warning").join("\n"), /needs `issues: read` or `pull-requests: read`/);
});

test("a run that is started again updates its comment", async (t) => {
  const { server, push, run } = await newHub(t);
  const head = push({ "vram-budget.yml": config(TIGHT) });
  await run({ runId: 100 });
  await run({ runId: 100, attempt: 2 });
  assert.deepEqual(bodies(server).map(markerOf), [`key=default run=100.2 sha=${head}`]);
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
  const first = run({ runId: 100 });
  await older.promise;
  const head = push({ "vram-budget.yml": config(TIGHT) });
  await run({ runId: 101 });
  newer.resolve();
  const [job] = (await first).jobs;
  assert.equal(job?.outputs["verdict"], "fail");
  assert.deepEqual(bodies(server).map(markerOf), [`key=default run=101.1 sha=${head}`]);
  assert.match(bodies(server)[0] ?? "", /^### ✅/);
});

test("two legs of a matrix that end at once keep one comment where they share its key", async (t) => {
  const listed: PromiseWithResolvers<void>[] = [];
  const { server, push, run } = await newHub(t, {
    async before({ line }) {
      if (!/^GET .*\/comments/.test(line) || listed.length >= 2) return;
      const own = Promise.withResolvers<void>();
      listed.push(own);
      if (listed.length === 2) for (const { resolve } of listed) resolve();
      await own.promise;
    },
  });
  push({ "vram-budget.yml": config(TIGHT) });
  const workflow = parseDocument(example("gpu-memory.yml"));
  workflow.setIn(["jobs", "vram-budget", "strategy"], { matrix: { python: ["3.12", "3.13"] } });
  const ran = await run({ runId: 100, workflow: workflow.toString() });
  const legs = ran.jobs.map(({ matrix, result }) => `${String(matrix["python"])}: ${result}`);
  assert.deepEqual(new Set(legs), new Set(["3.12: success", "3.13: success"]), ran.log);
  assert.equal(bodies(server).length, 1);
  assert.equal(server.requests.filter(({ line }) => line.startsWith("POST /repos")).length, 2, "they did not meet");
});

test("a cancelled run ends its training, and says nothing", async (t) => {
  const { server, push, run } = await newHub(t);
  push({ "vram-budget.yml": config() });
  const file = join(newWorkspace(t, {}), "pid");
  const ran = await run({
    runId: 100,
    training: `echo $$ > ${file}; exec sleep 600`,
    cancelWhen: () => existsSync(file) && readFileSync(file, "utf8").endsWith("\n"),
  });
  assert.notEqual(ran.code, 0);
  assert.equal(ran.jobs[0]?.result, "failure", ran.log);
  assert.ok(!runs(Number(readFileSync(file, "utf8"))));
  assert.deepEqual(bodies(server), []);
});

function markerOf(body: string): string | undefined {
  return /<!-- vram-budget (.+) -->$/.exec(body)?.[1];
}
