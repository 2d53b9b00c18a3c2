import assert from "node:assert/strict";
import { test } from "node:test";
import { isPushToDefaultBranch } from "../../src/github/default-branch.ts";

const repository = { id: 1, default_branch: "trunk" };
const push = { repository, ref: "refs/heads/trunk" };
const run = { event: "push", head_branch: "trunk", head_repository: { id: 1 } };
const ended = (changes: object) => ({ repository, workflow_run: { ...run, ...changes } });

const rows: [what: string, name: string, payload: unknown, expected: boolean][] = [
  ["a push to it", "push", push, true],
  ["a push to another branch", "push", { ...push, ref: "refs/heads/main" }, false],
  ["a tag of its name", "push", { ...push, ref: "refs/tags/trunk" }, false],
  ["a branch whose name ends as it", "push", { ...push, ref: "refs/heads/x/trunk" }, false],
  ["a pull request with such a payload", "pull_request", push, false],
  ["a schedule with such a payload", "schedule", push, false],
  ["a run that a push to it started", "workflow_run", ended({}), true],
  ["a run of a fork's branch of its name", "workflow_run", ended({ head_repository: { id: 2 } }), false],
  ["a run of a pull request", "workflow_run", ended({ event: "pull_request" }), false],
  ["a run of another branch", "workflow_run", ended({ head_branch: "change" }), false],
  ["no payload", "push", undefined, false],
  ["a repository without one", "push", { repository: { id: 1 }, ref: "refs/heads/undefined" }, false],
];

for (const [what, name, payload, expected] of rows) {
  test(`isPushToDefaultBranch() says ${expected ? "yes" : "no"} to ${what}`, () => {
    assert.equal(isPushToDefaultBranch(name, payload), expected);
  });
}
