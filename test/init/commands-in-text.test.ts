import assert from "node:assert/strict";
import { test } from "node:test";
import { configNamed, isOtherUse, writtenCommands } from "../../src/init/commands-in-text.ts";

const SCRIPTS = ["train.py", "tools/train.py", "src/pkg/train.py", "pkg/__main__.py"];

function found(path: string, text: string) {
  return writtenCommands({
    paths: [path, ...SCRIPTS],
    text: (asked) => (asked === path ? text : undefined),
  });
}

const lines: readonly (readonly [path: string, line: string, run: string, script: string, folder?: string])[] = [
  ["Makefile", "\tpython train.py --lr 0.1", "python train.py --lr 0.1", "train.py"],
  ["Makefile", "\t@$(PYTHON) train.py", "python train.py", "train.py"],
  ["Makefile", "\tcd tools && python train.py", "python train.py", "tools/train.py", "tools"],
  ["README.md", "$ python train.py  # for an hour", "python train.py", "train.py"],
  ["README.md", "Run `python -m pkg` first.", "python -m pkg", "pkg/__main__.py"],
  ["README.md", "    python3 -u -m pkg.train --x 1", "python3 -u -m pkg.train --x 1", "src/pkg/train.py"],
  ["tools/README.md", "python train.py", "python train.py", "tools/train.py", "tools"],
  ["tools/README.md", "python tools/train.py", "python tools/train.py", "tools/train.py"],
  [
    "run.sh",
    "CUDA_VISIBLE_DEVICES=0,1 torchrun --nproc-per-node 2 train.py | tee log",
    "torchrun --nproc-per-node 2 train.py",
    "train.py",
  ],
  ["run.sh", "PYTHONPATH=src python train.py", "PYTHONPATH=src:$PYTHONPATH python train.py", "train.py"],
  ["run.sh", "OMP_NUM_THREADS=1 python train.py > log 2>&1 &", "OMP_NUM_THREADS=1 python train.py", "train.py"],
  [
    "run.sh",
    "uv run accelerate launch --num_processes 2 train.py",
    "accelerate launch --num_processes 2 train.py",
    "train.py",
  ],
  ["job.sbatch", "srun --gres=gpu:1 python train.py && echo done", "python train.py", "train.py"],
  [
    ".github/workflows/x.yml",
    "      - run: python -m torch.distributed.run --nproc-per-node 2 train.py",
    "python -m torch.distributed.run --nproc-per-node 2 train.py",
    "train.py",
  ],
];

for (const [path, line, run, script, folder = ""] of lines) {
  test(`writtenCommands() reads ${line.trim()} in ${path}`, () => {
    const [command, ...others] = found(path, `\n${line}\n`);
    assert.deepEqual(others, []);
    assert.deepEqual(command, { run, script, folder, at: { path, line: 2 }, complete: true });
  });
}

const none: readonly (readonly [path: string, line: string])[] = [
  ["README.md", "python other.py"],
  ["README.md", "pip install train.py"],
  ["README.md", "my-python train.py"],
  ["README.md", "cd ../elsewhere && python train.py"],
  ["notes.txt", "python train.py"],
];

for (const [path, line] of none) {
  test(`writtenCommands() passes over ${line} in ${path}`, () => assert.deepEqual(found(path, line), []));
}

const incomplete = [
  "python train.py --data $DATA",
  "python train.py --data <folder>",
  "python train.py --data path/to/data",
  "python train.py --data /path/to/data",
  "python train.py --data your-folder",
  "python train.py --data [DATA]",
  "python train.py --world-size=WORLD_SIZE",
  "python train.py ...",
  "python train.py data/*.bin",
  'python train.py --name "a b',
];

for (const line of incomplete) {
  test(`writtenCommands() does not know each word of ${line}`, () => {
    assert.deepEqual(
      found("README.md", line).map(({ complete }) => complete),
      [false],
    );
  });
}

test("writtenCommands() joins lines that end in a backslash, and names the first", () => {
  const [command] = found("run.sh", "set -e\npython train.py \\\n    --lr 1 \\\n    --epochs 2\n");
  assert.deepEqual([command?.run, command?.at.line], ["python train.py --lr 1 --epochs 2", 2]);
});

const uses: readonly (readonly [run: string, other: boolean, config?: string])[] = [
  ["python train.py --config configs/a.yaml", false, "configs/a.yaml"],
  ["python train.py --config=a.json --lr 1", false, "a.json"],
  ["accelerate launch --config_file zero3.yaml train.py a.yaml", false, "a.yaml"],
  ["accelerate launch --config_file zero3.yaml train.py", false],
  ["python train.py experiment=name.yaml", false],
  ["python train.py --eval-only --config a.yaml", true, "a.yaml"],
  ["python train.py eval --model x", true],
  ["python train.py --resume last.pt", true],
  ["python train.py --evaluation_strategy no --eval_steps 5", false],
  ["python train.py --test-fraction 0.1", false],
  ["python train.py --test=1", true],
  ["python train.py -h", true],
];

for (const [run, other, config] of uses) {
  const command = { run, folder: "", script: "train.py", at: { path: "a", line: 1 }, complete: true };
  test(`isOtherUse() and configNamed() read ${run}`, () => {
    assert.deepEqual([isOtherUse(command), configNamed(command)], [other, config]);
  });
}
