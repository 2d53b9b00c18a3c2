import assert from "node:assert/strict";
import { test } from "node:test";
import { linksOf } from "../../src/github/links.ts";
import { lineLink } from "../../src/report/links.ts";

const RUNNER = {
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_REPOSITORY: "octo-org/octo-repo",
  GITHUB_RUN_ID: "42",
};

test("linksOf() names this commit's files and this run, and nothing where the runner does not say where it is", () => {
  assert.deepEqual(linksOf(RUNNER, "e4f5"), {
    files: "https://github.com/octo-org/octo-repo/blob/e4f5",
    run: "https://github.com/octo-org/octo-repo/actions/runs/42",
    head_sha: "e4f5",
  });
  assert.equal(linksOf({ ...RUNNER, GITHUB_RUN_ID: undefined }, "e4f5"), undefined);
  assert.equal(linksOf(RUNNER, ""), undefined);
});

const paths: [file: string, expected: string][] = [
  ["vram-budget.yml", "/vram-budget.yml#L7"],
  ["a b/é.yml", "/a%20b/%C3%A9.yml#L7"],
  ["../../evil/x) [y](z.yml", "/evil/x%29%20%5By%5D%28z.yml#L7"],
  ["a#L1?b", "/a%23L1%3Fb#L7"],
];

for (const [file, expected] of paths) {
  test(`lineLink() keeps ${file} within the commit`, () => {
    assert.equal(lineLink({ files: "F", run: "", head_sha: "" }, file, 7), `F${expected}`);
  });
}
