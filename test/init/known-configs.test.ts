import assert from "node:assert/strict";
import { test } from "node:test";
import { knownConfigs } from "../../src/init/known-configs.ts";
import { findTrainings } from "../../src/init/trainings.ts";
import type { Files } from "./repositories.ts";

const repository = (files: Files) => ({ paths: Object.keys(files), text: (path: string) => files[path] });

const formats: readonly (readonly [what: string, text: string, framework: string | undefined, size?: number])[] = [
  ["axolotl", "base_model: a\nmicro_batch_size: 2\n", "axolotl"],
  [
    "LLaMA-Factory",
    "stage: sft\nfinetuning_type: lora\nper_device_train_batch_size: 1\noutput_dir: x\n",
    "llama-factory",
  ],
  ["torchtune", "model:\n  _component_: torchtune.models.a\nbatch_size: 2\n", "torchtune"],
  ["Lightning", "trainer: {}\nmodel: {}\ndata:\n  init_args:\n    batch_size: 32\n", "lightning-cli", 32],
  ["transformers", "per_device_train_batch_size: 4\noutput_dir: x\n", "trainer", 4],
  ["transformers, in JSON", '{"per_device_train_batch_size": 4, "output_dir": "x"}', "trainer", 4],
  ["timm", "model: resnet50\nopt: sgd\nsched: cosine\nbatch_size: 256\n", "timm", 256],
  ["Accelerate", "compute_environment: LOCAL_MACHINE\ndistributed_type: NO\n", "accelerate"],
  ["a batch size that is no number", "per_device_train_batch_size: auto\noutput_dir: x\n", "trainer"],
  ["something else", "model: a\nbatch_size: 2\n", undefined],
  ["broken YAML", "base_model: {\nmicro_batch_size: 2\n", undefined],
  ["a tag of its own", "base_model: !!python/object a\nmicro_batch_size: 2\n", undefined],
  ["an alias without an anchor", "base_model: *a\nmicro_batch_size: 2\n", undefined],
  ["a list", "- base_model\n- micro_batch_size\n", undefined],
  ["data, which is large", `base_model: a\nmicro_batch_size: 2\nx: ${"y".repeat(2 ** 16)}\n`, undefined],
];

for (const [what, text, framework, size] of formats) {
  test(`knownConfigs() takes ${what} for ${framework ?? "nothing"}`, () => {
    const [config] = knownConfigs(repository({ "configs/a.yaml": text }));
    assert.deepEqual([config?.framework, config?.batch?.size], [framework, size]);
  });
}

test("knownConfigs() passes over tests and hidden files", () => {
  const text = "base_model: a\nmicro_batch_size: 2\n";
  assert.deepEqual(knownConfigs(repository({ "tests/a.yml": text, ".circleci/a.yml": text })), []);
});

const HF = "per_device_train_batch_size: 4\noutput_dir: x\n";
const TRL = "from trl import SFTTrainer, TrlParser\nTrlParser(A)\nSFTTrainer(m)\n";
const LAUNCH = "compute_environment: LOCAL_MACHINE\ndistributed_type: FSDP\n";

const readings: readonly (readonly [what: string, files: Files, ...runs: string[]])[] = [
  [
    "trl's parser",
    { "sft.py": TRL, "a.yaml": HF },
    "python sft.py --config a.yaml --per_device_train_batch_size {batch_size}",
  ],
  ["a config that two scripts read", { "sft.py": TRL, "dpo.py": TRL, "a.yaml": HF }, "python dpo.py", "python sft.py"],
  [
    "transformers' parser of JSON",
    {
      "t.py":
        "from transformers import HfArgumentParser, Trainer\nHfArgumentParser(A).parse_json_file(f)\nTrainer(m)\n",
      "args.json": '{"per_device_train_batch_size": 4, "output_dir": "x"}',
    },
    "python t.py args.json",
  ],
  [
    "timm's own script",
    {
      "train.py": 'import timm, torch\np.add_argument("-c", "--config")\nloss.backward()\nopt.step()\n',
      "r50.yaml": "model: r\nopt: sgd\nsched: cosine\nbatch_size: 256\n",
    },
    "python train.py --config r50.yaml --batch-size {batch_size}",
  ],
  [
    "the one config of a launcher",
    { "sft.py": TRL, "fsdp.yaml": LAUNCH },
    "accelerate launch --config_file fsdp.yaml sft.py",
  ],
  ["launchers of which nobody says which", { "sft.py": TRL, "a.yaml": LAUNCH, "b.yaml": LAUNCH }, "python sft.py"],
];

for (const [what, files, ...runs] of readings) {
  test(`findTrainings() knows what to do with ${what}`, () => {
    const { trainings } = findTrainings(repository(files));
    assert.deepEqual(trainings.map(({ run }) => run).toSorted(), runs);
  });
}
