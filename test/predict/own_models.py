"""Models of a user's own, as a repo would have them."""

import torch
from torch import nn


def mnist_mlp(hidden: int = 128) -> nn.Module:
    return nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10))


class Attention(nn.Module):
    """Token embeddings, one residual attention block, a classifier over the mean."""

    def __init__(self, width: int, heads: int, vocabulary: int) -> None:
        super().__init__()
        self.heads = heads
        self.tokens = nn.Embedding(vocabulary, width)
        self.qkv = nn.Linear(width, 3 * width)
        self.head = nn.Linear(width, 10)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        x = self.tokens(tokens)
        n, length, width = x.shape
        q, k, v = self.qkv(x).view(n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        attended = nn.functional.scaled_dot_product_attention(q, k, v)
        x = x + attended.transpose(1, 2).reshape(n, length, width)
        return self.head(x.mean(1))


class Undecided(nn.Module):
    """What it computes depends on what it has computed."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.layer(x.flatten(1))
        return y * 2 if y.sum().item() > 0 else y


class MeanOfSquares(nn.Module):
    """A loss of the repo's own, small enough for float16 however it is scaled."""

    def forward(self, output: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        return output.float().square().mean() / 1000
