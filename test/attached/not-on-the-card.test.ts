import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { delimiter, join } from "node:path";
import { test, type TestContext } from "node:test";
import { python, skip } from "../predict/torch.ts";
import { newFolder, TRAINING } from "./measuring.ts";

const CLI = join(import.meta.dirname, "../../src/cli.ts");

/** Of one T4, to the two questions that are asked. */
const NVIDIA_SMI = `#!/bin/sh
case "$1" in
  *=name,*) echo "Tesla T4, 15360, 7.5, 570.86.15" ;;
  *=uuid,*) echo "GPU-5f5, 570.86.15, 412" ;;
  *) exit 1 ;;
esac
`;

/** The result of a program that trains on the CPU, on a machine with a card. */
function checked(t: TestContext, environment: Readonly<Record<string, string>>) {
  const folder = newFolder(t, {
    "bin/nvidia-smi": NVIDIA_SMI,
    "train.py": `${TRAINING}\nfor _ in range(100):\n    step()\n`,
    "vram-budget.yml": "version: 1\ndevice: t4\ntrainings:\n  it:\n    run: python train.py\n    batch_size: 4\n",
  });
  chmodSync(join(folder, "bin/nvidia-smi"), 0o755);
  const path = [join(folder, "bin"), process.env["PATH"]].join(delimiter);
  const env = { ...process.env, VRAM_BUDGET_PYTHON: python, PATH: path, ...environment };
  const { stdout, stderr } = spawnSync(process.execPath, [CLI, "check", "--format", "json"], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  const report = JSON.parse(stdout === "" ? assert.fail(stderr) : stdout);
  return report.trainings[0];
}

test("a machine whose card is passed over decides nothing, and says why", { skip, timeout: 120_000 }, (t) => {
  const { verdict, findings, measurement } = checked(t, {});
  assert.equal(measurement.device.kind, "cpu");
  const found = findings.find(({ kind }: { kind: string }) => kind === "not-on-the-card");
  const why = { kind: "no-cuda-build", torch: measurement.device.torch };
  assert.deepEqual(found, { kind: "not-on-the-card", card: "Tesla T4", why });
  assert.equal(verdict, "unknown");
});

test("a card that the job hides is not missed", { skip, timeout: 120_000 }, (t) => {
  const { findings, measurement } = checked(t, { CUDA_VISIBLE_DEVICES: "" });
  assert.equal(measurement.device.kind, "cpu");
  assert.ok(!findings.some(({ kind }: { kind: string }) => kind === "not-on-the-card"));
});
