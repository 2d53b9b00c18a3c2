import assert from "node:assert/strict";
import { test } from "node:test";
import { baseMeasurements } from "../../src/github/base-measurements.ts";
import { GitHubError } from "../../src/github/errors.ts";
import { recordsFile } from "../../src/github/history.ts";
import { formatRecords, type MemoryRecord } from "../../src/measure/record.ts";
import { bytes, GIB } from "../../src/memory/bytes.ts";
import { directApi, FakeGit } from "./fake-git.ts";
import { recordOf, shaOf } from "./records.ts";

const BRANCH = "vram-budget-data";
const on = (record: MemoryRecord, changes: Partial<NonNullable<MemoryRecord["measured"]>>): MemoryRecord =>
  record.measured === null ? record : { ...record, measured: { ...record.measured, ...changes } };

const RECORDS = [
  recordOf(4),
  recordOf(5),
  on(recordOf(5), { card: "NVIDIA L4", device_bytes: bytes(4 * GIB) }),
  on(recordOf(5, { run: { id: 5, attempt: 2 } }), {
    versions: { torch: "2.14.1", driver: "570.1" },
    device_bytes: bytes(5 * GIB),
  }),
  recordOf(6, { measured: null }),
];

function asked(text: string, sha: string) {
  const git = new FakeGit();
  const tree = git.addTree(undefined, [[recordsFile("default", "mnist-mlp"), text]]);
  git.begin(BRANCH, git.addCommit({ tree, parents: [], message: "" }));
  const requests: string[] = [];
  const warnings: string[] = [];
  const direct = directApi(git, BRANCH);
  const api = {
    ...direct,
    tip: async () => {
      requests.push("tip");
      return direct.tip();
    },
  };
  const measured = baseMeasurements(api, { key: "default", sha }, (message) => warnings.push(message));
  return { measured, requests, warnings };
}

const rows: [what: string, training: string, commit: number, device: string, gib: number | undefined][] = [
  ["the commit's record", "mnist-mlp", 4, "Tesla T4", 3],
  ["that of the last attempt", "mnist-mlp", 5, "Tesla T4", 5],
  ["that of the same card", "mnist-mlp", 5, "NVIDIA L4", 4],
  ["none of another card", "mnist-mlp", 4, "NVIDIA L4", undefined],
  ["none of a commit that was not measured", "mnist-mlp", 6, "Tesla T4", undefined],
  ["none of a commit without a record", "mnist-mlp", 7, "Tesla T4", undefined],
  ["none of a training without records", "other", 4, "Tesla T4", undefined],
];

for (const [what, training, commit, device, gib] of rows) {
  test(`baseMeasurements() finds ${what}`, async () => {
    const { measured } = asked(formatRecords(RECORDS), shaOf(commit));
    const found = await measured(training, device);
    assert.equal(found?.device_bytes, gib === undefined ? undefined : gib * GIB);
    if (found !== undefined) assert.deepEqual([found.sha, found.device], [shaOf(commit), device]);
  });
}

test("baseMeasurements() looks at the branch once, and not before it is asked", async () => {
  const { measured, requests } = asked(formatRecords(RECORDS), shaOf(4));
  assert.deepEqual(requests, []);
  await Promise.all([measured("mnist-mlp", "Tesla T4"), measured("other", "Tesla T4")]);
  assert.deepEqual(requests, ["tip"]);
});

test("baseMeasurements() takes what is no record for none, and says so once", async () => {
  const { measured, warnings } = asked("{}\n", shaOf(4));
  assert.equal(await measured("mnist-mlp", "Tesla T4"), undefined);
  assert.equal(await measured("mnist-mlp", "Tesla T4"), undefined);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? "", /^Cannot use records\/default\/mnist-mlp\.jsonl of the data branch: line 1/);
});

test("baseMeasurements() takes an API that says no for none", async () => {
  const warnings: string[] = [];
  const api = { tip: () => Promise.reject(new GitHubError("Cannot find the data branch", 403)), text: async () => "" };
  const measured = baseMeasurements(
    { ...directApi(new FakeGit(), BRANCH), ...api },
    { key: "default", sha: shaOf(4) },
    (message) => warnings.push(message),
  );
  assert.equal(await measured("mnist-mlp", "Tesla T4"), undefined);
  assert.deepEqual(warnings, ["Cannot find the data branch"]);
});
