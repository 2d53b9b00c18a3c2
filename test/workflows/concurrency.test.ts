import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { groupsOf } from "./concurrency.ts";
import { example } from "./hub.ts";

type Change = {
  readonly number: number;
  readonly sha: string;
  readonly run: number;
  /** Of the event; `synchronize` where there is none. */
  readonly label?: string;
};

/** The `github` context of a run for a pull request, from a branch that has the same name in every fork. */
function pullRequest({ number, sha, run, label }: Change): object {
  const head = { sha, ref: "patch-1", repo: { id: number } };
  const event = { number, pull_request: { number, head } };
  return {
    event_name: "pull_request",
    event:
      label === undefined
        ? { action: "synchronize", ...event }
        : { action: "labeled", label: { name: label }, ...event },
    ref: `refs/pull/${number}/merge`,
    head_ref: head.ref,
    run_id: String(run),
  };
}

/** That of the run which such a run's end starts. */
function workflowRun({ number, sha, run }: Change): object {
  const workflow_run = {
    id: run,
    event: "pull_request",
    head_sha: sha,
    head_branch: "patch-1",
    head_repository: { id: number },
  };
  return {
    event_name: "workflow_run",
    event: { action: "completed", workflow_run },
    ref: "refs/heads/main",
    run_id: String(run + 100),
  };
}

/** That of a run for a commit of the default branch. */
function push({ sha, run }: Change): object {
  return { event_name: "push", event: { after: sha }, ref: "refs/heads/main", sha, run_id: String(run) };
}

const FIRST: Change = { number: 7, sha: "a".repeat(40), run: 100 };
const PUSHED_AGAIN: Change = { number: 7, sha: "b".repeat(40), run: 101 };
const OF_ANOTHER: Change = { number: 8, sha: "c".repeat(40), run: 102 };

const examples = globSync(join(import.meta.dirname, "../../examples/workflows/*.yml")).map((file) => basename(file));

/** By what starts a workflow, so that each example is one of them. */
const CONTEXTS = { pull_request: pullRequest, workflow_run: workflowRun, push } as const;
const STARTS = ["pull_request", "workflow_run", "push"] as const;

for (const name of examples.toSorted()) {
  const workflow = example(name);
  const start = STARTS.find((event) => new RegExp(`^(on: | {2})${event}\\b`, "m").test(workflow));
  assert.ok(start !== undefined, `what starts ${name}?`);
  const groups = (change: Change) => groupsOf(workflow, CONTEXTS[start](change));

  if (start === "push") {
    test(`${name}: no push takes another's place`, () => {
      assert.notDeepEqual(groups(PUSHED_AGAIN), groups(FIRST));
    });
    continue;
  }

  const reports = start === "workflow_run";
  test(`${name}: a push ${reports ? "waits for the report of" : "cancels the run of"} the commit before it`, () => {
    assert.deepEqual(groups(PUSHED_AGAIN), groups(FIRST));
    assert.equal(
      groups(FIRST).some(({ cancels }) => cancels),
      !reports,
    );
  });

  test(`${name}: no run takes another pull request's place`, () => {
    const others = new Set(groups(OF_ANOTHER).map((group) => group.name));
    for (const { name: group } of groups(FIRST)) assert.ok(!others.has(group), group);
  });
}

test("gpu-memory-public.yml: the label that approves cancels the run that may not measure, and no other label does", () => {
  const groups = (label?: string) =>
    groupsOf(
      example("gpu-memory-public.yml"),
      pullRequest({ ...PUSHED_AGAIN, ...(label === undefined ? {} : { label }) }),
    );
  assert.deepEqual(groups("vram-budget: measure"), groups());
  assert.notDeepEqual(groups("bug"), groups());
});

test("groupsOf() evaluates as GitHub does", () => {
  const workflow = `
concurrency: {group: "a-\${{ github.event.number || github.run_id }}-\${{ github.nothing }}", cancel-in-progress: "\${{ github.event.number == 7 }}"}
jobs: {build: {concurrency: {group: the-card, cancel-in-progress: false}}}
`;
  assert.deepEqual(groupsOf(workflow, { event: { number: 7 } }), [
    { name: "a-7-", cancels: true },
    { name: "the-card", cancels: false },
  ]);
  assert.deepEqual(groupsOf(workflow, { run_id: "100" })[0], { name: "a-100-", cancels: false });
});
