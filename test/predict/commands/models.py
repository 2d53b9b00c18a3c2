"""What the programs beside this train, as a config can name it too."""

from collections.abc import Iterable

import torch
from torch import nn


def mlp() -> nn.Module:
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))


def convolutional() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 10)
    )


def gpt2() -> nn.Module:
    from transformers import GPT2Config, GPT2LMHeadModel

    return GPT2LMHeadModel(GPT2Config(vocab_size=200, n_positions=32, n_embd=64, n_layer=2, n_head=4, use_cache=False))


def generator() -> nn.Module:
    return nn.Sequential(nn.Linear(16, 64), nn.ReLU(), nn.Linear(64, 256))


def discriminator() -> nn.Module:
    return nn.Sequential(nn.Linear(256, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1))


def decayed(parameters: Iterable[nn.Parameter]) -> torch.optim.Optimizer:
    """As Hugging Face's Trainer makes it: matrices decay, vectors do not."""
    known = list(parameters)
    matrices, vectors = ([p for p in known if (p.dim() > 1) == matrix] for matrix in (True, False))
    return torch.optim.AdamW([{"params": matrices}, {"params": vectors, "weight_decay": 0.0}], lr=5e-5, fused=True)
