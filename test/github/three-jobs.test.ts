import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { measuredOnCpu, trainingOf } from "../report/fixtures.ts";
import { bodies, config, measurement, run, said, sha } from "./job.ts";
import { labelled, matrixOf, planAndMeasure, report, runEnded, upload } from "./jobs.ts";
import { githubOfJobs } from "./jobs-server.ts";
import type { Job } from "./runner.ts";

const TRACED = `\
  own:
    model: own:model
    input: [8]
    target: {classes: 10}
    loss: CrossEntropyLoss
    optimizer: {SGD: {lr: 0.1}}
    batch_size: 8
`;

/** Traces one storage of 32 MiB a sample for a card; measures what the engine predicts, and no code of the workspace. */
const PYTHON = `#!/bin/sh
echo "$*" >> asked-of-python
if [ "$1" = "-c" ]; then echo '{"version": "3.12", "ok": true, "torch": "2.13.0"}'; exit; fi
read -r request
case "$request" in
*'"device":"auto"'*'own:model'*|*'own:model'*'"device":"auto"'*)
  echo '{"failure": {"reason": "failed", "detail": "ModuleNotFoundError: No module named own"}}' >&3 ;;
*'"device":"auto"'*)
  echo '${JSON.stringify(measurement())}' >&3 ;;
*)
  while read -r line; do
    batch=$(echo "$line" | tr -cd 0-9)
    storage='"category": "activations", "operator": "aten::relu", "module": "", "phase": "forward", "step": 1'
    events="[{\\"op\\": \\"alloc\\", \\"id\\": 0, \\"bytes\\": $((batch * 33554432)), $storage}]"
    nominal='{"parameters": 0, "buffers": 0, "gradients": 0, "optimizer": 0, "batch": 0}'
    known="\\"guesses\\": [], \\"nominal_bytes\\": $nominal, \\"parameters\\": 0, \\"trainable_parameters\\": 0"
    echo "{\\"trace\\": {\\"schema\\": \\"vram-budget/trace@2\\", \\"torch\\": \\"2.13.0\\", \\"batch_size\\": $batch, \\"events\\": $events, $known}}" >&3
  done ;;
esac
`;

const text = `${config("100 MiB").replace("mnist-mlp", "tight")}${config().split("trainings:\n")[1]}${TRACED}`;
const job: Partial<Job> = {
  files: { "vram-budget.yml": text, "bin/python": PYTHON },
  inputs: { python: "./bin/python" },
};

test("three jobs say the same as one, byte for byte", async (t) => {
  const [one, three] = [await githubOfJobs(t), await githubOfJobs(t)];
  const alone = await run(t, one, job);
  three.commits[sha] = { "vram-budget.yml": text };
  await planAndMeasure(t, three, job);
  assert.deepEqual(three.comments, []); // only the last one writes
  const joined = await report(t, three);
  assert.equal(alone.code, 1, alone.stdout + alone.stderr);
  assert.equal(joined.code, 1, joined.stdout + joined.stderr);
  assert.deepEqual(bodies(three), bodies(one));
  assert.match(bodies(three)[0] ?? "", /ModuleNotFoundError/);
  assert.equal(joined.summary, alone.summary);
  assert.deepEqual(said(joined, "error"), said(alone, "error"));
  for (const name of ["verdict", "trainings"]) assert.equal(joined.outputs[name], alone.outputs[name]);
  for (const file of ["report", "markdown"])
    assert.equal(readFileSync(joined.outputs[file] ?? "", "utf8"), readFileSync(alone.outputs[file] ?? "", "utf8"));
});
