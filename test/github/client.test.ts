import assert from "node:assert/strict";
import { test } from "node:test";
import { commentsApi } from "../../src/github/client.ts";
import { GitHubError } from "../../src/github/errors.ts";
import { keepComment } from "../../src/github/sticky-comment.ts";
import { type FakeGitHub, type Fault, type Identity, type Options, WORKFLOW, refused, startGitHub } from "./server.ts";

const PERSON: Identity = { login: "octocat", kind: "user", may: "write" };
const key = { key: "default", run_id: 100, run_attempt: 1, head_sha: "a".repeat(40) };

type World = { github: FakeGitHub; waits: number[]; api: (token?: string) => ReturnType<typeof commentsApi> };

/** The real client against the server; waits are written down instead of waited. */
async function withGitHub(use: (world: World) => Promise<void>, options?: Options, timeoutMs = 60_000): Promise<void> {
  const github = await startGitHub(options);
  const waits: number[] = [];
  const pull = { owner: "octo-org", repo: "octo-repo", number: 7 };
  const sleep = async (milliseconds: number) => void waits.push(milliseconds);
  const api = (token = "ghs_workflow") => commentsApi(pull, { token, apiUrl: github.url, sleep, timeoutMs });
  try {
    await use({ github, waits, api });
  } finally {
    await github.close();
  }
}

function fail(github: FakeGitHub, on: RegExp, answer: Fault["answer"], times = 1): void {
  github.faults.push({ on, answer, times });
}

const lines = ({ requests }: FakeGitHub) => requests.map(({ line }) => line.replace("/repos/octo-org/octo-repo", ""));

test("keepComment() writes one comment, and updates it in place", () =>
  withGitHub(async ({ github, api }) => {
    assert.equal(await keepComment(await api(), key, "first"), "created");
    assert.equal(await keepComment(await api(), { ...key, run_id: 101 }, "second"), "updated");
    assert.equal(github.comments.length, 1);
    assert.match(github.comments[0]?.body ?? "", /^second\n\n<!-- vram-budget key=default run=101\.1 sha=a{40} -->$/);
    assert.deepEqual(lines(github), [
      "POST /graphql",
      "GET /issues/7/comments?per_page=100&page=1",
      "POST /issues/7/comments",
      "GET /issues/7/comments?per_page=100&page=1",
      "POST /graphql",
      "GET /issues/7/comments?per_page=100&page=1",
      "PATCH /issues/comments/1000",
      "GET /issues/7/comments?per_page=100&page=1",
    ]);
    assert.deepEqual(
      new Set(github.requests.map(({ authorization }) => authorization)),
      new Set(["token ghs_workflow"]),
    );
  }));

test("keepComment() sends nothing where the text is the same", () =>
  withGitHub(async ({ github, api }) => {
    await keepComment(await api(), key, "same");
    const before = github.requests.length;
    assert.equal(await keepComment(await api(), key, "same"), "unchanged");
    assert.deepEqual(lines(github).slice(before), ["POST /graphql", "GET /issues/7/comments?per_page=100&page=1"]);
  }));

test("keepComment() finds its comment behind 250 others", () =>
  withGitHub(async ({ github, api }) => {
    for (let i = 0; i < 250; i++) github.addComment(7, PERSON, `comment ${i}`);
    await keepComment(await api(), key, "first");
    assert.equal(await keepComment(await api(), { ...key, run_id: 101 }, "second"), "updated");
    assert.equal(github.comments.length, 251);
    assert.ok(lines(github).includes("GET /issues/7/comments?per_page=100&page=3"));
    assert.ok(!lines(github).includes("GET /issues/7/comments?per_page=100&page=4"));
  }));

test("keepComment() leaves another author's comment with our marker alone", () =>
  withGitHub(async ({ github, api }) => {
    const forged = "forged\n\n<!-- vram-budget key=default run=999.1 sha= -->";
    github.addComment(7, PERSON, forged);
    github.addComment(7, { ...PERSON, login: "github-actions" }, forged);
    assert.equal(await keepComment(await api(), key, "ours"), "created");
    assert.deepEqual(
      github.comments.map(({ body, edits }) => [body === forged, edits]),
      [
        [true, 0],
        [true, 0],
        [false, 0],
      ],
    );
  }));

