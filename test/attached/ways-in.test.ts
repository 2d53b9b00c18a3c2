import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { PROGRAMS, python, runAlone, runMeasured, skipWithout } from "./program.ts";

const skip = skipWithout("torch");

/** As pip writes them. */
function consoleScript(workspace: string): void {
  const script = `#!${python}\nimport sys\nfrom plain import main\nif __name__ == "__main__":\n    sys.exit(main())\n`;
  writeFileSync(join(workspace, "train"), script);
  chmodSync(join(workspace, "train"), 0o755);
}

test("a console script carries the probe", { skip }, async () => {
  const run = await runMeasured("./train --epochs 4", {}, consoleScript);
  assert.ok(run.measurement.kind === "measured");
  assert.deepEqual([run.made, run.left], [["train"], []]);
});

for (const flag of ["-I", "-E"]) {
  test(`python ${flag} lets no probe in, and the failure says so`, { skip }, async () => {
    const run = await runMeasured(`python ${flag} ${PROGRAMS}/plain.py --epochs 1`);
    assert.ok(run.measurement.kind === "not-measured");
    assert.equal(run.measurement.reason, "no-step");
    assert.match(run.measurement.detail, /no Python of it let the probe in/i);
    assert.deepEqual(run.made, ["model.pt"]);
  });
}

test("the user's own sitecustomize runs, with and without the probe", { skip }, async () => {
  const command = `PYTHONPATH="$PYTHONPATH:own" python ${PROGRAMS}/plain.py`;
  // the first that Python finds is the only one that it runs: the folder of the tests has one too
  const files = (workspace: string) => {
    mkdirSync(join(workspace, "own"));
    writeFileSync(join(workspace, "own", "sitecustomize.py"), 'print("customized")\n');
  };
  const own = command.replace('"$PYTHONPATH:own"', `"\${PYTHONPATH%%:*}:own:${dirname(PROGRAMS)}/start"`);
  const run = await runMeasured(own, {}, files);
  assert.ok(run.measurement.kind === "measured");
  assert.equal(run.stdout[0], "customized");
  const alone = runAlone(`PYTHONPATH=own python ${PROGRAMS}/plain.py --epochs 1`, files);
  assert.equal(alone.stdout[0], "customized");
});

test("a program that is over before the steps are is measured as far as it went", { skip }, async () => {
  // one epoch is six steps
  const run = await runMeasured(`python ${PROGRAMS}/plain.py --epochs 1`);
  assert.ok(run.measurement.kind === "measured");
  const { warmup, steps, stopped } = run.measurement.document;
  assert.deepEqual([warmup, steps, stopped], [2, 4, "ended"]);
  assert.deepEqual(run.made, ["model.pt"]); // it has done all that it wanted
});

test("a program that is over within the warm-up is not measured", { skip }, async () => {
  const run = await runMeasured(`python ${PROGRAMS}/plain.py --epochs 1`, { warmup: 6 });
  assert.ok(run.measurement.kind === "not-measured");
  assert.equal(run.measurement.reason, "no-step");
  assert.match(run.measurement.detail, /ended after 6 optimizer step\(s\), all of them warm-up/);
});

test("without a warm-up the first step is measured, from the first forward on", { skip }, async () => {
  const run = await runMeasured(`python ${PROGRAMS}/plain.py`, { warmup: 0, steps: 3 });
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

test(
  "a compiled model is measured",
  { skip: skip || (skipWithout("torch._inductor") ?? false) },
  async () => {
    const run = await runMeasured(`python ${PROGRAMS}/compiled.py`, { steps: 2 });
    assert.ok(run.measurement.kind === "measured", JSON.stringify(run.measurement));
    const { nominal_bytes, parameters } = run.measurement.document;
    // 16 × 32 + 32 + 32 × 4 + 4
    assert.equal(parameters, 676);
    assert.deepEqual(nominal_bytes.optimizer, 4 * 676);
  },
);
