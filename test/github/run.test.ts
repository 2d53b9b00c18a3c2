import assert from "node:assert/strict";
import { test } from "node:test";
import type { OpenPull } from "../../src/github/pulls.ts";
import { endedRun, ownRun } from "../../src/github/run.ts";
import { pullRequest, repository, sha } from "./job.ts";
import { runEnded } from "./jobs.ts";

const base = { sha: "b".repeat(40), name: "main" };
const pull: OpenPull = { number: 7, head_sha: sha, head_id: 2, base_id: 1, base, labels: ["a"] };
const found = { number: 7, head_sha: sha, is_fork: true };
const { payload } = runEnded({ id: 2, owner: "stranger" });

const rows: [what: string, pulls: OpenPull[], pull_request: typeof found | undefined][] = [
  ["of a fork", [pull], found],
  ["of the same repository", [{ ...pull, head_id: 1 }], undefined], // which is not where the run's commit is from
  ["of another commit of the branch", [{ ...pull, head_sha: "b".repeat(40) }], undefined],
  ["whose repository is gone", [{ ...pull, head_id: undefined }], undefined],
  ["to another repository", [{ ...pull, base_id: 3 }], undefined],
  ["that is one of two of the same commit", [pull, { ...pull, number: 8 }], undefined],
  ["beside those of others", [{ ...pull, head_id: 9, number: 8 }, pull], found],
  ["that is none", [], undefined],
];

for (const [what, pulls, pull_request] of rows) {
  test(`endedRun() ${pull_request === undefined ? "takes no" : "takes the"} pull request ${what}`, async () => {
    const asked: string[] = [];
    const run = await endedRun("workflow_run", payload, async (...branch) => {
      asked.push(branch.join(":"));
      return pulls;
    });
    assert.deepEqual(asked, ["stranger:change"]);
    const ofPull = pull_request === undefined ? { base: undefined, labels: [] } : { base, labels: ["a"] };
    assert.deepEqual(run, {
      run_id: 100,
      run_attempt: 1,
      head_sha: sha,
      ...ofPull,
      event: { name: "pull_request", pull_request },
    });
  });
}

test("endedRun() knows a pull request of our own by the ids, though it has the same way", async () => {
  const ours = runEnded({ id: 1, owner: "octo-org" });
  const run = await endedRun("workflow_run", ours.payload, async () => [{ ...pull, head_id: 1 }]);
  assert.deepEqual(run?.event.pull_request, { ...found, is_fork: false });
});

const NOBODY = async () => assert.fail("nobody is asked");

test("endedRun() asks for no pull request where a push was run", async () => {
  const workflow_run = {
    id: 5,
    run_attempt: 2,
    event: "push",
    head_sha: sha,
    head_branch: "main",
    head_repository: null,
  };
  const run = await endedRun("workflow_run", { repository, workflow_run }, NOBODY);
  assert.deepEqual(run, {
    run_id: 5,
    run_attempt: 2,
    head_sha: sha,
    base: undefined,
    labels: [],
    event: { name: "push", pull_request: undefined },
  });
});

const others: [what: string, name: string, payload: unknown][] = [
  ["pull_request", "pull_request", payload],
  ["a payload that is none", "workflow_run", undefined],
  ["a commit that is text", "workflow_run", runEnded({ id: 2, owner: "stranger", sha: "-->" }).payload],
];

for (const [what, name, given] of others) {
  test(`endedRun() knows of no run that ended in ${what}`, async () => {
    assert.equal(await endedRun(name, given, NOBODY), undefined);
  });
}

test("ownRun() is about a pull request's head, and about the commit where there is none", () => {
  const own = { run_id: 5, run_attempt: 1, sha: "c".repeat(40) };
  const given = pullRequest();
  const labels = [{ name: "a" }];
  const run = ownRun("pull_request", { ...given, pull_request: { ...given.pull_request, labels } }, own);
  assert.deepEqual([run.head_sha, run.labels, run.event.pull_request?.number], [sha, ["a"], 7]);
  assert.equal(ownRun("push", { repository }, own).head_sha, "c".repeat(40));
});