test("keepComment() leaves other keys and other pull requests alone", () =>
  withGitHub(async ({ github, api }) => {
    await keepComment(await api(), { ...key, key: "one" }, "one");
    await keepComment(await api(), { ...key, key: "two" }, "two");
    github.addComment(8, WORKFLOW, "other\n\n<!-- vram-budget key=one run=1.1 sha= -->");
    await keepComment(await api(), { ...key, key: "one", run_id: 101 }, "one again");
    assert.deepEqual(
      github.comments.map(({ issue, body }) => [issue, body.split("\n")[0]]),
      [
        [7, "one again"],
        [7, "two"],
        [8, "other"],
      ],
    );
  }));

test("keepComment() does not overwrite a newer run's text", () =>
  withGitHub(async ({ github, api }) => {
    await keepComment(await api(), { ...key, run_id: 200 }, "newer");
    assert.equal(await keepComment(await api(), key, "older"), "newer");
    assert.equal(await keepComment(await api(), { ...key, run_id: 200, run_attempt: 2 }, "again"), "updated");
    assert.match(github.comments[0]?.body ?? "", /^again/);
  }));

test("keepComment() writes nothing new where none is wanted, and updates what is there", () =>
  withGitHub(async ({ github, api }) => {
    assert.equal(await keepComment(await api(), key, "fine", false), "none");
    assert.equal(github.comments.length, 0);
    await keepComment(await api(), key, "over budget", true);
    assert.equal(await keepComment(await api(), { ...key, run_id: 101 }, "fine", false), "updated");
  }));

test("keepComment() removes its own duplicates", () =>
  withGitHub(async ({ github, api }) => {
    for (const run of [90, 92, 91])
      github.addComment(7, WORKFLOW, `${run}\n\n<!-- vram-budget key=default run=${run}.1 sha= -->`);
    assert.equal(await keepComment(await api(), key, "now"), "updated");
    assert.deepEqual(
      github.comments.map(({ id, body }) => [id, body.split("\n")[0]]),
      [[1001, "now"]],
    );
  }));

test("commentsApi() finds out whose token it is", async () => {
  const rows: [what: string, options: Options, token: string, login: string][] = [
    ["a workflow's token", {}, "ghs_workflow", "github-actions[bot]"],
    [
      "an app's token",
      { tokens: { app: { login: "our-app[bot]", kind: "app", may: "write" } } },
      "app",
      "our-app[bot]",
    ],
    ["a person's token", { tokens: { pat: PERSON } }, "pat", "octocat"],
    ["a person's token, without GraphQL", { tokens: { pat: PERSON }, graphql: false }, "pat", "octocat"],
    ["a workflow's token, without GraphQL", { graphql: false }, "ghs_workflow", "github-actions[bot]"],
    ["GitHub Enterprise Server", { prefix: "/api/v3" }, "ghs_workflow", "github-actions[bot]"],
  ];
  for (const [what, options, token, login] of rows) {
    await withGitHub(async ({ api }) => assert.equal(await (await api(token)).ownLogin(), login, what), options);
  }
});

const waitFor = (seconds: string, status = 429) =>
  refused(status, "You have exceeded a secondary rate limit", { "retry-after": seconds });

test("commentsApi() tries again where that helps", async () => {
  const rows: [what: string, answer: Fault["answer"], times: number, waits: number[]][] = [
    ["a 500", refused(500, "Server Error"), 1, [1000]],
    ["three 502", refused(502, "Bad Gateway"), 3, [1000, 2000, 4000]],
    ["429 with retry-after", waitFor("7"), 1, [7000]],
    ["403 with retry-after", waitFor("20", 403), 1, [20_000]],
    ["a secondary limit without a time", refused(403, "You have exceeded a secondary rate limit"), 1, [60_000]],
    ["no answer", "hang up", 1, [1000]],
  ];
  for (const [what, answer, times, expected] of rows) {
    await withGitHub(async ({ github, waits, api }) => {
      fail(github, /^GET \/repos/, answer, times);
      assert.equal(await keepComment(await api(), key, "text"), "created", what);
      assert.deepEqual(waits, expected, what);
    });
  }
});

const WRITES = /^POST \/repos/;
const FORBIDDEN = refused(403, "Resource not accessible by integration", {
  "x-accepted-github-permissions": "issues=write; pull_requests=write",
});

