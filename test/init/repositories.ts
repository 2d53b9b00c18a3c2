/** Made repositories: a path and its text each. What they are like, init has to see by itself. */
export type Files = Readonly<Record<string, string>>;

const LOOP = `\
for images, labels in loader:
    optimizer.zero_grad()
    loss = criterion(model(images), labels)
    loss.backward()
    optimizer.step()
`;

const indented = LOOP.replaceAll(/^/gm, "    ").trimEnd();

/** The training of PyTorch's examples: argparse, a loop, a main. */
const PLAIN = `\
import argparse

import torch
from torch import nn, optim


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--batch-size", type=int, default=64, metavar="N", help="as (default: 64)")
    parser.add_argument("--lr", type=float, default=1.0)
    args = parser.parse_args()
    model = nn.Linear(784, 10)
    optimizer = optim.Adam(model.parameters(), lr=args.lr)
${indented}


if __name__ == "__main__":
    main()
`;

const TRAINER = `\
from dataclasses import dataclass, field
from transformers import AutoModelForCausalLM, HfArgumentParser, Trainer, TrainingArguments


@dataclass
class ModelArguments:
    model_name_or_path: str = field(default="gpt2")


def main():
    parser = HfArgumentParser((ModelArguments, TrainingArguments))
    model_args, training_args = parser.parse_args_into_dataclasses()
    trainer = Trainer(model=AutoModelForCausalLM.from_pretrained(model_args.model_name_or_path), args=training_args)
    trainer.train()


if __name__ == "__main__":
    main()
`;

const ACCELERATE = `\
import argparse
import torch
from accelerate import Accelerator


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--per_device_train_batch_size", type=int, default=8)
    parser.add_argument("--config", required=True)
    args = parser.parse_args()
    accelerator = Accelerator()
    for batch in loader:
        accelerator.backward(model(**batch).loss)
        optimizer.step()


main()
`;

const LIGHTNING = `\
import torch
from lightning.pytorch.cli import LightningCLI
from project.model import Classifier

if __name__ == "__main__":
    LightningCLI(Classifier)
`;

const notebook = (code: string) =>
  JSON.stringify({ cells: [{ cell_type: "code", source: code.split("\n") }], metadata: {}, nbformat: 4 });

export const REPOSITORIES: Readonly<Record<string, Files>> = {
  "a plain script": { "train.py": PLAIN, "requirements.txt": "torch\n", "README.md": "# Digits\n" },
  "a Trainer": {
    "run_clm.py": TRAINER,
    "requirements.txt": "torch\ntransformers\naccelerate\n",
    "README.md":
      "# Fine-tuning\n\n```sh\npython run_clm.py --model_name_or_path gpt2 \\\n    --per_device_train_batch_size 4 --output_dir out --bf16\n```\n",
  },
  "accelerate launch in a Makefile": {
    Makefile:
      "PYTHON = python\n\ntrain:\n\taccelerate launch --num_processes 2 train.py --config configs/sft.yaml\n\neval:\n\t$(PYTHON) train.py --config configs/sft.yaml --eval-only\n",
    "train.py": ACCELERATE,
    "configs/sft.yaml": "lr: 0.0001\n",
    "pyproject.toml": '[project]\nname = "sft"\nversion = "0"\ndependencies = ["torch", "accelerate"]\n',
  },
  "torchrun in a workflow": {
    ".github/workflows/train.yml":
      "on: workflow_dispatch\njobs:\n  train:\n    runs-on: [self-hosted]\n    steps:\n      - run: torchrun --nproc-per-node 4 train.py --batch-size 32 --lr 0.1\n",
    "train.py": PLAIN,
    "setup.py": "from setuptools import setup\nsetup()\n",
    ".python-version": "3.11\n",
  },
  "Lightning's command line": {
    "main.py": LIGHTNING,
    "project/__init__.py": "",
    "project/model.py": "import lightning\n\n\nclass Classifier(lightning.LightningModule):\n    pass\n",
    "configs/resnet.yaml":
      "seed_everything: 1\ntrainer:\n  precision: bf16-mixed\nmodel:\n  lr: 0.1\ndata:\n  batch_size: 128\n",
    "environment.yml": "dependencies: [python=3.11]\n",
  },
  "nothing that trains": { "README.md": "# Notes\n", "tools/convert.py": "import torch\n\ntorch.save({}, 'x')\n" },
  "two projects in one repository": {
    "projects/vision/train.py": PLAIN,
    "projects/vision/requirements.txt": "torch\ntorchvision\n",
    "projects/text/train.py": PLAIN.replace("default=64", "default=None"),
    "projects/text/pyproject.toml": '[project]\nname = "text"\nversion = "0"\n',
    "README.md": "# All of it\n\n    cd projects/vision && python train.py --batch-size 256\n",
  },
  "a notebook": { "train.ipynb": notebook(LOOP), "requirements.txt": "torch\n" },
  "a config that is there": {
    "vram-budget.yml": "version: 1\ndevice: t4\ntrainings:\n  mine:\n    run: python train.py\n",
    "train.py": PLAIN,
    "requirements.txt": "torch\n",
  },
  "a src layout": {
    "src/digits/__init__.py": "",
    "src/digits/train.py": PLAIN.replace("from torch import nn", "from .model import Net\nfrom torch import nn"),
    "src/digits/model.py": "from torch import nn\n\n\nclass Net(nn.Module):\n    pass\n",
    "pyproject.toml": '[project]\nname = "digits"\nversion = "0"\n',
    "tests/test_train.py": PLAIN,
  },
  "configs of axolotl and LLaMA-Factory": {
    "configs/lora.yml": "base_model: NousResearch/Llama-3.2-1B\nmicro_batch_size: 2\nadapter: lora\n",
    "configs/full sft.yaml": "stage: sft\nfinetuning_type: full\nper_device_train_batch_size: 1\n",
    "recipes/8B_full.yaml": "model:\n  _component_: torchtune.models.llama3_1.llama3_1_8b\nbatch_size: 2\n",
  },
  "a loop in a file that the script imports": {
    "train.py":
      "from engine import train_one_epoch\nfrom options import parser\n\nif __name__ == '__main__':\n    train_one_epoch()\n",
    "engine.py": `import torch\n\n\ndef train_one_epoch():\n${indented}\n`,
    "options.py":
      "import argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument('data', help='the (only) folder')\nparser.add_argument('-b', '--batch_size', default=256, type=int)\n",
    "evaluate.py": "from engine import train_one_epoch\n\nif __name__ == '__main__':\n    pass\n",
    "README.md": "Run `python train.py $DATA --batch_size 64` with your data.\n",
  },
};
