import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { formatAnswers } from "../../src/answers/document.ts";
import { measuredArtifact, plannedArtifact } from "../../src/answers/legs.ts";
import { recording } from "../../src/answers/recording.ts";
import { check } from "../../src/commands/check.ts";
import { configFromText } from "../../src/commands/config-file.ts";
import type { Results } from "../../src/compare/result.ts";
import type { Inputs } from "../../src/github/inputs.ts";
import type { Run } from "../../src/github/run.ts";
import { reportJob } from "../../src/jobs/report-job.ts";
import { config, sha } from "../github/job.ts";
import { type GitHubOfJobs, githubOfJobs } from "../github/jobs-server.ts";
import { refused } from "../github/server.ts";
import { zip } from "../github/zip.ts";
import { measuredOnCpu, trainingOf } from "../report/fixtures.ts";

const inputs: Inputs = {
  mode: "report",
  training: undefined,
  approvalLabel: "vram-budget: measure",
  configs: [],
  measure: "auto",
  python: undefined,
  timeoutMs: 1000,
  calibration: undefined,
  verify: false,
  comment: "always",
  checkRun: "never",
  history: false,
  commentKey: "default",
  token: "ghs_workflow",
  output: "",
};
const event = { name: "pull_request", pull_request: { number: 7, head_sha: sha, is_fork: false } };
const ofUs: Run = { run_id: 100, run_attempt: 1, head_sha: sha, event, base: undefined, labels: [] };

function report(server: GitHubOfJobs, changes: Partial<Inputs> = {}, run: Partial<Run> = {}): Promise<Results> {
  const done = reportJob({
    inputs: { ...inputs, ...changes },
    run: { ...ofUs, ...run },
    payload: undefined,
    environment: {},
    workspace: "/nowhere",
    repository: { owner: "octo-org", repo: "octo-repo" },
    api: { token: "ghs_workflow", apiUrl: server.url, sleep: async () => {}, timeoutMs: 60_000 },
    signal: new AbortController().signal,
  });
  return done.then(({ results }) => results);
}

/** What a job leaves of mnist-mlp that could measure it on the CPU. */
async function answersOf(text = config()): Promise<string> {
  const { ports, answers } = recording({
    lanes: 1,
    runnerGpu: async () => undefined,
    measure: async () => measuredOnCpu(trainingOf()),
    calibration: { known: async () => [], keep: async () => {} },
    trace: () => ({ at: async () => ({ kind: "failed", detail: "" }), end: async () => {} }),
  });
  await check(ports, [configFromText("/", "vram-budget.yml", text)]);
  return formatAnswers(answers());
}

const ARTIFACT = { run: 100, name: measuredArtifact("default", "mnist-mlp"), expired: false };
const archive = (content: string) => zip([{ name: "answers.json", content }]);

async function withConfig(t: TestContext, text = config()): Promise<GitHubOfJobs> {
  const server = await githubOfJobs(t);
  server.commits[sha] = { "vram-budget.yml": text };
  return server;
}

/** What is said of the measurement of the one training. */
const measurementIn = ({ trainings: [training] }: Results) =>
  training?.measurement.kind === "not-measured" ? training.measurement.detail : training?.measurement.kind;

test("reportJob() names a job that left nothing, and takes the newest artifact of its run", async (t) => {
  const server = await withConfig(t);
  const good = archive(await answersOf());
  const nothing = await report(server);
  assert.equal(nothing.verdict, "unknown");
  assert.equal(measurementIn(nothing), "the job that measures it left no answer: it ended before, or has not begun");
  server.artifacts.push({ ...ARTIFACT, archive: good, run: 99 }, { ...ARTIFACT, archive: good, name: "other" });
  assert.equal((await report(server)).verdict, "unknown");
  server.artifacts.push({ ...ARTIFACT, archive: good });
  const found = await report(server);
  assert.deepEqual([found.verdict, measurementIn(found)], ["pass", "measured"]);
  server.artifacts.push({ ...ARTIFACT, archive: archive("{}") }); // it ran again
  assert.match(measurementIn(await report(server)) ?? "", /left an artifact that cannot be read: schema is not as/);
  server.artifacts.push({ ...ARTIFACT, archive: good }); // and again
  assert.equal((await report(server)).verdict, "pass");
  server.artifacts.push({ ...ARTIFACT, archive: good, expired: true });
  assert.match(measurementIn(await report(server)) ?? "", /left an artifact that has expired/);
});

