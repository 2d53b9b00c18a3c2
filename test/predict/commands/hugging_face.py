"""Hugging Face's Trainer on a small model made from a config."""

import sys

import torch
from models import gpt2
from torch.utils.data import Dataset
from transformers import Trainer, TrainingArguments


class Tokens(Dataset):
    def __len__(self) -> int:
        return 256

    def __getitem__(self, index: int) -> dict:
        tokens = torch.randint(0, 200, (16,))
        return {"input_ids": tokens, "labels": tokens.clone()}


arguments = TrainingArguments(
    output_dir=sys.argv[1],
    per_device_train_batch_size=16,
    num_train_epochs=3,
    report_to=[],
    logging_steps=1,
    disable_tqdm=True,
    **{name: True for name in sys.argv[2:]},
)
Trainer(model=gpt2(), args=arguments, train_dataset=Tokens()).train()
