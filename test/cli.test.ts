import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { BAD_CONFIGS } from "./config/bad-configs.ts";

const root = join(import.meta.dirname, "..");

/** The committed command line, as a user runs it. */
function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "dist/cli.js"), ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const nominal: readonly (readonly [
  config: string,
  optimizer: string,
  parameters: number,
  optimizerBytes: number,
  batch: number,
])[] = [
  // 784 × 128 + 128 = 100,480 and 128 × 10 + 10 = 1,290; Adam keeps two of 4 bytes each; 64 × (3,136 + 8).
  ["mnist-mlp", "{Adam: {lr: 0.001}}", 101_770, 814_160, 201_216],
  ["mnist-mlp", "{SGD: {lr: 0.1}}", 101_770, 0, 201_216],
  ["mnist-mlp", "{SGD: {lr: 0.1, momentum: 0.9}}", 101_770, 407_080, 201_216],
  // 3,072 × 128 + 128 = 393,344 and 1,290; 64 × (12,288 + 8).
  ["cifar10-mlp", "{Adam: {lr: 0.001}}", 394_634, 3_157_072, 786_944],
];

for (const [name, optimizer, parameters, optimizerBytes, batch] of nominal) {
  test(`predict ${name} with ${optimizer} says ${parameters} parameters and ${optimizerBytes} bytes of optimizer`, () => {
    const folder = mkdtempSync(join(tmpdir(), "vram-budget-"));
    const text = readFileSync(join(root, `examples/${name}/vram-budget.yml`), "utf8");
    writeFileSync(join(folder, "vram-budget.yml"), text.replace(/optimizer: .*/, `optimizer: ${optimizer}`));
    const { status, stdout } = run("predict", join(folder, "vram-budget.yml"), "--format", "json");
    rmSync(folder, { recursive: true });
    assert.equal(status, 0);
    const report = JSON.parse(stdout);
    assert.equal(report.schema, "vram-budget/report@1");
    const [training] = report.trainings;
    assert.equal(training.model.parameters, parameters);
    assert.deepEqual(
      training.model.layers
        .map((layer: { parameters: number }) => layer.parameters)
        .filter((count: number) => count > 0),
      [parameters - 1290, 1290],
    );
    const { nominal_bytes } = training.prediction;
    assert.equal(nominal_bytes.parameters, 4 * parameters);
    assert.equal(nominal_bytes.gradients, 4 * parameters);
    assert.equal(nominal_bytes.optimizer, optimizerBytes);
    assert.equal(nominal_bytes.batch, batch);
    assert.deepEqual(training.measurement, {
      kind: "not-measured",
      reason: "not-asked",
      detail: "only a prediction was asked for",
    });
  });
}

test("every bad config ends with exit code 2 and its problems", () => {
  const folder = mkdtempSync(join(tmpdir(), "vram-budget-"));
  // The table of all kinds is held against parseConfig(); a few of them, end to end.
  for (const [what, text, ...problems] of BAD_CONFIGS.filter((_, index) => index % 12 === 0)) {
    const file = join(folder, "t.yml");
    writeFileSync(file, text);
    const { status, stdout, stderr } = run("predict", file);
    assert.equal(status, 2, what);
    assert.equal(stdout, "");
    assert.equal(stderr.trim().split("\n").length, 1 + problems.length, `${what}: ${stderr}`);
  }
  rmSync(folder, { recursive: true });
});

const usage: readonly (readonly [args: string[], status: number, stderr: RegExp])[] = [
  [["predct"], 2, /Unknown command "predct": wanted check, predict, replay, init, schema or setup/],
  [["predict", "--format", "xml"], 2, /Cannot use --format "xml": wanted terminal or markdown or json/],
  [["predict", "--batch-size", "8,,16"], 2, /Cannot use --batch-size "8,,16": number 2 is "", wanted a whole number/],
  [["predict", "--alloc-conf", "x:1"], 2, /Cannot use --alloc-conf: Cannot read the allocator option "x"/],
  [
    ["predict", "--training", "mnist", "examples/mnist-mlp/vram-budget.yml"],
    2,
    /Cannot use --training "mnist": there is no such training, did you mean mnist-mlp\?/,
  ],
  [["check", "--batch-size", "8"], 2, /Unknown option '--batch-size'/],
  [["predict", "--verify"], 2, /Unknown option '--verify'/],
  [
    ["predict", "--calibration", "package.json", "examples/mnist-mlp/vram-budget.yml"],
    2,
    /Cannot use the calibration package\.json: schema: expected vram-budget\/calibration@1/,
  ],
  [["predict", "--steps", "x"], 2, /Unknown option '--steps'/],
  [["predict", "nowhere.yml"], 2, /Cannot read nowhere\.yml: there is no such file/],
  [["replay"], 2, /Cannot replay: wanted one FILE/],
  [["replay", "nowhere"], 2, /Cannot read nowhere/],
  [["check", "--timeout", "-1", "examples/mnist-mlp/vram-budget.yml"], 2, /--timeout/],
];

