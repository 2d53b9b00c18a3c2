import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PERSON, bodies, config, github, headline, repository, run, said, sha } from "./job.ts";
import { type Job, action, readCommands, readOutputs, readReport } from "./runner.ts";
import { type Options, WORKFLOW } from "./server.ts";

test("the action predicts, writes the summary, the report, the outputs and one comment", async (t) => {
  const server = await github(t);
  const ran = await run(t, server);
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  assert.equal(ran.summary.split("\n")[0], headline);
  assert.equal(bodies(server).length, 1);
  assert.equal(bodies(server)[0], `${ran.summary.trimEnd()}\n\n<!-- vram-budget key=default run=100.1 sha=${sha} -->`);
  assert.equal(ran.outputs["verdict"], "pass");
  const ofOtherModes = ["matrix", "answers", "artifact"];
  assert.deepEqual(Object.keys(ran.outputs).concat(ofOtherModes).toSorted(), Object.keys(action.outputs).toSorted());
  const [training] = JSON.parse(ran.outputs["trainings"] ?? "") as Record<string, unknown>[];
  const report = JSON.parse(readFileSync(ran.outputs["report"] ?? "", "utf8")) as {
    trainings: Record<string, { limit_bytes: number; needed_bytes: number; max_batch_size: number }>[];
  };
  const { budget, batches } = report.trainings[0] ?? {};
  assert.deepEqual(training, {
    name: "mnist-mlp",
    verdict: "pass",
    measured: false,
    needed_bytes: budget?.needed_bytes,
    limit_bytes: budget?.limit_bytes,
    max_batch_size: batches?.max_batch_size,
  });
  assert.equal(readFileSync(ran.outputs["markdown"] ?? "", "utf8"), `${ran.summary.trimEnd()}\n`);
  assert.equal(ran.outputs["markdown"], join(ran.workspace, "vram-budget-report/report.md"));
  assert.deepEqual(
    said(ran, "add-mask").map(({ message }) => message),
    ["ghs_workflow"],
  );
  assert.deepEqual([...said(ran, "error"), ...said(ran, "warning")], []);
});

