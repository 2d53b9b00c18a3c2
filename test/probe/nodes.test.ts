import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { parentOfRunFolder, passedOnBySrun } from "../../src/probe/nodes.ts";

const OURS = "PATH,PYTHONPATH,PYTHONUNBUFFERED,PYTHONDONTWRITEBYTECODE,VRAM_BUDGET_ATTACH,VRAM_BUDGET_RUN";

const passedOn: [what: string, told: string | undefined, then: string | undefined][] = [
  ["nothing, for srun then passes all on", undefined, undefined],
  ["nothing where all is passed on", "ALL,DATA=/data", undefined],
  ["all where nothing would be passed on", "NONE", "ALL"],
  ["all where nothing would be passed on, by its other name", "NIL", "ALL"],
  ["what carries the probe beside what is named", "DATA,HOME", `DATA,HOME,${OURS}`],
];

for (const [what, told, then] of passedOn) {
  test(`passedOnBySrun() says ${what}`, () => {
    assert.deepEqual(passedOnBySrun({ SLURM_EXPORT_ENV: told }), then === undefined ? {} : { SLURM_EXPORT_ENV: then });
  });
}

test("parentOfRunFolder() is the workspace in an allocation of several nodes", () => {
  assert.equal(parentOfRunFolder({ SLURM_JOB_NUM_NODES: "2" }, "/work"), "/work");
  assert.equal(parentOfRunFolder({ SLURM_JOB_NUM_NODES: "1" }, "/work"), tmpdir());
  assert.equal(parentOfRunFolder({}, "/work"), tmpdir());
});
