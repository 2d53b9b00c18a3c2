import assert from "node:assert/strict";
import { test } from "node:test";
import { writeToBranch } from "../../src/github/data-branch.ts";
import { DATA_BRANCH, dataBranchApi } from "../../src/github/git-data.ts";
import { directApi, FakeGit } from "./fake-git.ts";
import { gitOperations } from "./git-server.ts";
import { type FakeGitHub, type Fault, type Options, refused, startGitHub, WORKFLOW } from "./server.ts";

type World = {
  readonly git: FakeGit;
  readonly server: FakeGitHub;
  readonly write: (path: string, text: string) => Written;
};
type Written = ReturnType<typeof writeToBranch>;

/** The real client against the server. */
async function withGit(use: (world: World) => Promise<void>, options?: Options): Promise<void> {
  const git = new FakeGit();
  const server = await startGitHub({ ...options, operations: gitOperations(git) });
  const client = { token: "ghs_workflow", apiUrl: server.url, sleep: async () => {}, timeoutMs: 60_000 };
  const api = await dataBranchApi({ owner: "octo-org", repo: "octo-repo" }, client);
  const write = (path: string, text: string) => writeToBranch(api, updateWith(api.text, path, text), async () => {});
  try {
    await use({ git, server, write });
  } finally {
    await server.close();
  }
}

/** Adds a line to a file, unless it has that line. */
function updateWith(
  text: Awaited<ReturnType<typeof dataBranchApi>>["text"],
  path: string,
  line: string,
): Parameters<typeof writeToBranch>[1] {
  return {
    message: `Write ${line}`,
    async filesFor(tip) {
      const file = tip?.files.get(path);
      const before = file === undefined ? "" : await text(file);
      return before.includes(line) ? new Map() : new Map([[path, `${before}${line}\n`]]);
    },
  };
}

const tipOf = (git: FakeGit) => git.branches.get(DATA_BRANCH);
const lines = ({ requests }: FakeGitHub) => requests.map(({ line }) => line.replace("/repos/octo-org/octo-repo", ""));

test("writeToBranch() begins the branch without a parent, and goes on with what is in it", () =>
  withGit(async ({ git, server, write }) => {
    assert.equal(await write("a.txt", "è 1"), "written");
    assert.equal(await write("a.txt", "è 2"), "written");
    assert.equal(await write("b.txt", "b"), "written");
    assert.equal(await write("a.txt", "è 2"), "unchanged");
    assert.deepEqual(
      [...git.filesAt(tipOf(git))],
      [
        ["a.txt", "è 1\nè 2\n"],
        ["b.txt", "b\n"],
      ],
    );
    assert.deepEqual(
      git.historyOf(tipOf(git)).map((sha) => git.commits.get(sha)?.message),
      ["Write b", "Write è 2", "Write è 1"],
    );
    assert.deepEqual(lines(server).slice(0, 4), [
      "GET /git/ref/heads%2Fvram-budget-data",
      "POST /git/trees",
      "POST /git/commits",
      "POST /git/refs",
    ]);
  }));

const beforeOurs: [what: string, request: RegExp, hasBranch: boolean][] = [
  ["begins the branch", /^POST .*\/git\/refs$/, false],
  ["goes on with the branch", /^PATCH .*\/git\/refs\//, true],
];

for (const [what, request, hasBranch] of beforeOurs) {
  test(`writeToBranch() keeps what another writes that ${what} first`, () => {
    const state: { git?: FakeGit } = {};
    const before = async ({ line }: { line: string }) => {
      const { git } = state;
      if (git === undefined || !request.test(line)) return;
      delete state.git;
      const api = directApi(git, DATA_BRANCH);
      await writeToBranch(api, updateWith(api.text, "a.txt", "another's"), async () => {});
    };
    return withGit(
      async ({ git, write }) => {
        if (hasBranch) await write("a.txt", "first");
        state.git = git;
        assert.equal(await write("a.txt", "ours"), "written");
        const text = git.filesAt(tipOf(git)).get("a.txt");
        assert.equal(text, hasBranch ? "first\nanother's\nours\n" : "another's\nours\n");
      },
      { before },
    );
  });
}

test("writeToBranch() writes once where its last request is done and the answer is lost", () => {
  const state: { git?: FakeGit } = {};
  const before = async ({ line, body }: { line: string; body: unknown }) => {
    const { git } = state;
    if (git === undefined || !line.startsWith("PATCH")) return;
    delete state.git;
    git.fastForward(DATA_BRANCH, (body as { sha: string }).sha);
    const api = directApi(git, DATA_BRANCH);
    await writeToBranch(api, updateWith(api.text, "a.txt", "another's"), async () => {});
  };
  return withGit(
    async ({ git, server, write }) => {
      await write("a.txt", "first");
      state.git = git;
      server.faults.push({ on: /^PATCH/, answer: refused(502, "Bad Gateway"), times: 1 });
      assert.equal(await write("a.txt", "ours"), "unchanged");
      assert.equal(git.filesAt(tipOf(git)).get("a.txt"), "first\nours\nanother's\n");
    },
    { before },
  );
});

const refusals: [what: string, options: Options, fault: Fault | undefined, message: RegExp][] = [
  [
    "a token that may not write",
    { tokens: { ghs_workflow: { ...WORKFLOW, permissions: { contents: "read" } } } },
    undefined,
    /^Cannot write to the data branch: GitHub refuses it \(403, .*: the job needs `contents: write` under `permissions:`/,
  ],
  [
    "a tree that is cut short",
    {},
    {
      on: /^GET .*\/git\/trees/,
      answer: { status: 200, body: { sha: "a".repeat(40), url: "https://x.example", truncated: true, tree: [] } },
      times: 1,
    },
    /^Cannot read the data branch: it has more files than GitHub lists$/,
  ],
  [
    "a blob that vanishes between two requests",
    {},
    { on: /^GET .*\/git\/blobs/, answer: refused(404, "Not Found"), times: 1 },
    /^Cannot read the data branch: GitHub does not show it to this token \(404\)/,
  ],
];

for (const [what, options, fault, message] of refusals) {
  test(`writeToBranch() stops with ${what}`, () =>
    withGit(async ({ git, server, write }) => {
      git.begin(
        DATA_BRANCH,
        git.addCommit({ tree: git.addTree(undefined, [["a.txt", "1\n"]]), parents: [], message: "" }),
      );
      if (fault !== undefined) server.faults.push(fault);
      await assert.rejects(write("a.txt", "ours"), { name: "GitHubError", message });
      assert.equal(git.filesAt(tipOf(git)).get("a.txt"), "1\n");
    }, options));
}
