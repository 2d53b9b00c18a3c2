import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { groupsOf } from "./concurrency.ts";
import { example } from "./hub.ts";

/** The `github` context of a run for a pull request, from a branch that has the same name in every fork. */
function contextOf(number: number, sha: string, run_id: string): unknown {
  const head = { sha, ref: "patch-1", repo: { id: number, full_name: `stranger-${number}/octo-repo` } };
  return {
    event_name: "pull_request",
    event: { action: "synchronize", number, pull_request: { number, head } },
    ref: `refs/pull/${number}/merge`,
    head_ref: head.ref,
    base_ref: "main",
    sha,
    run_id,
    repository: "octo-org/octo-repo",
    workflow: "GPU memory",
  };
}

const FIRST = contextOf(7, "a".repeat(40), "100");
const PUSHED_AGAIN = contextOf(7, "b".repeat(40), "101");
const OF_ANOTHER = contextOf(8, "c".repeat(40), "102");

const examples = globSync(join(import.meta.dirname, "../../examples/workflows/*.yml")).map((file) => basename(file));

for (const name of examples.toSorted()) {
  const workflow = example(name);

  test(`${name}: a push cancels the run of the commit before it`, () => {
    const groups = groupsOf(workflow, FIRST);
    assert.ok(groups.some(({ cancels }) => cancels));
    assert.deepEqual(groupsOf(workflow, PUSHED_AGAIN), groups);
  });

  test(`${name}: no run takes another pull request's place`, () => {
    const others = new Set(groupsOf(workflow, OF_ANOTHER).map((group) => group.name));
    for (const { name: group } of groupsOf(workflow, FIRST)) assert.ok(!others.has(group), group);
  });
}

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
