import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { NO_COMMIT, type WorkflowFill, workflowText } from "../../src/init/workflow-text.ts";

const example = (name: string) => readFileSync(join(import.meta.dirname, "../../examples/workflows", name), "utf8");

const AS_IT_IS: WorkflowFill = {
  configs: ["vram-budget.yml"],
  labels: ["self-hosted", "gpu"],
  action: { version: "1.2.3", commit: undefined },
  install: undefined,
};

for (const name of ["gpu-memory.yml", "gpu-memory-on-a-gpu.yml"]) {
  test(`workflowText() leaves ${name} as it is where nothing of it is the repository's own`, () => {
    assert.equal(workflowText(example(name), AS_IT_IS), example(name));
  });
}

/** The steps of the only job, after the checkout. */
function stepsOf(text: string) {
  const [, ...steps] = parse(text).jobs["vram-budget"].steps;
  return steps;
}

test("workflowText() names the commit of this release, also where one was named before", () => {
  const commit = "0123456789abcdef0123456789abcdef01234567";
  const fill = { ...AS_IT_IS, action: { version: "1.2.3", commit } };
  for (const pinned of [NO_COMMIT, "f".repeat(40)]) {
    const text = workflowText(example("gpu-memory.yml").replace(NO_COMMIT, pinned), fill);
    assert.match(text, new RegExp(`vram-budget/vram-budget@${commit} # v1\\.2\\.3$`, "m"));
  }
  assert.match(workflowText(example("gpu-memory.yml").replace(NO_COMMIT, "f".repeat(40)), AS_IT_IS), /@f{40} # /);
});

test("workflowText() installs before the action on a hosted runner, and not on yours", () => {
  const install = {
    dependencies: [{ kind: "requirements", path: "requirements.txt" }],
    pythonVersionFile: true,
  } as const;
  const [python, pip, action, ...others] = stepsOf(workflowText(example("gpu-memory.yml"), { ...AS_IT_IS, install }));
  assert.deepEqual(python.with, { "python-version-file": ".python-version" });
  assert.equal(pip.run, "pip install --extra-index-url https://download.pytorch.org/whl/cpu -r requirements.txt");
  assert.match(action.uses, /^vram-budget\//);
  assert.deepEqual(others, []);
  const onGpu = example("gpu-memory-on-a-gpu.yml");
  assert.equal(workflowText(onGpu, { ...AS_IT_IS, install }), onGpu);
});

const NAMES = ["a b", "it's", "a: b", "a # b", '"', "$HOME", "$(id)", "`id`", "- a", "{a}", "ä"];

for (const name of NAMES) {
  test(`workflowText() keeps the folder ${name} one word for YAML and for the shell`, () => {
    const fill: WorkflowFill = {
      ...AS_IT_IS,
      configs: [`${name}/vram-budget.yml`],
      install: {
        dependencies: [
          { kind: "project", folder: name },
          { kind: "requirements", path: `${name}/requirements.txt` },
        ],
        pythonVersionFile: false,
      },
    };
    const [, pip, action] = stepsOf(workflowText(example("gpu-memory.yml"), fill));
    assert.equal(action.with.config, `${name}/vram-budget.yml`);
    const word = (text: string) => (/^[\w./-]+$/.test(text) ? text : `'${text.replace("'", `'\\''`)}'`);
    assert.ok(pip.run.endsWith(` -e ${word(`./${name}`)} -r ${word(`${name}/requirements.txt`)}`), pip.run);
  });
}
