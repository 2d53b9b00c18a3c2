"""Models for several processes: see distributed.test.ts."""

from __future__ import annotations

import math

import torch
from torch import nn


class Block(nn.Module):
    """Attention and a perceptron, each beside a residual, of operators that run alike on every device."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm, self.qkv, self.out = nn.LayerNorm(width), nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        n, length, width = x.shape
        split = self.qkv(self.norm(x)).view(n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        q, k, v = split.unbind()
        weights = (q @ k.transpose(-1, -2) / math.sqrt(width // self.heads)).softmax(-1)
        x = x + self.out((weights @ v).transpose(1, 2).reshape(n, length, width))
        return x + self.mlp(x)


class Transformer(nn.Module):
    """Features of a sequence to numbers for each of its places. No number of rows is even but the blocks' own."""

    def __init__(self, width: int = 64, blocks: int = 2, features: int = 33, outputs: int = 31) -> None:
        super().__init__()
        self.first = nn.Linear(features, width)
        self.blocks = nn.ModuleList(Block(width, 4) for _ in range(blocks))
        self.head = nn.Linear(width, outputs)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.first(x)
        for block in self.blocks:
            x = block(x)
        return self.head(x)


class Stage(nn.Module):
    """A convolution, and a shift by a running mean: a buffer that changes in every step."""

    def __init__(self, channels: int, outputs: int) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(channels, outputs, 3, padding=1)
        self.register_buffer("mean", torch.zeros(outputs, 1, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.convolution(x)
        if self.training:
            with torch.no_grad():
                self.mean.lerp_(x.mean((0, 2, 3)).view(-1, 1, 1), 0.1)
        return torch.relu(x - self.mean)


class Convolutions(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.stages = nn.Sequential(Stage(3, 17), Stage(17, 64), Stage(64, 600))
        self.head = nn.Linear(600, 31)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.stages(x).mean((2, 3)))


class Sparing(nn.Module):
    """A layer that no output depends on."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.unused, self.last = nn.Linear(31, 65), nn.Linear(33, 65), nn.Linear(65, 31)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.last(torch.relu(self.first(x)))


class Tied(nn.Module):
    """One matrix for the first layer and the last."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.middle, self.last = nn.Linear(31, 64), nn.Linear(64, 31), nn.Linear(31, 64)
        self.last.weight = self.first.weight

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.last(torch.relu(self.middle(torch.relu(self.first(x)))))
