import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { renderMeasured } from "../../bench/measured/document.ts";
import { type Fixture, FIXTURES, foldersOf, readFixtures } from "../../bench/measured/fixtures.ts";
import { missesOf, type Outcome, outcomeOf } from "../../bench/measured/outcome.ts";
import { predictedBeside, readTrainings } from "../../bench/measured/run.ts";
import { readResults } from "../../bench/accuracy/results.ts";
import { MIB } from "../../src/memory/bytes.ts";
import { recordedBlocks } from "../../src/measure/recorded-blocks.ts";
import { python, skipWithout } from "../attached/program.ts";
import { documentOf, predictedOn, t4, trainingOf } from "../report/fixtures.ts";

/** The folders of test/fixtures/gpu that the tests below hold predictions to: none yet, for no card was at hand. */
const HELD: readonly string[] = [];

const fixtures = readFixtures(FIXTURES);

test("every folder of test/fixtures/gpu is held to predictions, and stands in docs/accuracy.md", () => {
  assert.deepEqual(notCompared(FIXTURES, HELD), []);
  const { measured } = readResults();
  assert.deepEqual(
    measured.map(({ folder, name }) => `${folder}/${name}`),
    fixtures.map(({ folder, name }) => `${folder}/${name}`),
  );
  for (const [index, { folder, name, outcome }] of measured.entries()) {
    if (outcome.kind !== "compared") continue;
    const { allocated, reserved, device } = outcome.tiers;
    const shown = [allocated, reserved, device].map(({ observed_bytes }) => observed_bytes);
    const own = fixtures[index]?.measurement;
    assert.deepEqual(shown, [own?.allocated_bytes, own?.reserved_bytes, own?.device_bytes], `${folder}/${name}`);
  }
});

for (const folder of HELD) {
  const own = fixtures.filter((each) => each.folder === folder);
  test(`${folder} has every training of bench/measured/vram-budget.yml, with its recording`, () => {
    assert.deepEqual(lackOf(own), []);
  });
  for (const fixture of own) {
    test(`${folder}: ${fixture.name} is predicted`, { skip: skipWithout("torchvision", "accelerate") }, async () => {
      assert.deepEqual(missesOf(await predictedBeside(fixture, python)), []);
    });
  }
}

/** Folders of `root` that no test compares. */
function notCompared(root: string, held: readonly string[]): readonly string[] {
  return foldersOf(root).filter((folder) => !held.includes(folder));
}

/** What a folder should have and has not. */
function lackOf(own: readonly Fixture[]): readonly string[] {
  return readTrainings().flatMap(({ name }) => {
    const fixture = own.find((each) => each.name === name);
    if (fixture === undefined) return [`${name}: not there`];
    const { measurement, recording } = fixture;
    const isAsWanted = (measurement.out_of_memory !== null) === (name === "out-of-memory");
    const outOfMemory = isAsWanted ? [] : [`${name}: ended otherwise`];
    if (recording === undefined) return [...outOfMemory, `${name}: no recording`];
    const blocks = recordedBlocks(gunzipSync(readFileSync(recording)), "/vram-budget/bench/measured");
    return blocks.length > 0 ? outOfMemory : [...outOfMemory, `${name}: nothing recorded`];
  });
}

const mlp = trainingOf();
const predicted = predictedOn(mlp, t4());
const exact = documentOf(mlp);

test("notCompared() tells a folder that appears, also an empty one", (t) => {
  const root = newFolder(t);
  assert.deepEqual(notCompared(root, []), []);
  writeFixture(root, "tesla-t4-torch2.13.0", "mnist-mlp", exact);
  mkdirSync(join(root, "nvidia-l4-torch2.13.0"));
  assert.deepEqual(notCompared(root, []), ["nvidia-l4-torch2.13.0", "tesla-t4-torch2.13.0"]);
  assert.deepEqual(notCompared(root, ["tesla-t4-torch2.13.0"]), ["nvidia-l4-torch2.13.0"]);
});

