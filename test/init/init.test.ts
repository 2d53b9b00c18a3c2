import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { actionlint, languageServiceFindings, zizmor } from "../../scripts/workflow-linters.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import { formatProblem } from "../../src/config/problem.ts";
import type { CommandTraining } from "../../src/config/training.ts";
import { UserError } from "../../src/config/user-error.ts";
import { planFiles, printed, writeFiles } from "../../src/init/init.ts";
import { NO_COMMIT } from "../../src/init/workflow-text.ts";
import type { Planned } from "../../src/init/planned.ts";
import { matchesGolden } from "../golden.ts";
import { playing } from "./playing.ts";
import { type Files, REPOSITORIES } from "./repositories.ts";

function configsOf(files: readonly Planned[]): CommandTraining[] {
  return files
    .filter(({ path }) => path.endsWith("vram-budget.yml"))
    .flatMap(({ path, text }) => {
      const parsed = parseConfig(path, text);
      assert.deepEqual(parsed.kind === "problems" ? parsed.problems.map(formatProblem) : [], [], text);
      const trainings = parsed.kind === "config" ? parsed.config.trainings : [];
      return trainings.filter((training) => training.kind === "command");
    });
}

const EXPECTED: readonly (readonly [
  repository: string,
  ...trainings: [folder: string, run: string, size?: number][],
])[] = [
  ["a plain script", ["", "python train.py --batch-size {batch_size}", 64]],
  [
    "a Trainer",
    [
      "",
      "python run_clm.py --model_name_or_path gpt2 --per_device_train_batch_size {batch_size} --output_dir out --bf16",
      4,
    ],
  ],
  [
    "accelerate launch in a Makefile",
    [
      "",
      "accelerate launch --num_processes 2 train.py --config configs/sft.yaml --per_device_train_batch_size {batch_size}",
      8,
    ],
  ],
  ["torchrun in a workflow", ["", "torchrun --nproc-per-node 4 train.py --batch-size {batch_size} --lr 0.1", 32]],
  [
    "Lightning's command line",
    ["", "python main.py fit --config configs/resnet.yaml --data.batch_size {batch_size}", 128],
  ],
  [
    "two projects in one repository",
    ["projects/text", "python train.py"],
    ["projects/vision", "python train.py --batch-size {batch_size}", 256],
  ],
  ["a src layout", ["", "cd src && python -m digits.train --batch-size {batch_size}", 64]],
  [
    "configs of axolotl and LLaMA-Factory",
    ["", "llamafactory-cli train 'configs/full sft.yaml'"],
    ["", "axolotl train configs/lora.yml"],
  ],
  ["a loop in a file that the script imports", ["", "python train.py --batch_size {batch_size}", 256]],
];

for (const [name, ...trainings] of EXPECTED) {
  test(`planFiles() sees ${name}`, async () => {
    const { ports } = playing(REPOSITORIES[name] ?? {});
    const found = configsOf(await planFiles(ports));
    assert.deepEqual(
      found.map(({ folder, run, batch_size }) => [folder, run, batch_size]),
      trainings.map(([folder, run, size]) => [folder, run, size]),
    );
  });
}

for (const name of ["nothing that trains", "a notebook"]) {
  test(`planFiles() writes nothing for ${name}, and says why`, async () => {
    const { ports, said } = playing(REPOSITORIES[name] ?? {});
    await assert.rejects(planFiles(ports), UserError);
    assert.deepEqual(
      said,
      name === "a notebook"
        ? ["-  train.ipynb trains, but a notebook is no command: jupyter nbconvert --to script makes a script of it"]
        : [],
    );
  });
}

test("planFiles() takes a command that is typed, at most four questions long", async () => {
  const { ports, asked } = playing({}, ["python fit.py --bs {batch_size}", "2", "gpu, a100", "a100", "a100-80"]);
  const files = await planFiles(ports);
  assert.equal(asked.length, 5); // the fourth twice: a100 is sold with more than one size of memory
  assert.match(asked[4] ?? "", /^expected one of a100-40, a100-80, found a100\n/);
  const [config, workflow] = files;
  const [training] = configsOf(files);
  assert.deepEqual(training?.device, { kind: "catalogue", id: "a100-80" });
  assert.match(config?.text ?? "", /Not sure: the batch_size of 1/);
  assert.deepEqual(parse(workflow?.text ?? "").jobs["vram-budget"]["runs-on"], ["gpu", "a100"]);
});

const TYPED = [
  "python train.py --x 'a: b' # c",
  `python train.py --json '{"a": [1]}' & wait`,
  'python train.py --path C:\\\\data --note "%&*!|>\'"',
  "- python train.py",
  "python train.py --batch-size {batch_size}",
  "ä ≠ 💾",
];

for (const command of TYPED) {
  test(`planFiles() writes what is typed as it is: ${command}`, async () => {
    const { ports } = playing({}, [command]);
    assert.deepEqual(
      configsOf(await planFiles(ports)).map(({ run }) => run),
      [command],
    );
  });
}

test("planFiles() refuses a command that a config cannot have", async () => {
  const { ports } = playing({}, ["python a\u001b[31m.py"]);
  await assert.rejects(planFiles(ports), /Cannot use vram-budget\.yml\n.*trainings\.training\.run/);
});

