import assert from "node:assert/strict";
import { test } from "node:test";
import { UserError } from "../../src/config/user-error.ts";
import { GitHubError } from "../../src/github/errors.ts";
import { MODES } from "../../src/github/inputs.ts";
import { problemOf } from "../../src/jobs/job-problem.ts";

test("problemOf() has for each mode what the user can put right", () => {
  for (const mode of MODES) {
    assert.equal(problemOf(new UserError("Cannot use it"), mode), "Cannot use it");
    assert.equal(problemOf(new GitHubError("Cannot list it", 403), mode), "Cannot list it");
  }
});

test("problemOf() leaves a bug to crash, but where strangers' answers are worked out", () => {
  const bug = new RangeError("Cannot use -1 as a size in bytes");
  for (const mode of ["check", "plan", "measure"] as const) assert.equal(problemOf(bug, mode), undefined);
  const said = "Cannot work out what the jobs have left: Cannot use -1 as a size in bytes";
  assert.equal(problemOf(bug, "report"), said);
});
