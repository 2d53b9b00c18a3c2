import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { findPython } from "../../src/probe/python.ts";

const root = join(import.meta.dirname, "../..");
const found = await findPython({ asked: undefined, workspace: root, environment: process.env });
const skip = found.kind === "found" ? false : found.detail;

const CONFIG = (distributed: string) => `version: 1
device: l4
trainings:
  mlp:
    model: {layers: [Flatten, {Linear: [784, 128]}, ReLU, {Linear: [128, 10]}]}
    input: [1, 28, 28]
    target: {classes: 10}
    loss: CrossEntropyLoss
    optimizer: {Adam: {lr: 0.001}}
    batch_size: 64
    steps: 2
    warmup: 1
    distributed: ${distributed}
`;

const WEIGHTS = 784 * 128 + 128 + 128 * 10 + 10;
// Adam keeps two numbers for each, and a step counter of 4 bytes for each of the 4 tensors, which is not nominal.
const rows: readonly (readonly [strategy: string, config: string, parameters: number, buckets: number])[] = [
  // Every process has every parameter, and DDP a bucket of all gradients beside them.
  ["ddp", "{strategy: ddp, processes: 2}", WEIGHTS * 4, WEIGHTS * 4],
  // Each of two has half: FSDP2 cuts along the first dimension, and 128 and 10 are even.
  ["fsdp2", "{strategy: fsdp2, processes: 2, wrap: [Linear]}", (WEIGHTS * 4) / 2, 0],
];

for (const [strategy, distributed, parameters, buckets] of rows) {
  test(`a described training of two processes is measured in both: ${strategy}`, { skip }, () => {
    const folder = mkdtempSync(join(tmpdir(), "vram-budget-"));
    try {
      writeFileSync(join(folder, "vram-budget.yml"), CONFIG(distributed));
      const args = [join(root, "src/cli.ts"), "check", "--format", "json"];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
      assert.equal(status, 0, stderr);
      const [{ measurement, prediction }] = JSON.parse(stdout).trainings;
      assert.equal(measurement.kind, "measured", measurement.detail);
      const { nominal_bytes, ranks } = measurement;
      assert.deepEqual(
        [nominal_bytes.parameters, nominal_bytes.gradients, nominal_bytes.optimizer],
        [parameters, parameters, 2 * parameters],
      );
      assert.deepEqual(
        [measurement.distributed.strategy, measurement.distributed.gradient_bucket_bytes],
        [strategy, buckets],
      );
      assert.deepEqual(
        ranks.map(({ rank }: { rank: number }) => rank),
        [0, 1],
      );
      assert.deepEqual([measurement.steps, measurement.stopped], [2, "steps"]);
      // The trace of one process under a process group that is none says the same.
      for (const category of ["parameters", "gradients", "optimizer", "batch"])
        assert.equal(prediction.nominal_bytes[category], nominal_bytes[category], category);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
