import assert from "node:assert/strict";
import { test } from "node:test";
import { writeToBranch } from "../../src/github/data-branch.ts";
import { historyUpdate, recordsFile, type RunsRecords } from "../../src/github/history.ts";
import { parseCalibration } from "../../src/measure/calibration.ts";
import { type MemoryRecord, parseRecords } from "../../src/measure/record.ts";
import { bytes, GIB, MIB } from "../../src/memory/bytes.ts";
import { directApi, FakeGit } from "./fake-git.ts";
import { interleave, randomFrom, type Turn } from "./interleaving.ts";
import { recordOf } from "./records.ts";

const BRANCH = "vram-budget-data";
const CONTEXT = { card: "Tesla T4", driver: "570.1", torch: "2.13.0", context_bytes: bytes(141 * MIB) };

function runOf(records: readonly MemoryRecord[], changes: Partial<RunsRecords> = {}): RunsRecords {
  const contexts = records.map(({ training }) => ({ training, observed: CONTEXT }));
  const { run, sha } = records[0] ?? recordOf(1);
  const badge = { label: "GPU memory", message: `run ${run.id}`, color: "green", isError: false };
  return { key: "default", sha, records, contexts, badge, day: "2026-11-25", ...changes };
}

async function write(git: FakeGit, run: RunsRecords, turn?: Turn) {
  const api = directApi(git, BRANCH, turn);
  return writeToBranch(api, historyUpdate(api, run), async () => {});
}

const filesOf = (git: FakeGit) => git.filesAt(git.branches.get(BRANCH));

function recordsIn(files: ReadonlyMap<string, string>, training: string): readonly MemoryRecord[] {
  const parsed = parseRecords(files.get(recordsFile("default", training)) ?? "");
  assert.ok(parsed.kind === "records", JSON.stringify(parsed));
  return parsed.records;
}

test("a run leaves records, badges, trends, the calibration and a page", async () => {
  const git = new FakeGit();
  assert.equal(await write(git, runOf([recordOf(5), recordOf(5, { training: "cifar10" })])), "written");
  const files = filesOf(git);
  assert.deepEqual(
    [...files.keys()],
    [
      "README.md",
      "badges/default.json",
      "badges/default.svg",
      "badges/default/cifar10.json",
      "badges/default/cifar10.svg",
      "badges/default/mnist-mlp.json",
      "badges/default/mnist-mlp.svg",
      "calibration.json",
      "records/default/cifar10.jsonl",
      "records/default/mnist-mlp.jsonl",
      "trends/default/cifar10.svg",
      "trends/default/mnist-mlp.svg",
    ],
  );
  assert.deepEqual(recordsIn(files, "mnist-mlp"), [recordOf(5)]);
  assert.deepEqual(JSON.parse(files.get("badges/default/mnist-mlp.json") ?? ""), {
    schemaVersion: 1,
    label: "mnist-mlp",
    message: "3.00 GiB / 12.00 GiB Tesla T4",
    color: "brightgreen",
    isError: false,
  });
  const page = files.get("README.md") ?? "";
  const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => path ?? "");
  assert.equal(links.length, 7);
  assert.deepEqual(
    links.filter((path) => !files.has(path)),
    [],
  );
});

test("a run that is recorded already writes nothing, and is counted once", async () => {
  const git = new FakeGit();
  await write(git, runOf([recordOf(5)]));
  const before = git.branches.get(BRANCH);
  assert.equal(await write(git, runOf([recordOf(5)])), "unchanged");
  assert.equal(git.branches.get(BRANCH), before);
  const calibration = parseCalibration(filesOf(git).get("calibration.json") ?? "");
  assert.equal(calibration.kind === "records" && calibration.records[0]?.measurements, 1);
});

test("a runner's name that no schema takes stays out of the calibration, and stops nobody", async () => {
  const git = new FakeGit();
  await write(git, runOf([recordOf(5)]));
  const before = filesOf(git).get("calibration.json");
  const observed = { ...CONTEXT, card: "Tesla\n" };
  assert.equal(await write(git, runOf([recordOf(6)], { contexts: [{ training: "mnist-mlp", observed }] })), "written");
  assert.equal(filesOf(git).get("calibration.json"), before);
  assert.equal(recordsIn(filesOf(git), "mnist-mlp").length, 2);
});

test("an older run that ends last changes no badge", async () => {
  const git = new FakeGit();
  const needed = { ...recordOf(6).needed, needed_bytes: bytes(6 * GIB) } as MemoryRecord["needed"];
  await write(git, runOf([recordOf(6, { needed })]));
  assert.equal(await write(git, runOf([recordOf(5)])), "written");
  const files = filesOf(git);
  assert.deepEqual(
    recordsIn(files, "mnist-mlp").map(({ run }) => run.id),
    [5, 6],
  );
  assert.match(files.get("badges/default.json") ?? "", /run 6/);
  assert.match(files.get("badges/default/mnist-mlp.json") ?? "", /6\.00 GiB/);
});

