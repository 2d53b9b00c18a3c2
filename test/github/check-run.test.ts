import assert from "node:assert/strict";
import { test } from "node:test";
import { type Annotation } from "../../src/github/annotations.ts";
import { type Marked, markCommit, type Shown } from "../../src/github/check-run.ts";
import { checksApi } from "../../src/github/checks.ts";
import { checksOperations, type Marks, newMarks, type Without } from "./checks-server.ts";
import { type FakeGitHub, type Identity, type Options, refused, startGitHub, WORKFLOW } from "./server.ts";

const MARK = {
  name: "vram-budget",
  sha: "a".repeat(40),
  details_url: "https://github.com/octo-org/octo-repo/actions/runs/100",
};
const SHOWN: Shown = { verdict: "pass", title: "mnist-mlp needs 165 MiB", summary: "### all well", annotations: [] };

type World = {
  readonly marks: Marks;
  readonly server: FakeGitHub;
  readonly mark: (shown?: Partial<Shown>) => Promise<Marked>;
};

async function withChecks(without: Without, use: (world: World) => Promise<void>, options?: Options): Promise<void> {
  const marks = newMarks();
  const server = await startGitHub({ ...options, operations: checksOperations(marks, without) });
  const client = { token: "ghs_workflow", apiUrl: server.url, sleep: async () => {}, timeoutMs: 60_000 };
  const api = await checksApi({ owner: "octo-org", repo: "octo-repo" }, client);
  try {
    await use({ marks, server, mark: (shown) => markCommit(api, MARK, { ...SHOWN, ...shown }) });
  } finally {
    await server.close();
  }
}

const annotationsOf = (count: number): Annotation[] =>
  Array.from({ length: count }, (_, index) => ({
    level: (["error", "warning", "notice"] as const)[index % 3] ?? "notice",
    message: `training ${index}`,
    place: { file: "vram-budget.yml", startLine: index + 1, startColumn: 3 },
  }));

test("markCommit() writes a check run, with its annotations on their lines", () =>
  withChecks({}, async ({ marks, mark }) => {
    const nowhere: Annotation = { level: "error", message: "no line" };
    assert.deepEqual(await mark({ verdict: "fail", annotations: [...annotationsOf(3), nowhere] }), {
      kind: "check run",
    });
    const [{ id: _, ...run } = assert.fail()] = marks.checkRuns;
    const at = (line: number) => ({
      path: "vram-budget.yml",
      start_line: line,
      end_line: line,
      start_column: 3,
      end_column: 3,
    });
    assert.deepEqual(run, {
      name: "vram-budget",
      head_sha: MARK.sha,
      details_url: MARK.details_url,
      status: "completed",
      conclusion: "failure",
      title: SHOWN.title,
      summary: SHOWN.summary,
      annotations: [
        { ...at(1), annotation_level: "failure", message: "training 0" },
        { ...at(2), annotation_level: "warning", message: "training 1" },
        { ...at(3), annotation_level: "notice", message: "training 2" },
      ],
    });
  }));

for (const [count, updates] of [
  [0, 0],
  [50, 0],
  [51, 1],
  [237, 4],
] as const) {
  test(`markCommit() writes ${count} annotations with ${updates} updates`, () =>
    withChecks({}, async ({ marks, server, mark }) => {
      await mark({ annotations: annotationsOf(count) });
      assert.equal(server.requests.filter(({ line }) => line.startsWith("PATCH")).length, updates);
      assert.deepEqual(
        marks.checkRuns[0]?.annotations.map(({ message }) => message),
        annotationsOf(count).map(({ message }) => message),
      );
    }));
}

const conclusions = {
  pass: ["success", "success"],
  fail: ["failure", "failure"],
  unknown: ["failure", "error"],
} as const;

for (const verdict of ["pass", "fail", "unknown"] as const) {
  test(`markCommit() concludes ${conclusions[verdict].join(", ")} from ${verdict}`, async () => {
    await withChecks({}, async ({ marks, mark }) => {
      await mark({ verdict });
      assert.equal(marks.checkRuns[0]?.conclusion, conclusions[verdict][0]);
    });
    await withChecks({ checks: 404 }, async ({ marks, mark }) => {
      await mark({ verdict });
      assert.equal(marks.statuses[0]?.body["state"], conclusions[verdict][1]);
    });
  });
}

test("markCommit() writes a status of at most 140 characters where there are no check runs", async () => {
  const title = `${"x".repeat(138)}🧮🧮`;
  for (const checks of [403, 404, 405, 501]) {
    await withChecks({ checks }, async ({ marks, mark }) => {
      const marked = await mark({ title, annotations: annotationsOf(60) });
      assert.ok(marked.kind === "commit status", JSON.stringify(marked));
      assert.match(marked.why, /^Cannot write the check run: /);
      assert.deepEqual(marks.checkRuns, []);
      assert.deepEqual(marks.statuses, [
        {
          sha: MARK.sha,
          body: {
            state: "success",
            context: "vram-budget",
            target_url: MARK.details_url,
            description: `${"x".repeat(138)}…`,
          },
        },
      ]);
    });
  }
});

test("markCommit() says in one line that neither is to be had, and what the job needs", async () => {
  const token: Identity = { ...WORKFLOW, permissions: { contents: "read" } };
  await withChecks(
    {},
    async ({ mark }) => {
      const marked = await mark();
      assert.ok(marked.kind === "none");
      assert.match(
        marked.why,
        /^Cannot write the check run: .*`checks: write`.*; Cannot write the commit status: .*`statuses: write`/,
      );
      assert.equal(marked.why.split("\n").length, 1);
    },
    { tokens: { ghs_workflow: token } },
  );
});

test("markCommit() writes no status where GitHub does not answer", () =>
  withChecks({}, async ({ marks, server, mark }) => {
    server.faults.push({ on: /check-runs/, answer: refused(500, "Server Error"), times: 99 });
    await assert.rejects(mark(), { name: "GitHubError", message: /^Cannot write the check run: GitHub answers 500/ });
    assert.deepEqual(marks.statuses, []);
  }));
