import assert from "node:assert/strict";
import { test } from "node:test";
import { hasAcceptLabel } from "../../src/jobs/accepted-growth.ts";
import { markOutcome } from "../../src/jobs/commit-mark.ts";
import { ACCEPT_LABEL } from "../../src/compare/acceptance.ts";
import { resultsOf } from "../../src/compare/compare.ts";
import type { Results } from "../../src/compare/result.ts";
import { commentsApi } from "../../src/github/client.ts";
import { writeToBranch } from "../../src/github/data-branch.ts";
import { GitHubError } from "../../src/github/errors.ts";
import { DATA_BRANCH } from "../../src/github/git-data.ts";
import { recordsFile } from "../../src/github/history.ts";
import type { Inputs } from "../../src/github/inputs.ts";
import { keepComment } from "../../src/github/sticky-comment.ts";
import { UserError } from "../../src/config/user-error.ts";
import type { Job } from "../../src/jobs/job.ts";
import { keepHistory } from "../../src/jobs/kept-history.ts";
import { checksOperations, newMarks } from "../github/checks-server.ts";
import { directApi, FakeGit } from "../github/fake-git.ts";
import { gitOperations } from "../github/git-server.ts";
import { pullRequest, repository, sha } from "../github/job.ts";
import { firstOf } from "../github/first-of.ts";
import { labelsOperations } from "../github/labels-server.ts";
import { type FakeGitHub, type Fault, refused, startGitHub, WORKFLOW } from "../github/server.ts";
import { NOT_MEASURED, resultOf, trainingOf } from "../report/fixtures.ts";

/** 60 trainings that are over budget: a check run has so many annotations that it takes two requests. */
const TRAININGS = Array.from({ length: 60 }, (_, index) => trainingOf({ name: `t${index}`, budget: "100 MiB" }));
const RESULTS: Results = resultsOf(
  "vram-budget.yml",
  TRAININGS.map((training) => resultOf(training, NOT_MEASURED)),
);
const ONE = { config: { file: "vram-budget.yml", trainings: TRAININGS.slice(0, 1) }, workspace: "/" };
const OF_ONE: Results = resultsOf("vram-budget.yml", RESULTS.trainings.slice(0, 1));

const INPUTS: Inputs = {
  mode: "check",
  training: undefined,
  approvalLabel: "",
  configs: [],
  measure: "never",
  python: undefined,
  timeoutMs: 1000,
  calibration: undefined,
  verify: false,
  comment: "always",
  checkRun: "auto",
  history: true,
  commentKey: "default",
  token: "ghs_workflow",
  output: "",
};

function jobOf(server: FakeGitHub, event: "pull_request" | "push"): Job {
  const pull_request = event === "push" ? undefined : { number: 7, head_sha: sha, is_fork: false };
  const onMain = { repository: { ...repository, default_branch: "main" }, ref: "refs/heads/main" };
  return {
    inputs: INPUTS,
    run: {
      run_id: 100,
      run_attempt: 2,
      head_sha: sha,
      event: { name: event, pull_request },
      base: undefined,
      labels: [],
    },
    payload: event === "push" ? onMain : pullRequest(),
    environment: { GITHUB_EVENT_NAME: event, GITHUB_RUN_ID: "100" },
    workspace: "/",
    repository: { owner: "octo-org", repo: "octo-repo" },
    api: { token: "ghs_workflow", apiUrl: server.url, sleep: async () => {}, timeoutMs: 60_000 },
    signal: new AbortController().signal,
  };
}

const SAYINGS = ["label", "comment", "mark", "history"] as const;
type Saying = (typeof SAYINGS)[number];

const marker = (run: number) => `\n\n<!-- vram-budget key=default run=${run}.1 sha= -->`;

async function keepOurComment({ repository: where, api }: Job): Promise<void> {
  const key = { key: "default", run_id: 100, run_attempt: 2, head_sha: sha };
  await keepComment(await commentsApi({ ...where, number: 7 }, api), key, "text");
}

