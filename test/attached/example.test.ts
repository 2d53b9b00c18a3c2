import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { findPython } from "../../src/probe/python.ts";

const root = join(import.meta.dirname, "../..");
const found = await findPython({ asked: undefined, workspace: root, environment: process.env });
const skip = found.kind === "found" ? false : found.detail;

type Row = { readonly name: string; readonly observed_bytes: number; readonly delta_bytes: number };

test("the example's script is measured as it is, and needs what is predicted, to the byte", { skip }, () => {
  const output = mkdtempSync(join(tmpdir(), "vram-budget-"));
  try {
    const args = ["src/cli.ts", "check", "examples/mnist-mlp/command.yml", "--format", "json", "--output", output];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    const [training] = JSON.parse(stdout).trainings;
    const { comparison, measurement } = training;
    const deltas = (rows: readonly Row[]) => rows.map(({ name, delta_bytes }) => [name, delta_bytes]);
    for (const [, delta] of deltas([...comparison.categories, ...comparison.tiers])) assert.equal(delta, 0);
    // The script's `inputs` live until the next batch has taken their name. On a card that is the copy there, which the
    // prediction knows; on the CPU `.to()` copies nothing, and the loader's next batch of (64 × 784) × 4 + 64 × 8 bytes
    // is there beside the last one.
    const batch = 64 * 784 * 4 + 64 * 8;
    assert.deepEqual(deltas(comparison.phases), [
      ["setup", batch],
      ["forward", 0],
      ["backward", 0],
      ["optimizer", 0],
    ]);
    assert.deepEqual([measurement.stopped, measurement.steps, measurement.warmup], ["stable", 6, 2]);
    assert.deepEqual(measurement.batch_shapes, [{ tensors: ["float32[64, 1, 28, 28]"], steps: 6 }]);
    const gradients = measurement.blocks.find(({ category }: { category: string }) => category === "gradients");
    assert.equal(gradients.file, "examples/mnist-mlp/train.py");

    // Its first batch was looked at, and nothing of that is in the numbers above.
    const page = readFileSync(join(output, "report.html"), "utf8");
    assert.ok(page.includes("16 samples of float32[64, 1, 28, 28]"));

    const replayed = ["src/cli.ts", "replay", join(output, "mnist-train-recording.json"), "--format", "json"];
    const replay = spawnSync(process.execPath, replayed, { cwd: root, encoding: "utf8" });
    assert.equal(replay.status, 0, replay.stderr);
    assert.ok(JSON.parse(replay.stdout).requested_bytes.peak >= measurement.allocated_bytes);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
  assert.ok(!existsSync(output));
});