test("lackOf() tells what a folder has not", (t) => {
  const root = newFolder(t);
  const folder = "tesla-t4-torch2.13.0";
  for (const name of ["resnet50", "gpt2-bf16", "out-of-memory"]) writeFixture(root, folder, name, exact);
  writeFileSync(join(root, folder, "gpt2-bf16.pickle.gz"), gzipSync(EMPTY_SNAPSHOT));
  assert.deepEqual(lackOf(readFixtures(root)), [
    "resnet50: no recording",
    "gpt2-bf16: nothing recorded",
    "fine-tune: not there",
    "out-of-memory: ended otherwise",
    "out-of-memory: no recording",
  ]);
});

test("readFixtures() reads what was written, and refuses what is no measurement", (t) => {
  const root = newFolder(t);
  writeFixture(root, "tesla-t4-torch2.13.0", "mnist-mlp", exact);
  const [fixture] = readFixtures(root);
  assert.deepEqual(fixture?.measurement, exact);
  assert.equal(fixture?.recording, undefined);
  writeFixture(root, "tesla-t4-torch2.13.0", "broken", { ...exact, allocated_bytes: -1 });
  assert.throws(() => readFixtures(root), /allocated_bytes/);
});

const more = (name: "allocated_bytes" | "reserved_bytes", bytes: number) =>
  outcomeOf(mlp, predicted, documentOf(mlp, { [name]: exact[name] + bytes }));
const ranOut = (allocated_bytes: number, usable_bytes: number): Outcome =>
  outcomeOf(
    mlp,
    predicted,
    documentOf(mlp, {
      device: { ...exact.device, usable_bytes },
      out_of_memory: {
        phase: "forward",
        step: 1,
        requested_bytes: 512,
        allocated_bytes,
        reserved_bytes: allocated_bytes,
        message: "",
      },
    }),
  );

test("missesOf() tells each way in which a prediction does not hold", () => {
  const { allocated_bytes, reserved_bytes } = exact;
  const { intervals } = predicted;
  const cases: readonly (readonly [what: string, outcome: Outcome, expected: readonly RegExp[]])[] = [
    ["what is predicted", outcomeOf(mlp, predicted, exact), []],
    ["1 % of allocated", more("allocated_bytes", Math.floor(allocated_bytes / 100)), []],
    ["2 % of allocated", more("allocated_bytes", Math.ceil(allocated_bytes / 50)), [/^allocated: .* more than 1 %$/]],
    ["7 % less reserved", more("reserved_bytes", -Math.ceil(reserved_bytes * 0.07)), [/^reserved: .* more than 6 %$/]],
    [
      "more reserved than the interval's high end",
      more("reserved_bytes", intervals.reserved.high_bytes - reserved_bytes + 1),
      [/^a limit of \d+ bytes would have ended it/],
    ],
    ["what fits and ran out of memory", ranOut(512, predicted.profile.device_bytes + 100 * MIB), [/^may fit/]],
    ["what does not fit and ran out of memory", ranOut(512, MIB), []],
    ["what needs more than predicted", ranOut(allocated_bytes + 10 * MIB, MIB), [/^needs /]],
    ["what is not predicted", { kind: "not-predicted", detail: "no torch" }, [/^not predicted: no torch$/]],
  ];
  for (const [what, outcome, expected] of cases) {
    const misses = missesOf(outcome);
    assert.equal(misses.length, expected.length, `${what}: ${misses.join("; ")}`);
    for (const [index, form] of expected.entries()) assert.match(misses[index] ?? "", form, what);
  }
});

test("predictedBeside() predicts no fixture of another command than the config's", async () => {
  const fixture: Fixture = { ...written(exact), folder: "x", name: "resnet50", recording: undefined };
  const outcome = await predictedBeside({ ...fixture, run: "python resnet50.py --batch-size 1" }, undefined);
  assert.match(
    missesOf(outcome).join(),
    /^not predicted: .* has no resnet50 that runs python resnet50.py --batch-size 1$/,
  );
});

