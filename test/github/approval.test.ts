import assert from "node:assert/strict";
import { test } from "node:test";
import { approvalIn, mayApprove } from "../../src/github/approval.ts";
import { pullRequest } from "./job.ts";
import { labelled } from "./jobs.ts";
import { githubOfJobs } from "./jobs-server.ts";

const LABEL = "vram-budget: measure";
const good = labelled(LABEL, "maintainer").payload as object;

const rows: [what: string, event: string, payload: unknown, label: string, by: string | undefined][] = [
  ["the event of the label", "pull_request", good, LABEL, "maintainer"],
  ["the event of another label", "pull_request", labelled("bug", "maintainer").payload, LABEL, undefined],
  ["a label in another case", "pull_request", labelled("VRAM-budget: measure", "maintainer").payload, LABEL, undefined],
  ["a push after the label", "pull_request", { ...good, action: "synchronize" }, LABEL, undefined],
  ["the label being taken away", "pull_request", { ...good, action: "unlabeled" }, LABEL, undefined],
  ["a pull request opened with the label", "pull_request", { ...pullRequest(2), action: "opened" }, LABEL, undefined],
  ["pull_request_target", "pull_request_target", good, LABEL, undefined],
  ["an issue's label", "issues", good, LABEL, undefined],
  ["no label being wanted", "pull_request", labelled("", "maintainer").payload, "", undefined],
  ["an app that labels", "pull_request", labelled(LABEL, "triage[bot]").payload, LABEL, undefined],
  ["a sender that leads elsewhere", "pull_request", labelled(LABEL, "../x").payload, LABEL, undefined],
  ["no payload", "pull_request", undefined, LABEL, undefined],
];

for (const [what, event, payload, label, by] of rows) {
  test(`approvalIn() sees ${by === undefined ? "none" : "one"} in ${what}`, () => {
    assert.deepEqual(approvalIn(event, payload, label), by === undefined ? undefined : { by });
  });
}

const permissions: [permission: string | undefined, may: boolean][] = [
  ["admin", true],
  ["write", true],
  ["read", false],
  ["none", false],
  [undefined, false],
];

for (const [permission, may] of permissions) {
  test(`mayApprove() ${may ? "lets" : "does not let"} somebody with the permission ${permission}`, async (t) => {
    const server = await githubOfJobs(t);
    if (permission !== undefined) server.permissions["somebody"] = permission;
    const options = { token: "ghs_workflow", apiUrl: server.url, sleep: async () => {}, timeoutMs: 60_000 };
    const repository = { owner: "octo-org", repo: "octo-repo" };
    assert.equal(await mayApprove(repository, { by: "somebody" }, options), may);
    server.faults.push({
      on: /permission/,
      answer: { status: 403, body: { message: "no", documentation_url: "", status: "403" } },
      times: 1,
    });
    assert.equal(await mayApprove(repository, { by: "somebody" }, options), false);
    assert.equal(await mayApprove(repository, { by: "somebody" }, { ...options, token: "" }), false);
  });
}