test("other keys and other files stay as they are", async () => {
  const git = new FakeGit();
  await write(git, runOf([recordOf(5)], { key: "gpu-a" }));
  const tip = git.branches.get(BRANCH) ?? "";
  const tree = git.addTree(git.commits.get(tip)?.tree, [["notes.txt", "a person's"]]);
  git.fastForward(BRANCH, git.addCommit({ tree, parents: [tip], message: "by hand" }));
  await write(git, runOf([recordOf(6)], { key: "gpu-b" }));
  const files = filesOf(git);
  assert.equal(files.get("notes.txt"), "a person's");
  assert.ok(files.has("records/gpu-a/mnist-mlp.jsonl") && files.has("records/gpu-b/mnist-mlp.jsonl"));
  assert.match(files.get("README.md") ?? "", /## `gpu-a`[^]*## `gpu-b`/);
});

const strangers: [what: string, path: string, text: string, message: RegExp][] = [
  [
    "a record that is none",
    "records/default/mnist-mlp.jsonl",
    `${JSON.stringify(recordOf(1))}\n{"schema": 1}\n`,
    /^Cannot use records\/default\/mnist-mlp\.jsonl of the data branch: line 2: /,
  ],
  ["a calibration that is none", "calibration.json", "{}", /^Cannot use calibration\.json of the data branch: /],
];

for (const [what, path, text, message] of strangers) {
  test(`${what} is said, and stays`, async () => {
    const git = new FakeGit();
    git.begin(BRANCH, git.addCommit({ tree: git.addTree(undefined, [[path, text]]), parents: [], message: "x" }));
    await assert.rejects(write(git, runOf([recordOf(5)])), { name: "UserError", message });
    assert.deepEqual([...filesOf(git)], [[path, text]]);
  });
}

/** What a set of runs is to leave, whatever the order of their requests: worked out without the code under test. */
function expectedOf(runs: readonly RunsRecords[]): Map<string, string> {
  const newest = new Map<string, MemoryRecord>();
  for (const record of runs.flatMap(({ records }) => records)) {
    const key = `${record.training} ${record.sha} ${record.measured?.card}`;
    const other = newest.get(key);
    const isLater =
      other === undefined || record.run.id * 100 + record.run.attempt > other.run.id * 100 + other.run.attempt;
    if (isLater) newest.set(key, record);
  }
  return new Map([...newest].map(([key, { run }]) => [key, `${run.id}.${run.attempt}`]));
}

function foundIn(files: ReadonlyMap<string, string>): Map<string, string> {
  const records = ["a", "b", "c"].flatMap((training) => recordsIn(files, training));
  return new Map(
    records.map(({ training, sha, measured, run }) => [
      `${training} ${sha} ${measured?.card}`,
      `${run.id}.${run.attempt}`,
    ]),
  );
}

/** Two to five runs of three trainings: of commits that meet, on two cards, run again, by jobs of one run. */
function drawRuns(seed: number): RunsRecords[] {
  const random = randomFrom(seed + 1_000_000);
  return Array.from({ length: 2 + random(4) }, () => {
    const id = 10 + random(4);
    const attempt = 1 + random(2);
    const card = ["Tesla T4", "NVIDIA L4"][random(2)] ?? "";
    const trainings = ["a", "b", "c"].filter(() => random(3) > 0);
    const measured = { ...recordOf(id).measured, card } as MemoryRecord["measured"];
    return runOf(
      trainings.map((training) => recordOf(id, { training, run: { id, attempt }, measured })),
      { badge: { label: "GPU memory", message: `run ${id}`, color: "green", isError: false } },
    );
  });
}

test("no record is lost, however several writers meet", async () => {
  const lost = { rounds: 0 };
  for (let seed = 0; seed < 200; seed++) {
    const git = new FakeGit();
    const runs = drawRuns(seed);
    const ends = await interleave(
      seed,
      runs.map((run) => (turn: Turn) => write(git, run, turn)),
    );
    assert.ok(!ends.includes("overtaken"), `seed ${seed}: ${ends.join()}`);
    const history = git.historyOf(git.branches.get(BRANCH));
    lost.rounds += git.commits.size - history.length;
    assert.deepEqual(foundIn(filesOf(git)), expectedOf(runs), `seed ${seed}`);
    for (const [index, commit] of history.entries()) {
      const [now, before] = [foundIn(git.filesAt(commit)), foundIn(git.filesAt(history[index + 1]))];
      for (const key of before.keys()) assert.ok(now.has(key), `seed ${seed}: ${key} is gone`);
    }
  }
  assert.ok(lost.rounds > 100, `writers met only ${lost.rounds} times`);
});
