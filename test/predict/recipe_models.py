"""Models for what a config says beside the plain loop: see recipe.test.ts."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


class Square(torch.autograd.Function):
    """x², by a backward formula of the user's own."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
        (x,) = ctx.saved_tensors
        return 2 * x * gradient


class Three(nn.Module):
    """Three layers; `middle` says how the second runs."""

    def __init__(self, middle: str = "plain", bias: bool = True) -> None:
        super().__init__()
        self.middle = middle
        self.first, self.second, self.third = (nn.Linear(a, b, bias) for a, b in ((96, 64), (64, 64), (64, 32)))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.first(x)
        if self.middle in ("reentrant", "not reentrant"):
            return self.third(checkpoint(self.run_second, x, use_reentrant=self.middle == "reentrant"))
        if self.middle == "own function":
            x = Square.apply(x)
        if self.middle == "address" and x.data_ptr() % 2 == 1:
            return self.third(x)
        return self.third(self.run_second(x))

    def run_second(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu(self.second(torch.relu(x)))


class Images(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Conv2d(3, 8, 3, padding=1), nn.Conv2d(8, 8, 3, padding=1)
        self.head = nn.Linear(8, 32)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(torch.relu(self.second(torch.relu(self.first(x)))).mean((2, 3)))


class Rows(nn.Module):
    """An embedding whose gradients are sparse."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(100, 32, sparse=True)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        return self.table(tokens).mean(1)