test("planFiles() says and writes nothing that a terminal would obey, whatever the repository holds", async () => {
  const evil = "\u001b[2J\u202e";
  const { ports, said, asked } = playing({
    "train.py": `import torch\np.add_argument("da${evil}ta")\nloss.backward()\noptimizer.step()\n`,
    "README.md": `python train.py --name ${evil}\n`,
    [`configs/a.yaml`]: `base_model: ${evil}\nmicro_batch_size: 1\nx: "${evil}"\n`,
  });
  const files = await planFiles(ports);
  const shown = [...said, ...asked, ...files.map(({ text }) => text)].join("\n");
  assert.match(shown, /python train\.py/);
  assert.deepEqual(
    ["\u001b", "\u202e"].filter((obeyed) => shown.includes(obeyed)),
    [],
  );
});

test("planFiles() takes those of the trainings that are chosen", async () => {
  const { ports } = playing(REPOSITORIES["two projects in one repository"] ?? {}, ["7", "2"]);
  assert.deepEqual(
    (await planFiles(ports)).map(({ path }) => path),
    ["projects/vision/vram-budget.yml", ".github/workflows/gpu-memory.yml"],
  );
});

test("writeFiles() overwrites nothing, and says what is there", async () => {
  const files = { ...REPOSITORIES["a config that is there"], ".github/workflows/gpu-memory.yml": "on: push\n" };
  const { ports, said, written } = playing(files);
  await writeFiles(ports, await planFiles(ports));
  assert.deepEqual(written, {});
  assert.deepEqual(said, [
    "vram-budget.yml is there: only the workflow is to be made",
    ".github/workflows/gpu-memory.yml is there: not touched (--print shows what it would be)",
    "Then: the same command with predict in the place of init, and a pull request",
  ]);
});

for (const [name, place, doubts] of [
  ["torchrun in a workflow", "1", true],
  ["torchrun in a workflow", "2", false],
  ["accelerate launch in a Makefile", "1", true],
  ["a plain script", "1", false],
] as const) {
  test(`planFiles() ${doubts ? "doubts" : "does not doubt"} at place ${place} that ${name} is predicted`, async () => {
    const { ports } = playing(REPOSITORIES[name] ?? {}, ["", place]);
    const [config] = await planFiles(ports);
    assert.equal(/# Not sure: several processes are measured/.test(config?.text ?? ""), doubts);
  });
}

test("writeFiles() writes both workflows of a public repository, and says when they begin", async () => {
  const { ports, said, written } = playing(REPOSITORIES["a plain script"] ?? {}, ["", "3"]);
  await writeFiles(ports, await planFiles(ports));
  const [plan, report] = [".github/workflows/gpu-memory.yml", ".github/workflows/gpu-memory-report.yml"];
  assert.deepEqual(Object.keys(written), ["vram-budget.yml", plan, report]);
  assert.deepEqual(parse(written[report] ?? "").on.workflow_run.workflows, [parse(written[plan] ?? "").name]);
  assert.equal(said.at(-2), "  It runs from the default branch: the first comment comes when it is there");
});

test("planFiles() names a config that cannot be used", async () => {
  const { ports } = playing({ "vram-budget.yml": "version: 2\n" });
  await assert.rejects(planFiles(ports), /vram-budget\.yml:1:10: version/);
});

test("writeFiles() says where the release's commit is to be had, where neither this copy nor the example knows one", async () => {
  const { ports, said, written } = playing(REPOSITORIES["a plain script"] ?? {});
  const template = (name: string) => ports.template(name).replace(/(?<=vram-budget@)[0-9a-f]{40}/, NO_COMMIT);
  const unknown = { ...ports, template, action: { version: "1.2.3", commit: undefined } };
  await writeFiles(unknown, await planFiles(unknown));
  assert.match(written[".github/workflows/gpu-memory.yml"] ?? "", /vram-budget@0{40} # /);
  assert.ok(said.includes("  git ls-remote https://github.com/vram-budget/vram-budget v1.2.3 prints"));
});

test("all that is written passes GitHub's language service, actionlint and zizmor", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vram-budget-init-"));
  try {
    const names: string[] = [];
    for (const [index, files] of Object.values(REPOSITORIES).entries()) {
      for (const place of ["1", "2", "3"]) {
        const trainings = "vram-budget.yml" in files ? [] : [configWanted(files)];
        const { ports } = playing(files, [...trainings, place]);
        for (const { path, text } of await planFiles(ports)) {
          if (!path.startsWith(".github/")) continue;
          const name = join(`${index}-${place}`, path);
          mkdirSync(dirname(join(folder, name)), { recursive: true });
          writeFileSync(join(folder, name), text);
          names.push(name);
        }
      }
    }
    assert.equal(names.length, 4 * Object.keys(REPOSITORIES).length); // a public one has two
    assert.deepEqual(await languageServiceFindings(folder, names), []);
    for (const { status, output } of [actionlint(folder, names), zizmor(folder, names)])
      assert.equal(status, 0, output);
    writeFileSync(
      join(folder, "bad.yml"),
      "on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{ uses: actions/checkout@v4 }]\n",
    );
    for (const lint of [actionlint, zizmor]) assert.notEqual(lint(folder, ["bad.yml"]).status, 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** All that is found; a command where nothing is. */
function configWanted(files: Files): string {
  const finds = EXPECTED.some(([name]) => REPOSITORIES[name] === files);
  return finds ? "" : "python x.py";
}

test("printed() shows the files of a repository with two projects", async () => {
  const { ports } = playing(REPOSITORIES["two projects in one repository"] ?? {});
  matchesGolden("init/two-projects.txt", printed(await planFiles(ports)));
});
