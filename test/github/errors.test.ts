import assert from "node:assert/strict";
import { test } from "node:test";
import { permissions } from "../../src/github/errors.ts";

const rows: [header: string | undefined, expected: string][] = [
  [undefined, "`pull-requests: write` under `permissions:`"],
  ["", "`pull-requests: write` under `permissions:`"],
  ["issues=write; pull_requests=write", "`issues: write` or `pull-requests: write` under `permissions:`"],
  ["contents=read,issues=write", "`contents: read` and `issues: write` under `permissions:`"],
  ["issues=write; ::error::x", "`issues: write` under `permissions:`"],
];

for (const [header, expected] of rows) {
  test(`permissions() reads ${JSON.stringify(header)}`, () => {
    assert.equal(permissions(header), expected);
  });
}