for (const [args, status, stderr] of usage) {
  test(`vram-budget ${args.join(" ")} ends with ${status} and says why`, () => {
    const result = run(...args);
    assert.equal(result.status, status);
    assert.match(result.stderr, stderr);
  });
}

test("predict --batch-size tells each batch, under the allocator configuration that is asked for", () => {
  const args = ["predict", "examples/mnist-mlp/vram-budget.yml", "--batch-size", "1000,64", "--format", "json"];
  const plain = JSON.parse(run(...args).stdout).trainings[0];
  assert.deepEqual(
    plain.at_batch_sizes.map((row: { batch_size: number }) => row.batch_size),
    [64, 1000],
  );
  assert.equal(plain.at_batch_sizes[0].device_bytes, plain.prediction.device_bytes);
  assert.equal(plain.at_batch_sizes[0].headroom_bytes, plain.budget.headroom_bytes);
  assert.equal(plain.prediction.alloc_conf, "");

  const conf = "roundup_power2_divisions:2";
  const rounded = JSON.parse(run(...args, "--alloc-conf", conf, "--training", "mnist-mlp").stdout).trainings[0];
  assert.equal(rounded.prediction.alloc_conf, conf);
  assert.ok(rounded.prediction.allocated_bytes > plain.prediction.allocated_bytes);
  assert.equal(rounded.at_batch_sizes[0].allocated_bytes, rounded.prediction.allocated_bytes);
});

test("over budget ends with 1", () => {
  const folder = mkdtempSync(join(tmpdir(), "vram-budget-"));
  const text = readFileSync(join(root, "examples/mnist-mlp/vram-budget.yml"), "utf8");
  writeFileSync(join(folder, "c.yml"), `${text}\nbudget: 100 MiB\n`);
  const { status, stdout } = run("predict", join(folder, "c.yml"));
  rmSync(folder, { recursive: true });
  assert.equal(status, 1);
  assert.match(stdout, /over budget/);
});

test("schema prints what docs/vram-budget.schema.json holds", () => {
  assert.deepEqual(
    JSON.parse(run("schema").stdout),
    JSON.parse(readFileSync(join(root, "docs/vram-budget.schema.json"), "utf8")),
  );
});

test("replay prints vram-budget/replay@1 as one line", () => {
  const folder = mkdtempSync(join(tmpdir(), "vram-budget-"));
  writeFileSync(join(folder, "t.jsonl"), '{"alloc": "a", "bytes": 1024, "stream": 0}\n');
  const { status, stdout } = run("replay", join(folder, "t.jsonl"), "--format", "json");
  rmSync(folder, { recursive: true });
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout).allocated_bytes, { current: 1024, peak: 1024 });
});

test("replay asks what other settings and a card would have made of a trace", () => {
  const folder = mkdtempSync(join(tmpdir(), "vram-budget-"));
  const file = join(folder, "t.jsonl");
  writeFileSync(file, '{"alloc": "a", "bytes": 31457280}\n');
  const table = run("replay", file, "--what-if");
  assert.equal(table.status, 0);
  assert.match(table.stdout, /^\| expandable_segments:True +\| +30\.00 \| +10\.00 \| +40\.00 \|$/m); // two pages of 20 MiB
  const { card, what_if } = JSON.parse(run("replay", file, "--card", "l4", "--format", "json").stdout);
  assert.equal(card.name, "NVIDIA L4");
  assert.deepEqual(what_if[0].fit, { kind: "fits", num_alloc_retries: 0, sure: true });
  const refused = run("replay", file, "--card", "l44");
  rmSync(folder, { recursive: true });
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /^Cannot use --card "l44": the catalogue does not have it, did you mean l4\?\n$/);
});