test("renderMeasured() shows predicted, observed and unexplained of each category", () => {
  const { peak, allocated_bytes, reserved_bytes, device_bytes } = exact;
  const larger = {
    allocated_bytes: allocated_bytes + 3 * MIB,
    reserved_bytes: reserved_bytes + 3 * MIB,
    device_bytes: device_bytes + 3 * MIB,
    peak: { ...peak, unattributed_bytes: peak.unattributed_bytes + 3 * MIB },
  };
  const outcome = outcomeOf(mlp, predicted, documentOf(mlp, larger));
  const about = { folder: "tesla-t4-torch2.13.0", name: "mnist-mlp", card: "Tesla T4", torch: "2.13.0", driver: null };
  const text = renderMeasured([{ ...about, outcome }]).join("\n\n");
  const cells = text.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  const row = (name: string) => cells.find((each) => each[2] === name)?.slice(3, 6);
  assert.match(text, /### Tesla T4, torch 2\.13\.0, driver not known/);
  assert.deepEqual(row("parameters")?.[2], "±0 B");
  assert.deepEqual(row("activations + workspace + temporary")?.[2], "+3.00 MiB");
  assert.deepEqual(row("allocated")?.[2], "+3.00 MiB");
  assert.match(row("device: unexplained")?.[2] ?? "", /^\+3\.00 MiB, \+\d\.\d % of the device$/);
  assert.equal(row("device: allocator overhead"), undefined);
  assert.ok(outcome.kind === "compared");
  const named = outcome.parts.reduce((sum, { delta_bytes }) => sum + delta_bytes, outcome.unexplained_bytes);
  assert.equal(named, 3 * MIB);
  assert.equal(renderMeasured([]).length, 2);
});

const RECORD = join(import.meta.dirname, "../../bench/measured/record.py");
const PROGRAMS = join(import.meta.dirname, "../../bench/measured");

function record(
  t: TestContext,
  trainings: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
) {
  const folder = newFolder(t);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const lines = Object.entries(trainings).map(
    ([name, run]) => `  ${name}: {run: ${JSON.stringify(run)}, warmup: 1, steps: 2}\n`,
  );
  writeFileSync(join(folder, "vram-budget.yml"), `version: 1\ntrainings:\n${lines.join("")}`);
  const out = join(folder, "out");
  const start = join(import.meta.dirname, "../attached/start");
  const { status, stderr } = spawnSync(python, [RECORD, out, join(folder, "vram-budget.yml")], {
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: start, OMP_NUM_THREADS: "1" },
  });
  return { status, stderr, out };
}

test(
  "record.py measures the trainings that a card is wanted for, here at a small size on the CPU",
  { skip: skipWithout("torchvision", "transformers", "accelerate", "yaml") },
  (t) => {
    const { status, stderr, out } = record(t, {
      resnet50: `python ${PROGRAMS}/resnet50.py --batch-size 2 --image-size 32`,
      "gpt2-bf16": `python ${PROGRAMS}/gpt2.py --batch-size 2 --width 64 --layers 1 --tokens 8`,
      "fine-tune": `python ${PROGRAMS}/fine_tune.py --batch-size 2 --layers 1 --tokens 8`,
    });
    assert.equal(status, 0, stderr);
    const found = readFixtures(out);
    assert.deepEqual(
      found.map(({ name }) => name),
      ["fine-tune", "gpt2-bf16", "resnet50"],
    );
    for (const { name, folder, measurement, packages } of found) {
      assert.match(folder, /^[a-z0-9-]+-torch\d+\.\d+\.\d+$/);
      assert.deepEqual([measurement.steps, measurement.warmup, measurement.out_of_memory], [2, 1, null], name);
      assert.equal(packages["torch"], measurement.device.torch);
      const recording: unknown = JSON.parse(gunzipSync(readFileSync(join(out, folder, `${name}.json.gz`))).toString());
      assert.ok(typeof recording === "object" && recording !== null && "events" in recording, name);
    }
    const [, gpt, resnet] = found;
    assert.equal(resnet?.measurement.parameters, 25_557_032); // as torchvision says
    // tokens and positions, one block of two norms, attention and MLP, the last norm; width 64
    const block = 2 * 2 * 64 + (64 * 192 + 192) + (64 * 64 + 64) + (64 * 256 + 256) + (256 * 64 + 64);
    assert.equal(gpt?.measurement.parameters, 50_257 * 64 + 8 * 64 + block + 2 * 64);
  },
);

