import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { KERNELS } from "../../../src/predict/kernels/table.ts";
import { python, skip } from "../torch.ts";

test("KERNELS has a formula for each operator that the tracer writes down, and no other", { skip }, () => {
  const program =
    "import json; from vram_probe.tracing.kernels import PRODUCTS, SCRATCH; print(json.dumps(sorted(PRODUCTS | SCRATCH)))";
  const cwd = join(import.meta.dirname, "../../../src/probe");
  const { stdout, stderr } = spawnSync(python ?? "", ["-c", program], { cwd, encoding: "utf8" });
  assert.deepEqual(Object.keys(KERNELS).toSorted(), stdout === "" ? stderr : JSON.parse(stdout));
});

test("SCRATCH and GEMMS are operators of this torch", { skip }, () => {
  const program = `
import torch
from vram_probe.tracing.kernels import GEMMS, SCRATCH
print([name for name in sorted(GEMMS | SCRATCH) if not hasattr(torch.ops.aten, name.removeprefix("aten::"))])`;
  const cwd = join(import.meta.dirname, "../../../src/probe");
  const { stdout } = spawnSync(python ?? "", ["-c", program], { cwd, encoding: "utf8" });
  assert.equal(stdout.trim(), "[]");
});
