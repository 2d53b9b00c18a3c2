import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { PROGRAMS, python, runAlone, runMeasured, skipWithout } from "./program.ts";

const skip = skipWithout("torch");

test("a console script carries the probe", { skip }, async (t) => {
  // as pip writes it
  const script = `#!${python}\nimport sys\nfrom plain import main\nif __name__ == "__main__":\n    sys.exit(main())\n`;
  const run = await runMeasured(t, "chmod +x train; ./train --epochs 4", [], { train: script });
  assert.equal(run.measurement.kind, "measured");
  assert.deepEqual([run.made, run.left], [["train"], []]);
});

for (const flag of ["-I", "-E"]) {
  test(`python ${flag} lets no probe in, and the failure says so`, { skip }, async (t) => {
    const run = await runMeasured(t, `python ${flag} ${PROGRAMS}/plain.py --epochs 1`);
    assert.ok(run.measurement.kind === "not-measured");
    assert.equal(run.measurement.reason, "not-attached");
    assert.deepEqual(run.made, ["model.pt"]);
  });
}

test("the user's own sitecustomize runs, with and without the probe", { skip }, async (t) => {
  const command = `PYTHONPATH="\${PYTHONPATH%%:*}:own" python ${PROGRAMS}/plain.py`;
  const files = { "own/sitecustomize.py": 'print("customized")\n' };
  const run = await runMeasured(t, command, [], files);
  assert.equal(run.measurement.kind, "measured");
  const alone = runAlone(t, command, files);
  assert.equal(run.stdout[0], "customized");
  assert.deepEqual(run.stdout, alone.stdout.slice(0, run.stdout.length));
});

test("a program that is over before the steps are is measured as far as it went", { skip }, async (t) => {
  // one epoch is six steps
  const run = await runMeasured(t, `python ${PROGRAMS}/plain.py --epochs 1`);
  assert.ok(run.measurement.kind === "measured");
  const { warmup, steps, stopped } = run.measurement.document;
  assert.deepEqual([warmup, steps, stopped], [2, 4, "ended"]);
  assert.deepEqual(run.made, ["model.pt"]); // it has done all that it wanted
});

test("a program that is over within the warm-up is not measured", { skip }, async (t) => {
  const run = await runMeasured(t, `python ${PROGRAMS}/plain.py --epochs 1`, ["warmup: 6"]);
  assert.ok(run.measurement.kind === "not-measured");
  assert.equal(run.measurement.reason, "no-step");
  assert.match(run.measurement.detail, /after 6 optimizer step\(s\), all of them warm-up/);
});

test("without a warm-up the first step is measured, from the first forward on", { skip }, async (t) => {
  const run = await runMeasured(t, `python ${PROGRAMS}/plain.py`, ["warmup: 0", "steps: 3"]);
  assert.ok(run.measurement.kind === "measured");
  const { warmup, steps, stopped, step_peaks, nominal_bytes } = run.measurement.document;
  assert.deepEqual([warmup, steps, stopped], [0, 3, "steps"]);
  assert.deepEqual(
    step_peaks.map(({ step }) => step),
    [1, 2, 3],
  );
  assert.equal(nominal_bytes.optimizer, 2 * nominal_bytes.parameters);
  // Adam's state comes with the first step and stays
  const [first, second, third] = step_peaks.map((step) => step.end_allocated_bytes);
  assert.equal(first, second);
  assert.equal(second, third);
});

test("a compiled model is measured", { skip: skip || noCompiler() }, async (t) => {
  const run = await runMeasured(t, `python ${PROGRAMS}/compiled.py`, ["steps: 2"]);
  assert.ok(run.measurement.kind === "measured", JSON.stringify(run.measurement));
  const { nominal_bytes, parameters } = run.measurement.document;
  // 16 × 32 + 32 + 32 × 4 + 4
  assert.equal(parameters, 676);
  assert.equal(nominal_bytes.parameters, 4 * 676);
  assert.equal(nominal_bytes.gradients, 4 * 676);
  assert.equal(nominal_bytes.optimizer, 4 * 676);
  assert.deepEqual([run.made, run.left], [[], []]);
});

test("a step that is compiled as a whole is measured eagerly, and is no error", { skip }, async (t) => {
  const program = `
import torch
model = torch.nn.Linear(16, 4)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
@torch.compile(fullgraph=True, backend="eager")
def loss_of(x):
    return model(x).square().mean()
for _ in range(9):
    optimizer.zero_grad()
    loss_of(torch.randn(8, 16)).backward()
    optimizer.step()
`;
  const run = await runMeasured(t, "python train.py", ["steps: 2"], { "train.py": program });
  assert.ok(run.measurement.kind === "measured", JSON.stringify(run.measurement));
  const { phases, nominal_bytes } = run.measurement.document;
  assert.deepEqual(Object.keys(phases).toSorted(), ["backward", "forward", "optimizer", "setup"]);
  // 16 × 4 + 4 parameters; 8 × 16 of float32
  assert.deepEqual([nominal_bytes.gradients, nominal_bytes.batch], [4 * 68, 4 * 128]);
});

/** torch.compile writes C++ for the CPU. */
function noCompiler(): string | false {
  const { status } = spawnSync("/bin/sh", ["-c", "command -v g++ || command -v c++"]);
  return status !== 0 && "no C++ compiler is installed";
}
