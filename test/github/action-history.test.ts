import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { DATA_BRANCH } from "../../src/github/git-data.ts";
import { recordsFile } from "../../src/github/history.ts";
import { formatCalibration, withObserved } from "../../src/measure/calibration.ts";
import { formatRecords, parseRecords } from "../../src/measure/record.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import { measuredOnCpu, trainingOf } from "../report/fixtures.ts";
import { baseRepository } from "./base-repository.ts";
import { checksOperations, newMarks, type Without } from "./checks-server.ts";
import { FakeGit } from "./fake-git.ts";
import { gitOperations } from "./git-server.ts";
import { bodies, config, github, measurement, measuring, pullRequest, repository, run, said } from "./job.ts";
import { planAndMeasure, report } from "./jobs.ts";
import { githubOfJobs } from "./jobs-server.ts";
import { firstOf } from "./first-of.ts";
import { labelsOperations } from "./labels-server.ts";
import { recordOf, shaOf } from "./records.ts";
import { type Job, readReport } from "./runner.ts";
import { type Identity, type Options, WORKFLOW } from "./server.ts";

const BASE_SHA = "d".repeat(40);
const ACCEPT = "vram-budget: accept";

const onMain = { ...repository, default_branch: "main" };

function push(commit: number, changes: Partial<Job> = {}): Partial<Job> {
  return {
    event: "push",
    payload: { repository: onMain, ref: "refs/heads/main" },
    runId: 100 + commit,
    env: { GITHUB_SHA: shaOf(commit) },
    inputs: { measure: "never", history: "true" },
    ...changes,
  };
}

function recordsIn(git: FakeGit) {
  const files = git.filesAt(git.branches.get(DATA_BRANCH));
  const parsed = parseRecords(files.get(recordsFile("default", "mnist-mlp")) ?? "");
  assert.ok(parsed.kind === "records", JSON.stringify(parsed));
  return parsed.records;
}

test("the action records every push to the default branch, and how growth was accepted", async (t) => {
  const git = new FakeGit();
  const brought = {
    [shaOf(2)]: [{ labels: [ACCEPT], merged: false }],
    [shaOf(3)]: [{ labels: ["bug", ACCEPT], merged: true }],
  };
  const server = await github(t, { operations: firstOf(gitOperations(git), labelsOperations({ now: {}, brought })) });
  for (const [commit, budget] of [
    [2, "90%"],
    [3, "90%"],
    [4, "95%"],
  ] as const) {
    const ran = await run(t, server, push(commit, { files: { "vram-budget.yml": config(budget) } }));
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.match(ran.stdout, /^The branch vram-budget-data: written$/m);
    assert.deepEqual([...said(ran, "error"), ...said(ran, "warning")], []);
  }
  const records = recordsIn(git);
  assert.deepEqual(
    records.map(({ sha, run: { id }, needed, accepted }) => [sha, id, needed?.needed_bytes, needed?.from, accepted]),
    [
      [shaOf(2), 102, 165 * MIB, "prediction", null],
      [shaOf(3), 103, 165 * MIB, "prediction", "label"],
      [shaOf(4), 104, 165 * MIB, "prediction", "budget"],
    ],
  );
  const [two, three, four] = records.map((record) => record.config);
  assert.match(two ?? "", /^[0-9a-f]{64}$/);
  assert.equal(two, three);
  assert.notEqual(two, four);
});

test("the action says in one line that it may not record, and nothing else suffers", async (t) => {
  const token: Identity = { ...WORKFLOW, permissions: { contents: "read", "pull-requests": "read" } };
  const server = await github(t, { tokens: { ghs_workflow: token }, operations: gitOperations(new FakeGit()) });
  const ran = await run(t, server, push(1));
  assert.equal(ran.code, 0);
  assert.equal(ran.outputs["verdict"], "pass");
  const [warning, ...others] = said(ran, "warning");
  assert.match(warning?.message ?? "", /^Cannot write to the data branch: .* the job needs `contents: write`/);
  assert.deepEqual(others, []);
});

function withRecord(git: FakeGit, device_bytes: number): void {
  const measured = measuredOnCpu(trainingOf());
  assert.ok(measured.kind === "measured");
  const { device, packages } = measured.document;
  const record = recordOf(1, {
    sha: BASE_SHA,
    measured: {
      kind: "cpu",
      card: device.name,
      versions: { ...packages, torch: "2.12.0" },
      steps: 8,
      allocated_bytes: bytes(device_bytes),
      reserved_bytes: bytes(device_bytes),
      device_bytes: bytes(device_bytes),
    },
  });
  const tree = git.addTree(undefined, [[recordsFile("default", "mnist-mlp"), formatRecords([record])]]);
  git.begin(DATA_BRANCH, git.addCommit({ tree, parents: [], message: "" }));
}

/** A pull request whose base was measured to need a third of it; the config is the base's own. */
async function afterGrowth(t: TestContext, labels: readonly string[]) {
  const git = new FakeGit();
  withRecord(git, 1 * MIB);
  const base = baseRepository({ merge_base: BASE_SHA, files: { "vram-budget.yml": config() } });
  const server = await github(t, { operations: firstOf(gitOperations(git), base) });
  const { pull_request, ...rest } = pullRequest();
  const payload = { ...rest, pull_request: { ...pull_request, labels: labels.map((name) => ({ name })) } };
  const ran = await run(t, server, { ...measuring(measurement()), payload });
  const [training] = (JSON.parse(readReport(ran, "report.json")) as { trainings: Reported[] }).trainings;
  return { ran, server, training };
}

