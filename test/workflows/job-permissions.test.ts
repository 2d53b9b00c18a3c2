import assert from "node:assert/strict";
import { test } from "node:test";
import { permissionsByJob } from "./job-permissions.ts";

const WORKFLOW = `
permissions: {contents: read}
jobs:
  as-the-workflow: {}
  its-own: {permissions: {pull-requests: write, actions: read, contents: none}}
  nothing: {permissions: {}}
`;

test("permissionsByJob() gives a job what it names, else what the workflow names", () => {
  assert.deepEqual(Object.fromEntries(permissionsByJob(WORKFLOW, false)), {
    "as-the-workflow": { contents: "read" },
    "its-own": { "pull-requests": "write", actions: "read" },
    nothing: {},
  });
});

test("permissionsByJob() gives no job of a fork's pull request more than reading", () => {
  assert.deepEqual(permissionsByJob(WORKFLOW, true).get("its-own"), { "pull-requests": "read", actions: "read" });
});

test("permissionsByJob() takes no workflow that leaves its permissions to the repository's setting", () => {
  assert.throws(() => permissionsByJob("jobs: {build: {}}", false));
});