test("reportJob() finds artifacts behind 150 others", async (t) => {
  const server = await withConfig(t);
  const others = Array.from({ length: 150 }, (_, at) => ({ ...ARTIFACT, name: `other-${at}`, archive: archive("{}") }));
  server.artifacts.push(...others, { ...ARTIFACT, archive: archive(await answersOf()) });
  assert.equal((await report(server)).verdict, "pass");
});

test("reportJob() leaves open what one artifact was to answer that is not to be had, and reports the others", async (t) => {
  const two = config() + (config().split("trainings:\n")[1] ?? "").replace("mnist-mlp", "other");
  const server = await withConfig(t, two);
  for (const training of ["mnist-mlp", "other"])
    server.artifacts.push({
      ...ARTIFACT,
      name: measuredArtifact("default", training),
      archive: archive(await answersOf(two)),
    });
  server.faults.push({ on: /artifacts\/500\/zip/, answer: refused(404, "Not Found"), times: 1 });
  const [gone, measured] = (await report(server)).trainings;
  assert.ok(gone?.measurement.kind === "not-measured");
  assert.match(
    gone.measurement.detail,
    /left an artifact that is not to be had: Cannot download an artifact: .* \(404\)/,
  );
  assert.deepEqual([gone.verdict, measured?.verdict], ["unknown", "pass"]);
});

test("reportJob() shows the artifact store no token", async (t) => {
  const server = await withConfig(t);
  server.artifacts.push({ ...ARTIFACT, archive: archive(await answersOf()) });
  assert.equal((await report(server)).verdict, "pass");
  assert.deepEqual(server.storeSaw, [undefined]);
  assert.ok(server.requests.every(({ authorization }) => authorization === "token ghs_workflow"));
});

test("reportJob() takes no answers to another config", async (t) => {
  const server = await withConfig(t);
  const other = await answersOf(config().replace("batch_size: 64", "batch_size: 65"));
  server.artifacts.push({ ...ARTIFACT, archive: archive(other) });
  const results = await report(server);
  assert.equal(results.verdict, "unknown");
  assert.match(measurementIn(results) ?? "", /was asked something else: its config is not the one of this commit/);
});

test("reportJob() lets no artifact answer for a training that is not its own", async (t) => {
  const name = measuredArtifact("default", "other");
  const two = config() + (config().split("trainings:\n")[1] ?? "").replace("mnist-mlp", "other");
  const server = await withConfig(t, two);
  server.artifacts.push({ ...ARTIFACT, name, archive: archive(await answersOf(two)) });
  const [mnist, other] = (await report(server)).trainings;
  assert.deepEqual([mnist?.measurement.kind, other?.measurement.kind], ["not-measured", "measured"]);
});

test("reportJob() takes a measurement from no job that plans", async (t) => {
  const server = await withConfig(t);
  server.artifacts.push({ ...ARTIFACT, name: plannedArtifact("default"), archive: archive(await answersOf()) });
  assert.match(measurementIn(await report(server)) ?? "", /left no answer/);
});

const fork = { ...event, pull_request: { ...event.pull_request, is_fork: true } };
const rows: [what: string, run: Partial<Run>, changes: Partial<Inputs>, said: RegExp][] = [
  ["of a fork", { event: fork }, {}, /comes from a fork, whose code is not run on a runner, so it is only predicted$/],
  ["of a fork with another label", { event: fork, labels: ["vram-budget: accept"] }, {}, /comes from a fork/],
  ["of a fork that was approved", { event: fork, labels: ["vram-budget: measure"] }, {}, /^measured$/],
  ["of pull_request_target", { event: { ...event, name: "pull_request_target" } }, {}, /has rights that/],
  ["that nobody asked for", {}, { measure: "never" }, /^the input measure is never$/],
];