type Reported = {
  readonly change: { readonly measured: { readonly base_sha: string; readonly base_bytes: number } };
  readonly findings: readonly { readonly kind: string }[];
};

const kinds = (training: Reported | undefined) =>
  training?.findings.map(({ kind }) => kind).filter((kind) => kind.endsWith("growth"));

test("the action compares with what was measured of the base", async (t) => {
  const { ran, training } = await afterGrowth(t, []);
  assert.deepEqual(
    [training?.change.measured.base_sha, training?.change.measured.base_bytes],
    [BASE_SHA, MIB],
    ran.stdout,
  );
  assert.deepEqual(kinds(training), ["growth"]);
});

test("the action lets growth pass that the label accepts, and says so in the comment", async (t) => {
  const { server, training } = await afterGrowth(t, [ACCEPT]);
  assert.deepEqual(kinds(training), ["accepted-growth"]);
  assert.match(bodies(server)[0] ?? "", /more than the base, accepted by the label vram-budget: accept/);
});

const forges: [what: string, options: Options, without: Without, kept: "check run" | "status" | "none"][] = [
  ["GitHub", {}, {}, "check run"],
  ["GitHub Enterprise Server", { prefix: "/api/v3" }, {}, "check run"],
  [
    "Gitea",
    {
      prefix: "/api/v1",
      graphql: false,
      tokens: { ghs_workflow: { login: "gitea-actions", kind: "user", may: "write" } },
    },
    { checks: 404 },
    "status",
  ],
  [
    "Forgejo, with a token that may write no status",
    {
      prefix: "/api/v1",
      graphql: false,
      tokens: { ghs_workflow: { login: "forgejo-actions", kind: "user", may: "write" } },
    },
    { checks: 405, statuses: 403 },
    "none",
  ],
];

for (const [what, options, without, kept] of forges) {
  test(`the action keeps one comment on ${what}, and marks the commit with ${kept}`, async (t) => {
    const marks = newMarks();
    const server = await github(t, { ...options, operations: checksOperations(marks, without) });
    const inputs = { measure: "never", "check-run": "auto" };
    const before = server.addComment(
      7,
      options.tokens?.["ghs_workflow"] ?? WORKFLOW,
      `old\n\n<!-- vram-budget key=default run=99.1 sha= -->`,
    );
    const ran = await run(t, server, { inputs, runId: 101, files: { "vram-budget.yml": config("100 MiB") } });
    assert.equal(ran.code, 1, ran.stdout + ran.stderr);
    assert.deepEqual(server.comments, [before]);
    assert.match(before.body, /^### ❌/);
    assert.deepEqual(
      [marks.checkRuns.map(({ conclusion }) => conclusion), marks.statuses.map(({ body }) => body["state"])],
      [kept === "check run" ? ["failure"] : [], kept === "status" ? ["failure"] : []],
    );
    const lines = ran.stdout.split("\n").filter((line) => line.includes("check run"));
    assert.equal(lines.length, kept === "check run" ? 0 : 1, lines.join("\n"));
    if (kept === "status")
      assert.match(lines[0] ?? "", /^A commit status stands in the place of a check run: Cannot write/);
    if (kept === "none") assert.match(lines[0] ?? "", /^::warning::Neither a check run nor a commit status stands/);
    const [checkRun] = marks.checkRuns;
    if (checkRun === undefined) return;
    assert.equal(checkRun.details_url, "https://github.com/octo-org/octo-repo/actions/runs/101");
    assert.deepEqual(
      checkRun.annotations.map(({ path, start_line, annotation_level }) => [path, start_line, annotation_level]),
      [["vram-budget.yml", 5, "failure"]],
    );
  });
}

test("three jobs record what one of them measured, by the only token that may write", async (t) => {
  const git = new FakeGit();
  const server = await githubOfJobs(t, { operations: firstOf(gitOperations(git), labelsOperations({ now: {} })) });
  const job = { ...push(5), ...measuring(measurement()) };
  server.commits[shaOf(5)] = { "vram-budget.yml": config() };
  await planAndMeasure(t, server, { ...job, runId: 100 });
  assert.equal(git.branches.size, 0);
  const ran = await report(t, server, { ...job, runId: 100, inputs: { history: "true" } });
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  const [record] = recordsIn(git);
  assert.deepEqual([record?.sha, record?.needed?.from, record?.measured?.kind], [shaOf(5), "prediction", "cpu"]);
});

test("the action predicts for a card with what the data branch knows of its runners", async (t) => {
  const git = new FakeGit();
  const context = { card: "Tesla T4", driver: "570.1", torch: "2.13.0+cu130", context_bytes: bytes(700 * MIB) };
  const files = [["calibration.json", formatCalibration(withObserved([], context, "2026-11-25"))]] as const;
  git.begin(DATA_BRANCH, git.addCommit({ tree: git.addTree(undefined, files), parents: [], message: "" }));
  const server = await github(t, { operations: gitOperations(git) });
  const ran = await run(t, server);
  const [{ needed_bytes } = {}] = JSON.parse(ran.outputs["trainings"] ?? "[]") as { needed_bytes?: number }[];
  assert.ok((needed_bytes ?? 0) >= 700 * MIB, `${needed_bytes}`);
});