/** What the probe leaves where a card ran out of memory, written by a program in its place. */
const PLAYED = `\
import json, os, pickle, sys
run = os.environ["VRAM_BUDGET_ATTACH"]
with open(os.path.join(run, "request.json")) as file:
    request = json.load(file)
assert (request["schema"], request["steps"], request["warmup"], request["explain"]) == ("vram-budget/attach@1", 2, 1, True)
frame = {"filename": "${join(import.meta.dirname, "../../bench/measured/resnet50.py")}", "line": 7, "name": "main"}
with open(os.path.join(run, "recording-node.1-7.pickle"), "wb") as file:
    pickle.dump({"device_traces": [[{"frames": [frame]}, {"frames": [frame]}]], "segments": [], 1: 2.5}, file)
with open("measurement.json") as file:
    measurement = json.load(file)
with open(os.path.join(run, "answers-node.1-7.jsonl"), "w") as file:
    file.write(json.dumps({"failure": {}}) + "\\n" + json.dumps({"measurement": measurement}) + "\\n")
sys.exit(1)
`;

test(
  "record.py keeps what ran out of memory with the card's recording, and no path of the machine",
  { skip: skipWithout("yaml") },
  (t) => {
    const { out_of_memory } = documentOf(mlp, {
      out_of_memory: {
        phase: "forward",
        step: 1,
        requested_bytes: 512,
        allocated_bytes: 1,
        reserved_bytes: 1,
        message: "",
      },
    });
    const files = { "played.py": PLAYED, "measurement.json": JSON.stringify({ ...exact, out_of_memory }) };
    const { status, stderr, out } = record(t, { "out-of-memory": "python played.py" }, files);
    assert.equal(status, 0, stderr);
    const [fixture] = readFixtures(out);
    assert.equal(fixture?.folder, "tesla-t4-torch2.13.0");
    assert.deepEqual(fixture?.measurement.out_of_memory, out_of_memory);
    const content = gunzipSync(readFileSync(fixture?.recording ?? "")).toString("latin1");
    assert.equal(content.split("/vram-budget/bench/measured/resnet50.py").length, 2); // one frame of two stacks
    assert.ok(!content.includes(PROGRAMS));
  },
);

test("record.py says what did not measure, and fails", { skip: skipWithout("yaml") }, (t) => {
  const failing = PLAYED.replace("measurement = json.load(file)", "measurement = {'out_of_memory': None}");
  const files = { "failing.py": failing, "measurement.json": "{}" };
  const { status, stderr, out } = record(t, { broken: "python failing.py", nothing: "true" }, files);
  assert.equal(status, 1);
  assert.match(stderr, /not measured: broken, nothing/);
  assert.throws(() => readdirSync(out));
});

/** `pickle.dumps({"segments": [], "device_traces": []}, protocol=2)` */
const EMPTY_SNAPSHOT = Buffer.from("\x80\x02}(X\x08\0\0\0segments]X\x0d\0\0\0device_traces]u.", "latin1");

function written(measurement: Fixture["measurement"]): Omit<Fixture, "folder" | "name" | "recording"> {
  return {
    schema: "vram-budget/fixture@1",
    run: "python train.py",
    recorded_on: "2026-11-25",
    recorded_by: "a test",
    packages: {},
    measurement,
  };
}

function writeFixture(root: string, folder: string, name: string, measurement: object): void {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, `${name}.json`), JSON.stringify({ ...written(exact), measurement }));
}

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "vram-budget-test-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
