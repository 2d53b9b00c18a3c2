import assert from "node:assert/strict";
import { test } from "node:test";
import type { BaseApi, Compared } from "../../src/github/base-api.ts";
import { baseOfEvent } from "../../src/github/base-of-event.ts";
import { GitHubError } from "../../src/github/errors.ts";
import { pullRequestBase } from "../../src/jobs/pull-request-base.ts";

const [TIP, PARTED, TOLD] = ["a", "b", "c"].map((digit) => digit.repeat(40));
const here = { workspace: "/nowhere", paths: ["/nowhere/gpu/vram-budget.yml"], sha: "e".repeat(40) };
const payload = (more = {}) => ({ pull_request: { base: { sha: TIP, ref: "main" }, ...more } });

function api(compared: Compared | GitHubError): BaseApi {
  return {
    compare: () => (compared instanceof GitHubError ? Promise.reject(compared) : Promise.resolve(compared)),
    text: (path, sha) => Promise.resolve({ kind: "text", text: `${path} of ${sha}` }),
  };
}

const rows: readonly (readonly [what: string, compared: Compared, event: object, sha: string | undefined])[] = [
  ["what GitHub finds", { merge_base_sha: PARTED, changed_files: [] }, payload(), PARTED],
  [
    "what Gitea's event has",
    { merge_base_sha: undefined, changed_files: undefined },
    payload({ merge_base: TOLD }),
    TOLD,
  ],
  ["nothing where nobody says", { merge_base_sha: undefined, changed_files: undefined }, payload(), undefined],
];
for (const [what, compared, event, sha] of rows) {
  test(`pullRequestBase() takes ${what}`, async () => {
    const wanted = baseOfEvent(event);
    assert.ok(wanted !== undefined);
    const { found, text } = await pullRequestBase(api(compared), wanted, here);
    if (sha === undefined) {
      const why = "the server does not say where the pull request left its branch";
      assert.deepEqual(found, { kind: "unknown", why });
      return;
    }
    const { changed_files } = compared;
    assert.deepEqual(found, { kind: "found", base: { sha, name: "main" }, changed_files });
    const read = await text("/nowhere/gpu/vram-budget.yml");
    assert.deepEqual(read, { kind: "text", text: `gpu/vram-budget.yml of ${sha}` });
    assert.equal((await text("/elsewhere/vram-budget.yml")).kind, "unknown");
  });
}

test("pullRequestBase() is not known where the API says no, and lets a bug be one", async () => {
  const wanted = baseOfEvent(payload());
  assert.ok(wanted !== undefined);
  const refused = await pullRequestBase(api(new GitHubError("no", 403)), wanted, here);
  assert.deepEqual(refused.found, { kind: "unknown", why: "no" });
  const broken: BaseApi = { ...api(new GitHubError("", 0)), compare: () => Promise.reject(new TypeError("a bug")) };
  await assert.rejects(pullRequestBase(broken, wanted, here), /a bug/);
});

test("baseOfEvent() reads commits and nothing that only looks like one", () => {
  assert.equal(baseOfEvent({ ref: "refs/heads/main" }), undefined);
  assert.equal(baseOfEvent(payload({ base: { sha: "main", ref: "main" } })), undefined);
  assert.equal(baseOfEvent(payload({ merge_base: "--output=x" })), undefined);
});
