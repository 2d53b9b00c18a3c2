import assert from "node:assert/strict";
import { test } from "node:test";
import { baseRepository } from "./base-repository.ts";
import { BASE, bodies, config, github, headline, pullRequest, run, said } from "./job.ts";
import { readReport } from "./runner.ts";
import { WORKFLOW, refused } from "./server.ts";

const MERGE_BASE = "d".repeat(40);
const HEAD = "e".repeat(40);
const wide = config().replace("[784, 128]", "[784, 4096]").replace("[128, 10]", "[4096, 10]");

const report = (ran: Parameters<typeof readReport>[0]) =>
  JSON.parse(readReport(ran, "report.json")) as { base: unknown; removed: unknown; trainings: { change: unknown }[] };

const kindAndWhy = (ran: Parameters<typeof readReport>[0]) => {
  const [training] = report(ran).trainings;
  return (training?.change ?? {}) as { kind?: string; why?: string };
};

test("the action says what changed since the merge base, and on which line", async (t) => {
  const operations = baseRepository({ merge_base: MERGE_BASE, files: { "vram-budget.yml": config() } });
  const server = await github(t, { operations });
  const ran = await run(t, server, { files: { "vram-budget.yml": wide, ".git/HEAD": `${HEAD}\n` } });
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  assert.deepEqual(
    server.requests.slice(0, 2).map(({ line }) => decodeURIComponent(line)),
    [
      `GET /repos/octo-org/octo-repo/compare/${pullRequest().pull_request.base.sha}...${HEAD}?per_page=1`,
      `GET /repos/octo-org/octo-repo/contents/vram-budget.yml?ref=${MERGE_BASE}`,
    ],
  );
  const [body = ""] = bodies(server);
  assert.match(body, /^### ✅ .* \(predicted, \+\d+\.\d MiB vs main\)\n/);
  assert.match(
    body,
    /^Cause: `model\.layers\.1\.Linear, .*` \(\[line 6\]\(https:\S+\/vram-budget\.yml#L6\)\) adds \*\*\d+\.\d MiB\*\*/m,
  );
  assert.match(body, /^- base: `main` at `ddddddd`$/m);
  assert.deepEqual(report(ran).base, { sha: MERGE_BASE, name: "main" });
  const notices = said(ran, "notice"); // both layers, which are no network without one another
  assert.deepEqual(
    notices.map(({ properties: { file, line, col } }) => [file, line, col]),
    [
      ["vram-budget.yml", "6", "32"],
      ["vram-budget.yml", "6", "61"],
    ],
  );
  for (const { message } of notices)
    assert.match(message, /^mnist-mlp: model\.layers\.1\.Linear, model\.layers\.3\.Linear \[784, 128\], .* MiB$/);
  assert.deepEqual([...said(ran, "error"), ...said(ran, "warning")], []);
});

test("the action finds the config of a repository that is checked out into a folder, and takes the event's commit", async (t) => {
  const operations = baseRepository({ merge_base: MERGE_BASE, files: { "gpu/vram-budget.yml": config() } });
  const server = await github(t, { operations });
  const ran = await run(t, server, {
    files: { "code/gpu/vram-budget.yml": config(), "code/.git/HEAD": "ref: refs/heads/main\n" },
    inputs: { measure: "never", config: "code/gpu/vram-budget.yml" },
  });
  const lines = server.requests.map(({ line }) => decodeURIComponent(line));
  assert.match(lines[0] ?? "", new RegExp(`\\.\\.\\.${"c".repeat(40)}\\?`));
  assert.match(lines[1] ?? "", /contents\/gpu\/vram-budget\.yml\?/);
  assert.deepEqual(report(ran).trainings[0]?.change, {
    kind: "unchanged",
    base_bytes: 173_015_040,
    keys: [],
    measured: null,
  });
});

test("the action calls all trainings new where the base has no config", async (t) => {
  const server = await github(t, { operations: baseRepository({ merge_base: MERGE_BASE, files: {} }) });
  const ran = await run(t, server);
  assert.deepEqual(report(ran).trainings[0]?.change, { kind: "new", measured: null });
  assert.equal(ran.summary.split("\n")[0], headline.replace("(predicted)", "(predicted, new)"));
});

test("the action shows a branch's name and a value of the base as they are written", async (t) => {
  const evil = "`<img src=x> @octocat <!-- vram-budget key=default -->";
  const before = config().replace("loss: CrossEntropyLoss", `loss: {CrossEntropyLoss: {}}\n    run: 'echo ${evil}'`);
  const operations = baseRepository({ merge_base: MERGE_BASE, files: { "vram-budget.yml": before } });
  const server = await github(t, { operations });
  const { pull_request, ...rest } = pullRequest();
  const payload = { ...rest, pull_request: { ...pull_request, base: { ...pull_request.base, ref: evil } } };
  await run(t, server, { payload });
  const [body = ""] = bodies(server);
  const outside = body.replaceAll(/(`+)[^\n]*?[^`]\1(?!`)/g, ""); // what stands in no code span
  assert.ok(body.includes("img src=x"));
  assert.doesNotMatch(outside.replace(/<!-- vram-budget key=default run=.*$/, ""), /<img|@octocat|<!--/);
});

const refusals: readonly (readonly [what: string, times: RegExp, answer: Parameters<typeof refused>, why: RegExp])[] = [
  [
    "may not compare",
    /^GET .*\/compare\//,
    [403, "Resource not accessible by integration"],
    /^Cannot find the commit to compare with: GitHub refuses it \(403, .*\): the job needs `contents: read` under `permissions:`/,
  ],
  [
    "finds no such commit",
    /^GET .*\/compare\//,
    [404, "Not Found"],
    /\(404\): the job needs `contents: read` .*the commit must be there$/,
  ],
  [
    "may not read the base's config",
    /^GET .*\/contents\//,
    [403, "Forbidden"],
    /^Cannot read vram-budget\.yml of the base: GitHub refuses it \(403/,
  ],
];

for (const [what, on, answer, why] of refusals) {
  test(`the action that ${what} says so of the change, and nothing else suffers`, async (t) => {
    const server = await github(t, { operations: baseRepository({ merge_base: MERGE_BASE, files: {} }) });
    server.faults.push({ on, answer: refused(...answer), times: 1 });
    const ran = await run(t, server);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.equal(ran.summary.split("\n")[0], headline);
    const change = kindAndWhy(ran);
    assert.equal(change.kind, "unknown");
    assert.match(change.why ?? "", why);
    assert.deepEqual([...said(ran, "error"), ...said(ran, "warning")], []);
  });
}

test("the action needs no more than contents: read for it", async (t) => {
  const permissions = { contents: "read", "pull-requests": "write" } as const;
  const server = await github(t, {
    tokens: { ghs_workflow: { ...WORKFLOW, permissions } },
    operations: baseRepository({ merge_base: MERGE_BASE, files: { "vram-budget.yml": config() } }),
  });
  const ran = await run(t, server);
  assert.equal(kindAndWhy(ran).kind, "unchanged");
});

test("the action without a token, and for a push, asks nothing", async (t) => {
  const server = await github(t);
  const ran = await run(t, server, { token: "", inputs: { measure: "never", comment: "never" } });
  assert.equal(kindAndWhy(ran).why, "the input github-token is empty");
  const push = await run(t, server, { ...BASE, event: "push", payload: { ref: "refs/heads/main" } });
  assert.equal(report(push).trainings[0]?.change, null);
  assert.deepEqual(server.requests, []);
});
