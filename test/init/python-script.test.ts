import assert from "node:assert/strict";
import { test } from "node:test";
import { callsOf, codeOf, isAtTop } from "../../src/init/python-code.ts";
import { readPython } from "../../src/init/python-script.ts";

const TORCH = "import torch\n";
const STEP = "loss.backward()\noptimizer.step()\n";

const loops: readonly (readonly [what: string, code: string, kind: string | undefined, line?: number])[] = [
  ["a loop of its own", `${TORCH}\n${STEP}`, "own", 3],
  ["a loop without torch", STEP, undefined],
  ["a backward without a step", `${TORCH}loss.backward()\n`, undefined],
  ["a loop in a comment", `${TORCH}# loss.backward()\noptimizer.step()\n`, undefined],
  ["a loop in a docstring", `${TORCH}"""\nloss.backward()\noptimizer.step()\n"""\n`, undefined],
  ["Accelerate", `from accelerate import Accelerator\na = Accelerator()\na.backward(x)\no.step()\n`, "accelerate", 3],
  ["a Trainer", "from transformers import Trainer\nTrainer(model)\n", "trainer", 2],
  ["trl's SFTTrainer", "from trl import SFTTrainer\n\nt = SFTTrainer(\n    model)\n", "trainer", 3],
  [
    "a Trainer that is only derived from",
    "from transformers import Trainer\nclass Mine(Trainer):\n    pass\n",
    undefined,
  ],
  ["another Trainer", "from mine import Trainer\nTrainer(model)\n", undefined],
  ["Lightning", "import lightning as L\nt = L.Trainer()\nt.fit(m)\n", "lightning", 3],
  ["Lightning by Hydra", "from lightning import Trainer\nt: Trainer = make()\nt.fit(m)\n", "lightning", 3],
  ["Lightning's command line", "from lightning.pytorch.cli import LightningCLI\nLightningCLI(M)\n", "lightning-cli", 2],
  ["scikit-learn", "from sklearn.svm import SVC\nSVC().fit(x, y)\n", undefined],
];

for (const [what, code, kind, line] of loops) {
  test(`readPython() sees ${what} ${kind === undefined ? "as nothing" : "as such"}`, () => {
    const { loop } = readPython("train.py", code);
    assert.deepEqual([loop?.kind, loop?.at.line], [kind, line]);
  });
}

const running: readonly (readonly [what: string, code: string, runs: boolean])[] = [
  ["a guard", "def main(): ...\nif __name__ == '__main__':\n    main()\n", true],
  ["a loop at the top", `${TORCH}for x in data:\n    loss.backward()\n    optimizer.step()\n`, true],
  ["a call of its own function at the top", "def train(): ...\n\nfor epoch in range(3):\n    train()\n", true],
  ["a loop in a function", `${TORCH}def f():\n    loss.backward()\n    optimizer.step()\n`, false],
  [
    "a loop in a method",
    `${TORCH}class A:\n    def f(self):\n        loss.backward()\n        optimizer.step()\n`,
    false,
  ],
  ["a call within a function", "def a(): ...\ndef b():\n    a()\n", false],
  ["calls of others", "import torch\nprint(1)\n", false],
];

for (const [what, code, runs] of running) {
  test(`readPython() says of ${what} that it ${runs ? "does something" : "is imported"}`, () => {
    assert.equal(readPython("train.py", code).runs, runs);
  });
}

const batches: readonly (readonly [what: string, code: string, name: string | undefined, size?: number])[] = [
  ["argparse", 'p.add_argument("--batch-size", type=int, default=64, help="(default: 32)")', "--batch-size", 64],
  ["a short name beside it", "p.add_argument('-b', '--batch_size', default=16)", "--batch_size", 16],
  ["click", '@click.option("--per-device-train-batch-size", default=4)', "--per-device-train-batch-size", 4],
  ["several lines", 'p.add_argument(\n    "--micro_batch_size",\n    default=2,\n)', "--micro_batch_size", 2],
  ["no default", 'p.add_argument("--batch-size", type=int)', "--batch-size"],
  ["a default that is worked out", 'p.add_argument("--batch-size", default=8 * 4)', "--batch-size"],
  ["a default that is no number", 'p.add_argument("--batch-size", default=None)', "--batch-size"],
  ["0, which is none", 'p.add_argument("--batch-size", default=0)', "--batch-size"],
  ["the batch of an evaluation", 'p.add_argument("--eval-batch-size", default=8)', undefined],
  ["a help that speaks of it", 'p.add_argument("--lr", help="as --batch-size", default=8)', undefined],
  ["transformers' own", "HfArgumentParser((ModelArguments, TrainingArguments))", "--per_device_train_batch_size", 8],
  ["other dataclasses", "HfArgumentParser(MyArguments)", undefined],
];

for (const [what, code, name, size] of batches) {
  test(`readPython() reads the batch size of ${what}`, () => {
    const { batch } = readPython("train.py", code);
    assert.deepEqual([batch?.name, batch?.size], [name, size]);
  });
}

test("readPython() names the arguments without which a script does not start", () => {
  const code = [
    'p.add_argument("data")',
    'p.add_argument("--config", "-c", required=True)',
    'p.add_argument("out", nargs="?")',
    'p.add_argument("more", nargs="*")',
    'p.add_argument("--lr", type=float)',
    'p.add_argument("name", default="x")',
    '@click.argument("files")',
  ].join("\n");
  const { required } = readPython("a.py", code);
  assert.deepEqual(
    required.map(({ name, at }) => [name, at.line]),
    [
      ["data", 1],
      ["--config", 2],
      ["files", 7],
    ],
  );
});

test("codeOf() blanks comments and long strings, and keeps lines and columns", () => {
  const text = "a = '#'  # b\n'''c\nd''' + e\nf = \"\"\"g";
  assert.equal(codeOf(text), "a = '#'     \n    \n     + e\nf =     ");
});

test("callsOf() ends a call where its own parenthesis closes", () => {
  const [call, ...others] = callsOf("x.add(f(1), ')', [2]) + add_more(3)", "add");
  assert.deepEqual([call?.args, others], ["f(1), ')', [2]", []]);
});

test("isAtTop() is told by what stands outermost", () => {
  const code = "class A:\n    x = 1\n\nfor i in j:\n    y = 2\n@z\ndef f():\n    w = 3\n";
  const at = (name: string) => isAtTop(code, code.indexOf(name));
  assert.deepEqual([at("x = 1"), at("y = 2"), at("w = 3")], [false, true, false]);
});