/** One thing that a job says, as action.ts has it said: gives what goes to the log as a warning. */
async function said(of: Saying, server: FakeGitHub): Promise<string | undefined> {
  const [onPull, onPush] = [jobOf(server, "pull_request"), jobOf(server, "push")];
  const warnings: string[] = [];
  const log = { info: () => {}, warning: (line: string) => void warnings.push(line) };
  const says: Record<Saying, () => Promise<unknown>> = {
    label: () => hasAcceptLabel(onPull),
    comment: () => keepOurComment(onPull),
    mark: () => markOutcome(onPull, { results: RESULTS, render: () => "text" }, log),
    history: () => keepHistory(onPush, OF_ONE, [ONE]),
  };
  try {
    await says[of]();
  } catch (error) {
    assert.ok(error instanceof GitHubError || error instanceof UserError, String(error));
    warnings.push(error.message);
  }
  assert.ok(warnings.length <= 1, warnings.join("\n"));
  return warnings[0];
}

type World = { readonly git: FakeGit; readonly marks: ReturnType<typeof newMarks>; readonly server: FakeGitHub };

/** 101 comments, of which two are ours and on two pages; a data branch with a file. */
async function newWorld(): Promise<World> {
  const [git, marks] = [new FakeGit(), newMarks()];
  const operations = firstOf(gitOperations(git), checksOperations(marks), labelsOperations({ now: { 7: [] } }));
  const server = await startGitHub({ operations });
  server.addComment(7, WORKFLOW, `first${marker(98)}`);
  for (let index = 0; index < 99; index++) server.addComment(7, { ...WORKFLOW, login: "octocat" }, "text");
  server.addComment(7, WORKFLOW, `second${marker(99)}`);
  const api = directApi(git, DATA_BRANCH);
  const files = new Map([[recordsFile("default", "t0"), ""]]);
  await writeToBranch(api, { message: "", filesFor: async () => files }, async () => {});
  return { git, marks, server };
}

