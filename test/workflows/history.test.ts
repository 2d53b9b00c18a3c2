import assert from "node:assert/strict";
import { test } from "node:test";
import { DATA_BRANCH } from "../../src/github/git-data.ts";
import { recordsFile } from "../../src/github/history.ts";
import { parseRecords } from "../../src/measure/record.ts";
import { FakeGit } from "../github/fake-git.ts";
import { firstOf } from "../github/first-of.ts";
import { gitOperations } from "../github/git-server.ts";
import { config } from "../github/job.ts";
import { labelsOperations } from "../github/labels-server.ts";
import { merged } from "./events.ts";
import { example, newHub } from "./hub.ts";

test("gpu-memory-history.yml records what a runner measured of the commit, and only its last job writes", async (t) => {
  const git = new FakeGit();
  const hub = await newHub(t, { operations: firstOf(gitOperations(git), labelsOperations({ now: {} })) });
  const pull = hub.push({ "vram-budget.yml": config() });
  const workflow = example("gpu-memory-history.yml");
  const ran = await hub.run({ runId: 100, workflow, event: merged(pull) });
  assert.deepEqual(
    ran.jobs.map(({ id, result }) => `${id} ${result}`),
    ["plan success", "measure success", "record success"],
    ran.log,
  );
  const files = git.filesAt(git.branches.get(DATA_BRANCH));
  const parsed = parseRecords(files.get(recordsFile("default", "mnist-mlp")) ?? "");
  const [record, ...others] = parsed.kind === "records" ? parsed.records : [];
  assert.deepEqual(others, []);
  assert.deepEqual([record?.sha, record?.run, record?.measured?.kind], [pull.head, { id: 100, attempt: 1 }, "cpu"]);
  const writers = hub.server.requests.filter(({ line }) => /^(POST|PATCH) \/repos/.test(line));
  assert.equal(new Set(writers.map(({ authorization }) => authorization)).size, 1);
  assert.match(writers[0]?.authorization ?? "", /record/);
});
