import assert from "node:assert/strict";
import { test } from "node:test";
import { type WorkflowEvent, readEvent } from "../../src/github/event.ts";
import { refusalToMeasure } from "../../src/github/guard.ts";

const sha = "a".repeat(40);
const repository = { id: 1, full_name: "octo-org/octo-repo" };

const pull = (repo: { id: number } | null | undefined, more = {}) => ({
  repository,
  pull_request: { number: 7, head: { sha, repo, label: "octo-org:main" }, ...more },
});

const run = (pull_requests: readonly object[]) => ({ repository, workflow_run: { head_sha: sha, pull_requests } });
const named = (head: number, base = 1, commit = sha) => ({
  number: 7,
  head: { sha: commit, repo: { id: head } },
  base: { repo: { id: base } },
});

const ours = { number: 7, head_sha: sha, is_fork: false };
const fork = { ...ours, is_fork: true };

const rows: [
  what: string,
  name: string,
  payload: unknown,
  pull_request: WorkflowEvent["pull_request"],
  refusal?: "fork" | "event",
][] = [
  ["a pull request of the same repository", "pull_request", pull({ id: 1 }), ours],
  ["a review of one", "pull_request_review", pull({ id: 1 }), ours],
  ["a fork's", "pull_request", pull({ id: 2 }), fork, "fork"],
  [
    "a fork's that calls itself ours",
    "pull_request",
    pull({ id: 2, full_name: "octo-org/octo-repo", fork: false } as { id: number }),
    fork,
    "fork",
  ],
  ["one whose head repository is gone", "pull_request", pull(null), fork, "fork"],
  ["one without a head repository", "pull_request", pull(undefined), fork, "fork"],
  ["pull_request without a payload", "pull_request", undefined, undefined, "fork"],
  ["pull_request with a payload of another kind", "pull_request", { repository }, undefined, "fork"],
  ["pull_request with a number that is text", "pull_request", pull({ id: 1 }, { number: "7" }), undefined, "fork"],
  [
    "pull_request with a commit that is text",
    "pull_request",
    pull({ id: 1 }, { head: { sha: "-->", repo: { id: 1 } } }),
    undefined,
    "fork",
  ],
  ["pull_request_target of the same repository", "pull_request_target", pull({ id: 1 }), ours, "event"],
  ["pull_request_target of a fork", "pull_request_target", pull({ id: 2 }), fork, "event"],
  ["workflow_run for a pull request", "workflow_run", run([named(1)]), ours, "event"],
  ["workflow_run for a fork's, which GitHub does not name", "workflow_run", run([]), undefined, "event"],
  ["workflow_run for two pull requests", "workflow_run", run([named(1), named(1)]), undefined, "event"],
  ["workflow_run for another commit", "workflow_run", run([named(1, 1, "b".repeat(40))]), undefined, "event"],
  ["workflow_run for another repository's", "workflow_run", run([named(1, 2)]), undefined, "event"],
  [
    "issue_comment, which a stranger starts",
    "issue_comment",
    { repository, issue: { number: 7, pull_request: {} } },
    undefined,
    "event",
  ],
  ["an event that is not known", "pull_request_of_tomorrow", pull({ id: 1 }), ours, "event"],
  ["no event at all", "", undefined, undefined, "event"],
  ["a push", "push", { repository, ref: "refs/heads/main" }, undefined],
  ["the merge queue", "merge_group", { repository }, undefined],
  ["a schedule", "schedule", { schedule: "0 0 * * *" }, undefined],
  ["a start by hand", "workflow_dispatch", { repository, inputs: {} }, undefined],
];

for (const [what, name, payload, pull_request, refusal] of rows) {
  test(`readEvent() and refusalToMeasure() ${refusal === undefined ? "allow" : "refuse"} ${what}`, () => {
    const event = readEvent(name, payload);
    assert.deepEqual(event, { name, pull_request });
    assert.equal(refusalToMeasure(event)?.reason, refusal);
  });
}

test("refusalToMeasure() says why in words", () => {
  const why = (name: string, payload: unknown) => refusalToMeasure(readEvent(name, payload))?.detail ?? "";
  assert.match(why("pull_request", pull({ id: 2 })), /comes from a fork, whose code is not run on a runner/);
  assert.match(why("pull_request_target", pull({ id: 1 })), /started by pull_request_target has rights/);
});
