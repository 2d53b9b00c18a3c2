import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { KERNELS } from "../../../src/predict/kernels/table.ts";
import { python, skip } from "../torch.ts";

// A convolution takes cuDNN's workspace alone: src/memory/convolution-workspaces.ts.
test(
  "KERNELS has a formula for each operator that the tracer writes down but convolution, and no other",
  { skip },
  () => {
    const program =
      "import json; from vram_probe.tracing.kernels import PRODUCTS, SCRATCH; print(json.dumps(sorted((PRODUCTS | SCRATCH) - {'aten::convolution'})))";
    const cwd = join(import.meta.dirname, "../../../src/probe");
    const { stdout, stderr } = spawnSync(python ?? "", ["-c", program], { cwd, encoding: "utf8" });
    assert.deepEqual(Object.keys(KERNELS).toSorted(), stdout === "" ? stderr : JSON.parse(stdout));
  },
);

test("is_cublaslt() is a product with a bias of one row, unscaled", { skip }, () => {
  const program = `
import torch
from vram_probe.tracing.kernels import is_cublaslt
add = torch.ops.aten.addmm.default
x, w, b = (torch.empty(shape, device="meta") for shape in ((64, 100), (100, 10), (10,)))
calls = [
    (add, (b, x, w), {}), (add, (b, x, w), {"beta": 0}), (add, (b.expand(64, 10), x, w), {}),
    (add, (b[:1], x, w[:, :1]), {}), (add, (b.new_empty(20)[::2], x, w), {}), (torch.ops.aten.mm.default, (x, w), {}),
]
print([is_cublaslt(*call) for call in calls])`;
  const cwd = join(import.meta.dirname, "../../../src/probe");
  const { stdout } = spawnSync(python ?? "", ["-c", program], { cwd, encoding: "utf8" });
  assert.equal(stdout.trim(), "[True, False, False, False, False, False]");
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