test("the action updates its comment in place", async (t) => {
  const server = await github(t);
  for (let i = 0; i < 40; i++) server.addComment(7, PERSON, `comment ${i}`);
  await run(t, server);
  await run(t, server, { runId: 101, files: { "vram-budget.yml": config("100 MiB") } });
  assert.equal(server.comments.length, 41);
  assert.match(bodies(server)[40] ?? "", /^### ❌ GPU memory over budget: mnist-mlp needs 165\.0 MiB of 100\.0 MiB/);
});

test("the action finds its comment behind 150 others, and does not touch one that a stranger marked", async (t) => {
  const server = await github(t);
  const forged = `forged\n\n<!-- vram-budget key=default run=1.1 sha=${sha} -->`;
  server.addComment(7, PERSON, forged);
  for (let i = 0; i < 149; i++) server.addComment(7, PERSON, `comment ${i}`);
  const own = server.addComment(7, WORKFLOW, `old\n\n<!-- vram-budget key=default run=99.1 sha=${sha} -->`);
  await run(t, server);
  assert.equal(server.comments.length, 151);
  assert.equal(bodies(server)[0], forged);
  assert.equal(own.body.split("\n")[0], headline);
});

test("the action keeps a comment for each key", async (t) => {
  const server = await github(t);
  await run(t, server, { inputs: { measure: "never", comment: "always", "comment-key": "gpu-a" } });
  await run(t, server, { inputs: { measure: "never", comment: "always", "comment-key": "gpu-b" } });
  await run(t, server, { runId: 101, inputs: { measure: "never", comment: "always", "comment-key": "gpu-a" } });
  assert.deepEqual(
    bodies(server).map((body) => /key=\S+ run=\S+/.exec(body)?.[0]),
    ["key=gpu-a run=101.1", "key=gpu-b run=100.1"],
  );
});

test("the action writes no comment for a push", async (t) => {
  const server = await github(t);
  const ran = await run(t, server, { event: "push", payload: { repository, ref: "refs/heads/main" } });
  assert.equal(ran.code, 0);
  assert.equal(ran.summary.split("\n")[0], headline);
  assert.deepEqual(server.requests, []);
});

test("the action writes no comment where none is wanted", async (t) => {
  const server = await github(t);
  await run(t, server, { inputs: { measure: "never", comment: "never" } });
  await run(t, server, { inputs: { measure: "never", comment: "failures" } });
  assert.deepEqual(server.comments, []);
  const files = { "vram-budget.yml": config("100 MiB") };
  await run(t, server, { inputs: { measure: "never", comment: "failures" }, files });
  assert.match(bodies(server)[0] ?? "", /^### ❌/);
  await run(t, server, { inputs: { measure: "never", comment: "failures" }, runId: 101 });
  assert.match(bodies(server)[0] ?? "", /^### ✅/);
});

test("the action begins a comment at a change that matters, and shrinks it to a line when that is over", async (t) => {
  const server = await github(t);
  const inputs = { measure: "never" };
  await run(t, server, { inputs });
  assert.deepEqual(server.comments, []);
  await run(t, server, { inputs, files: { "vram-budget.yml": config("100 MiB") }, runId: 101 });
  assert.match(bodies(server)[0] ?? "", /^### ❌[^]*<details>/);
  await run(t, server, { inputs, runId: 102 });
  const [shrunk = ""] = bodies(server);
  assert.equal(shrunk.split("\n")[0], headline);
  assert.match(shrunk, /\n\n<sub>What this comment was about is gone: 1 training within budget\.<\/sub>\n/);
  assert.ok(shrunk.length < 600, `${shrunk.length}`);
  await run(t, server, { inputs, files: { "vram-budget.yml": config("165 MiB") }, runId: 103 });
  assert.match(bodies(server)[0] ?? "", /^### ✅[^]*close to the budget/);
  await run(t, server, { inputs, files: { "vram-budget.yml": "version: 2" }, runId: 104 });
  assert.match(bodies(server)[0] ?? "", /^### ❔/);
  assert.equal(server.comments.length, 1);
});

const permissions: [what: string, options: Options, warning: RegExp][] = [
  [
    "a token that only reads",
    { tokens: { ghs_workflow: { ...WORKFLOW, may: "read" } } },
    /needs `issues: write` or `pull-requests: write` under `permissions:`/,
  ],
  [
    "a token that sees nothing",
    { tokens: { ghs_workflow: { ...WORKFLOW, may: "none" } } },
    /does not show it to this token \(404\)/,
  ],
  ["a token that is not valid", { tokens: {} }, /does not accept the token \(401/],
];

for (const [what, options, warning] of permissions) {
  for (const [budget, code] of [
    ["90%", 0],
    ["100 MiB", 1],
  ] as const) {
    test(`the action keeps its result and exit code ${code} with ${what}`, async (t) => {
      const server = await github(t, options);
      const ran = await run(t, server, { files: { "vram-budget.yml": config(budget) } });
      assert.equal(ran.code, code);
      assert.match(ran.summary, /^### [✅❌] GPU memory/);
      assert.equal(ran.outputs["verdict"], code === 0 ? "pass" : "fail");
      assert.equal(said(ran, "warning").length, 1);
      assert.match(said(ran, "warning")[0]?.message ?? "", warning);
      assert.deepEqual(server.comments, []);
    });
  }
}

test("the action tries again where the API is not there for a moment", async (t) => {
  const server = await github(t);
  server.faults.push({ on: /^GET/, answer: { status: 502, body: { message: "Bad Gateway" } }, times: 1 });
  const ran = await run(t, server);
  assert.equal(ran.code, 0);
  assert.equal(server.comments.length, 1);
});

test("the action fails over budget, on the training's line", async (t) => {
  const server = await github(t);
  const ran = await run(t, server, { files: { "vram-budget.yml": config("100 MiB") } });
  assert.equal(ran.code, 1);
  assert.equal(ran.outputs["verdict"], "fail");
  const [error] = said(ran, "error");
  assert.equal(error?.message, "mnist-mlp: over budget by 65.00 MiB (predicted)");
  const { file, line } = error?.properties ?? {};
  assert.deepEqual([file, line], ["vram-budget.yml", "5"]);
});

test("the action tells each problem of a config on its line, and in the comment", async (t) => {
  const server = await github(t);
  await run(t, server);
  const files = { "vram-budget.yml": config().replace("ReLU", "ReLu").replace("batch_size: 64", "batch_size: zero") };
  const ran = await run(t, server, { files, runId: 101 });
  assert.equal(ran.code, 2);
  assert.deepEqual(ran.outputs, { verdict: "unknown", trainings: "[]" });
  assert.deepEqual(
    said(ran, "error").map(({ properties }) => [properties["file"], properties["line"]]),
    [
      ["vram-budget.yml", "6"],
      ["vram-budget.yml", "11"],
    ],
  );
  assert.match(ran.summary, /^### ❔ GPU memory not decided: Cannot use vram-budget\.yml\S* 2 problems/);
  assert.match(bodies(server)[0] ?? "", /^### ❔ GPU memory not decided/);
  assert.equal(server.comments.length, 1);
});

const unusable: [what: string, job: Partial<Job>, message: RegExp][] = [
  ["no config", { files: {} }, /^Cannot find a config in /],
  [
    "an unknown measure",
    { inputs: { measure: "always" } },
    /^Cannot use the input measure: found "always", wanted auto or never$/,
  ],
  [
    "an unknown comment",
    { inputs: { comment: "yes" } },
    /^Cannot use the input comment: found "yes", wanted changes or always or failures or never$/,
  ],
  [
    "a time that is none",
    { inputs: { timeout: "10m" } },
    /^Cannot use the input timeout: found "10m", wanted seconds above 0$/,
  ],
  [
    "a key that would end the marker",
    { inputs: { "comment-key": "a --> b" } },
    /^Cannot use the input comment-key: found "a --> b"/,
  ],
];

for (const [what, job, message] of unusable) {
  test(`the action ends with 2 for ${what}`, async (t) => {
    const ran = await run(t, await github(t), job);
    assert.equal(ran.code, 2);
    assert.match(said(ran, "error")[0]?.message ?? "", message);
  });
}

test("the action reads several configs, one a line", async (t) => {
  const server = await github(t);
  const files = { "a/vram.yml": config(), "b/vram.yml": config("100 MiB").replace("mnist-mlp", "other") };
  const ran = await run(t, server, { files, inputs: { measure: "never", config: "a/vram.yml\nb/vram.yml" } });
  assert.equal(ran.code, 1, ran.stdout);
  assert.equal(said(ran, "error")[0]?.properties["file"], "b/vram.yml");
  assert.match(ran.outputs["trainings"] ?? "", /"mnist-mlp".*"other"/);
});

test("the action shortens a long comment, and leaves the summary whole", async (t) => {
  const server = await github(t);
  const [head = "", training = ""] = config().split("  mnist-mlp:\n");
  const names = Array.from({ length: 30 }, (_, index) => `mnist-mlp-${index}`);
  const files = { "vram-budget.yml": head + names.map((name) => `  ${name}:\n${training}`).join("") };
  const ran = await run(t, server, { files });
  assert.equal(ran.code, 0);
  const [body = ""] = bodies(server);
  assert.ok(ran.summary.length > 60_000 && body.length <= 60_200, `${ran.summary.length}, ${body.length}`);
  assert.match(ran.summary, /```mermaid/);
  assert.doesNotMatch(body, /```mermaid/);
  for (const name of names) assert.ok(body.includes(`\`${name}\``), name);
  assert.match(body, /Shortened to fit: the full report is in \[the job summary\]/);
  assert.match(body, /<!-- vram-budget key=default run=100\.1 sha=a{40} -->$/);
});

test("the report holds every file", async (t) => {
  const ran = await run(t, await github(t));
  for (const name of ["report.html", "report.json", "report.md", "badge.json", "badge.svg", "mnist-mlp-timeline.svg"]) {
    assert.notEqual(readReport(ran, name), "");
  }
});

test("the runner of these tests reads files and commands as GitHub's", () => {
  assert.deepEqual(readOutputs("a=1\nb<<ghadelimiter_x\n1\n2\nghadelimiter_x\n"), { a: "1", b: "1\n2" });
  assert.throws(() => readOutputs("b<<x\n1\n"), /Matching delimiter not found/);
  assert.deepEqual(readCommands("::stop-commands::t\n::error::no\n::t::\n::error file=a%2Cb,line=3::x%0Ay").slice(1), [
    { name: "error", properties: { file: "a,b", line: "3" }, message: "x\ny" },
  ]);
});