for (const [what, run, changes, said] of rows) {
  test(`reportJob() decides by the event, and by no artifact, about a measurement ${what}`, async (t) => {
    const server = await withConfig(t);
    server.artifacts.push({ ...ARTIFACT, archive: archive(await answersOf()) });
    assert.match(measurementIn(await report(server, changes, run)) ?? "", said);
  });
}

test("reportJob() does not wait for a fork's commit that the label of an earlier one does not approve", async (t) => {
  const server = await withConfig(t);
  const results = await report(server, {}, { event: fork, labels: ["vram-budget: measure"] });
  assert.equal(results.verdict, "pass"); // by the prediction, as where there is no label
  assert.match(measurementIn(results) ?? "", /which a label from before does not approve$/);
  server.artifacts.push({ ...ARTIFACT, archive: archive("{}") });
  assert.equal((await report(server, {}, { event: fork, labels: ["vram-budget: measure"] })).verdict, "unknown");
});

test("reportJob() tells by which label a fork's commit is measured", async (t) => {
  const server = await withConfig(t);
  const adviceIn = ({ trainings: [training] }: Results) =>
    training?.measurement.kind === "not-measured" ? training.measurement.advice : undefined;
  assert.match(adviceIn(await report(server, {}, { event: fork })) ?? "", /by the label "vram-budget: measure"$/);
  assert.equal(adviceIn(await report(server, { approvalLabel: "" }, { event: fork })), undefined);
});

const configs: [what: string, files: Record<string, string | null>, named: string[], message: RegExp][] = [
  ["no config", {}, [], /^Cannot find a config in a{40}: expected vram-budget\.yml/],
  ["a config that is not there", {}, ["other.yml"], /^Cannot read other\.yml of a{40}: there is no such file$/],
  [
    "a link that leads out",
    { "vram-budget.yml": null },
    [],
    /^Cannot read vram-budget\.yml of a{40}: it is no plain file$/,
  ],
  [
    "a path that leads out",
    {},
    ["../../other.yml"],
    /^Cannot read \.\.\/\.\.\/other\.yml of a{40}: there is no such file$/,
  ],
  ["a config that is too large", { "a.yml": "#".repeat(2 ** 20 + 1) }, ["a.yml"], /it has more than 1 MiB$/],
  ["a config that is not UTF-8", { "a.yml": "\uFFFD" }, ["a.yml"], /^Cannot read a\.yml of a{40}: it is not UTF-8$/],
];

for (const [what, files, named, message] of configs) {
  test(`reportJob() refuses ${what}`, async (t) => {
    const server = await githubOfJobs(t);
    server.commits[sha] = files;
    await assert.rejects(report(server, { configs: named }), { name: "UserError", message });
  });
}

test("reportJob() reads configs at their paths in the commit", async (t) => {
  const server = await githubOfJobs(t);
  server.commits[sha] = { "a/vram budget.yml": config(), ".github/vram-budget.yml": config("1 GiB") };
  const paths = (results: Results) => results.trainings.map(({ place }) => place.file);
  assert.deepEqual(paths(await report(server, { configs: ["a/vram budget.yml"] })), ["a/vram budget.yml"]);
  assert.deepEqual(paths(await report(server)), [".github/vram-budget.yml"]);
});

test("reportJob() says which permission is missing to read artifacts", async (t) => {
  const server = await withConfig(t);
  const headers = { "x-accepted-github-permissions": "actions=read" };
  const body = { message: "Resource not accessible by integration", documentation_url: "", status: "403" };
  server.faults.push({ on: /artifacts/, answer: { status: 403, body, headers }, times: 1 });
  await assert.rejects(report(server), {
    message:
      /^Cannot list the run's artifacts: GitHub refuses it .* the job needs `actions: read` under `permissions:`/,
  });
});