const REQUESTS: readonly (readonly [of: Saying, what: string, on: RegExp])[] = [
  ["label", "a label's reading", /^GET .*\/labels/],
  ["history", "the search for a merged pull request", /^GET .*\/commits\/\w+\/pulls/],
  ["comment", "the question whose token it is", /^POST \/graphql/],
  ["comment", "the first page of comments", /^GET .*\/comments\?.*page=1$/],
  ["comment", "a page that comes after", /^GET .*\/comments\?.*page=2$/],
  ["comment", "a comment's update", /^PATCH .*\/issues\/comments/],
  ["comment", "a comment's removal", /^DELETE/],
  ["mark", "a check run", /^POST .*\/check-runs/],
  ["mark", "more annotations", /^PATCH .*\/check-runs/],
  ["history", "the branch", /^GET .*\/git\/ref\//],
  ["history", "its commit", /^GET .*\/git\/commits/],
  ["history", "its tree", /^GET .*\/git\/trees/],
  ["history", "a file of it", /^GET .*\/git\/blobs/],
  ["history", "a new tree", /^POST .*\/git\/trees/],
  ["history", "a new commit", /^POST .*\/git\/commits/],
  ["history", "the branch's going on", /^PATCH .*\/git\/refs/],
];

const missing = { "x-accepted-github-permissions": "checks=write" };
const secondary = "You have exceeded a secondary rate limit";

/** `recovers`: another try helps, and nothing is to be seen of it. */
const REFUSALS: readonly (readonly [what: string, answer: Fault["answer"], times: number, recovers: boolean])[] = [
  ["401", refused(401, "Bad credentials"), 999, false],
  ["403 that names the permission", refused(403, "Resource not accessible by integration", missing), 999, false],
  ["403 that names none", refused(403, "Resource not accessible by integration"), 999, false],
  ["404", refused(404, "Not Found"), 999, false],
  ["422", refused(422, "Validation Failed"), 999, false],
  ["429 with a time", refused(429, "Too many requests", { "retry-after": "1" }), 1, true],
  ["429 with a time that is too long", refused(429, "Too many requests", { "retry-after": "3600" }), 999, false],
  ["a secondary limit", refused(403, secondary), 1, true],
  ["a secondary limit that stays", refused(403, secondary), 999, false],
  ["500 three times", refused(500, "Server Error"), 3, true],
  ["500 that stays", refused(500, "Server Error"), 999, false],
  ["no answer once", "hang up", 1, true],
  ["no answer ever", "hang up", 999, false],
  ["an answer that breaks off", "break off", 999, false],
];

/** What costs no line, by what GitHub answers: another request makes it good, or the answer has nothing to read. */
const MADE_GOOD: Readonly<Record<string, RegExp>> = {
  "a label's reading": /./, // as the event has them
  "the search for a merged pull request": /./, // growth is not known to be accepted
  "the question whose token it is": /403|404|secondary|breaks off/, // GET /user, and then the login of a workflow's token
  "a comment's update": /404|breaks off/, // it is gone: another is begun, where the list has none either
  "a comment's removal": /404|breaks off/, // it is gone, as it should
  "a check run": /403|404|secondary/, // a commit status
  "more annotations": /breaks off/,
  "the branch's going on": /breaks off/,
};

function assertDone(of: Saying, { git, marks, server }: World): void {
  const own = server.comments.filter(({ author }) => author === WORKFLOW);
  switch (of) {
    case "label":
      return;
    case "comment":
      assert.match(own[0]?.body ?? "", /^text\n/);
      return assert.equal(own.length, 1);
    case "mark":
      assert.equal(marks.checkRuns[0]?.annotations.length ?? 60, 60);
      return assert.equal(marks.checkRuns.length + marks.statuses.length, 1);
    case "history":
      return assert.equal(recorded(git), 1);
  }
}

function recorded(git: FakeGit): number {
  const text = git.filesAt(git.branches.get(DATA_BRANCH)).get(recordsFile("default", "t0")) ?? "";
  return text.split("\n").length - 1;
}

for (const [of, what, on] of REQUESTS) {
  test(`${what} that GitHub refuses costs a line at most, and doubles nothing`, async () => {
    for (const [refusal, answer, times, recovers] of REFUSALS) {
      const world = await newWorld();
      const fault: Fault = { on, answer, times };
      world.server.faults.push(fault);
      const line = await said(of, world.server).finally(world.server.close);
      assert.ok(fault.times < times, `${refusal}: nobody asked`);
      const isMadeGood = recovers || MADE_GOOD[what]?.test(refusal) === true;
      if (isMadeGood) assert.equal(line, undefined, refusal);
      else assert.match(line ?? "", /^Cannot [^\n]+$/, refusal);
      // what is gone, or is answered before it is done, is not done here
      if (line === undefined && !/404|breaks off/.test(refusal)) assertDone(of, world);
      const own = world.server.comments.filter(({ author }) => author === WORKFLOW).length;
      assert.ok(own <= 2 && recorded(world.git) <= 1, refusal);
    }
  });
}

test("keepHistory() asks nothing of GitHub but on a push, and where it is asked for", async () => {
  const { server } = await newWorld();
  const [onPull, onPush] = [jobOf(server, "pull_request"), jobOf(server, "push")];
  const { inputs } = onPush;
  for (const job of [
    onPull,
    { ...onPush, inputs: { ...inputs, history: false } },
    { ...onPush, inputs: { ...inputs, mode: "measure" as const } },
  ])
    assert.equal(await keepHistory(job, OF_ONE, [ONE]), undefined);
  await server.close();
  assert.deepEqual(server.requests, []);
});

test("hasAcceptLabel() takes the event's labels, and those of now where a run is run again", async () => {
  const operations = labelsOperations({ now: { 7: [ACCEPT_LABEL] } });
  const server = await startGitHub({ operations });
  const job = jobOf(server, "pull_request");
  const asked = (run_attempt: number, labels: readonly string[], token = "ghs_workflow") =>
    hasAcceptLabel({ ...job, inputs: { ...job.inputs, token }, run: { ...job.run, run_attempt, labels } });
  assert.deepEqual([await asked(1, []), await asked(1, ["bug", ACCEPT_LABEL])], [false, true]);
  assert.deepEqual(server.requests, []);
  assert.deepEqual([await asked(2, []), await asked(2, [], "")], [true, false]);
  await server.close();
});
