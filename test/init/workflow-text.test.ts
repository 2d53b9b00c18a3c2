import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { NO_COMMIT, type WorkflowFill, workflowText } from "../../src/init/workflow-text.ts";

const examples = join(import.meta.dirname, "../../examples/workflows");
const example = (name: string) => readFileSync(join(examples, name), "utf8");

const AS_IT_IS: WorkflowFill = {
  configs: ["vram-budget.yml"],
  labels: ["self-hosted", "gpu"],
  action: { version: "1.2.3", commit: undefined },
  install: undefined,
};

for (const name of readdirSync(examples)) {
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
  for (const before of [NO_COMMIT, "f".repeat(40)]) {
    const template = example("gpu-memory.yml").replace(/(?<=vram-budget@)[0-9a-f]{40}/, before);
    const text = workflowText(template, { ...AS_IT_IS, action: { version: "1.2.3", commit } });
    assert.match(text, new RegExp(`vram-budget/vram-budget@${commit} # v1\\.2\\.3$`, "m"));
    assert.equal(workflowText(template, AS_IT_IS), template, "where this copy does not know its own");
  }
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

test("workflowText() installs where a public repository is planned, and neither where it is measured nor reported", () => {
  const install = { dependencies: [{ kind: "none" }], pythonVersionFile: false } as const;
  const fill = { ...AS_IT_IS, labels: ["a100"], configs: ["a/vram-budget.yml", "b/vram-budget.yml"], install };
  const { jobs } = parse(workflowText(example("gpu-memory-public.yml"), fill));
  const commands = (job: { steps: { run?: string }[] }) => job.steps.flatMap(({ run }) => run ?? []);
  assert.deepEqual(commands(jobs.plan), ["pip install --extra-index-url https://download.pytorch.org/whl/cpu torch"]);
  assert.deepEqual(commands(jobs.measure), []);
  assert.deepEqual(jobs.measure["runs-on"], ["a100"]);
  assert.equal(jobs.plan.steps.at(-2).with.config, "a/vram-budget.yml\nb/vram-budget.yml\n");
  const report = parse(workflowText(example("gpu-memory-public-report.yml"), fill)).jobs.report;
  assert.deepEqual([report.steps.length, report.steps[0].with.config], [1, "a/vram-budget.yml\nb/vram-budget.yml\n"]);
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
