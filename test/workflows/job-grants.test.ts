import assert from "node:assert/strict";
import { test } from "node:test";
import { grantsOf } from "./job-grants.ts";

const WORKFLOW = `
permissions: {contents: read}
jobs:
  as-the-workflow: {runs-on: ubuntu-latest}
  its-own: {runs-on: [self-hosted, gpu], permissions: {pull-requests: write, actions: read, contents: none}}
  nothing: {runs-on: ubuntu-latest, permissions: {}}
`;

test("grantsOf() gives a job what it names, else what the workflow names", () => {
  assert.deepEqual(Object.fromEntries(grantsOf(WORKFLOW, false)), {
    "as-the-workflow": { permissions: { contents: "read" }, runner: "github-hosted" },
    "its-own": { permissions: { "pull-requests": "write", actions: "read" }, runner: "self-hosted" },
    nothing: { permissions: {}, runner: "github-hosted" },
  });
});

test("grantsOf() gives no job of a fork's pull request more than reading", () => {
  const { permissions } = grantsOf(WORKFLOW, true).get("its-own") ?? {};
  assert.deepEqual(permissions, { "pull-requests": "read", actions: "read" });
});

test("grantsOf() takes no workflow that leaves its permissions to the repository's setting", () => {
  assert.throws(() => grantsOf("jobs: {build: {runs-on: ubuntu-latest}}", false));
});