test("commentsApi() says what is wrong, and what to do", async () => {
  const rows: [what: string, on: RegExp, answer: Fault["answer"], message: RegExp, tries: number][] = [
    [
      "403",
      WRITES,
      FORBIDDEN,
      /^Cannot write a comment on the pull request: GitHub refuses it \(403, Resource not accessible by integration[^)]*\): the job needs `issues: write` or `pull-requests: write` under `permissions:`\. A pull request from a fork/,
      1,
    ],
    [
      "404",
      WRITES,
      refused(404, "Not Found"),
      /does not show it to this token \(404\): the job needs `pull-requests: write`/,
      1,
    ],
    ["410", WRITES, refused(410, "Gone"), /GitHub answers 410 \(Gone/, 1],
    ["422", WRITES, refused(422, "Validation Failed"), /does not accept its text \(422, Validation Failed/, 1],
    ["500, always", WRITES, refused(500, "Server Error"), /GitHub answers 500 \(Server Error/, 4],
    ["no answer, always", WRITES, "hang up", /GitHub gave no answer/, 4],
    [
      "an answer that breaks off",
      /^GET \/repos/,
      "break off",
      /Cannot read GitHub's answer: it is not what its API describes/,
      1,
    ],
    ["a limit that asks for an hour", WRITES, waitFor("3600"), /asks for fewer requests \(429/, 1],
    ["a limit that stays", WRITES, waitFor("25"), /asks for fewer requests \(429/, 3],
    [
      "all requests used up",
      WRITES,
      refused(403, "API rate limit exceeded", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000000" }),
      /the token's requests are used up until 2027-01-15T08:00:00\.000Z \(403\)/,
      1,
    ],
  ];
  for (const [what, on, answer, message, tries] of rows) {
    await withGitHub(async ({ github, api }) => {
      fail(github, on, answer, 99);
      await assert.rejects(keepComment(await api(), key, "text"), (error) => {
        assert.ok(error instanceof GitHubError, what);
        assert.match(error.message, message, what);
        return true;
      });
      assert.equal(github.requests.filter(({ line }) => on.test(line)).length, tries, what);
    });
  }
});

test("commentsApi() waits for no server that does not answer", () =>
  withGitHub(
    async ({ github, waits, api }) => {
      fail(github, /./, "hang", 99);
      await assert.rejects(keepComment(await api(), key, "text"), /GitHub gave no answer/);
      assert.deepEqual(waits, [1000, 2000, 4000]);
    },
    {},
    50,
  ));

test("commentsApi() says that a token is not valid", () =>
  withGitHub(async ({ api }) => {
    await assert.rejects(
      keepComment(await api("wrong"), key, "text"),
      /does not accept the token \(401, Bad credentials[^)]*\): wanted a valid one/,
    );
  }));

test("commentsApi() says which permission a token that reads lacks", () =>
  withGitHub(
    async ({ github, api }) => {
      await assert.rejects(keepComment(await api(), key, "text"), /needs `issues: write` or `pull-requests: write`/);
      assert.equal(github.comments.length, 0);
    },
    { tokens: { ghs_workflow: { ...WORKFLOW, may: "read" } } },
  ));

test("commentsApi() goes nowhere but to GITHUB_API_URL", () =>
  withGitHub(async ({ github, api }) => {
    const elsewhere = await startGitHub();
    const link = { link: `<${elsewhere.url}/repos/octo-org/octo-repo/issues/7/comments?page=2>; rel="next"` };
    fail(github, /comments\?per_page=100&page=1$/, { status: 200, body: [], headers: link });
    await keepComment(await api(), key, "text");
    assert.deepEqual(elsewhere.requests, []);
    await elsewhere.close();
  }));

test("the server itself refuses a comment that is too long", () =>
  withGitHub(async ({ api }) => {
    const { create } = await api();
    await assert.rejects(
      create("x".repeat(65_537)),
      /422, Validation Failed.*Body is too long \(maximum is 65536 characters\)/,
    );
    assert.equal((await create("x".repeat(65_536))).author, "github-actions[bot]");
  }));

test("a comment that is gone is none to update or remove", () =>
  withGitHub(async ({ api }) => {
    const { update, remove } = await api();
    assert.equal(await update(5, "text"), false);
    await remove(5);
  }));
