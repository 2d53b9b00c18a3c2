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


class Recurrent(nn.Module):
    """Tokens in order, and a classifier over the last state; or one cell by itself, step by step."""

    def __init__(self, kind: str, width: int, vocabulary: int) -> None:
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.layer = getattr(nn, kind)(width, width, **({} if kind.endswith("Cell") else {"batch_first": True}))
        self.head = nn.Linear(width, 10)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        x = self.tokens(tokens)
        if not isinstance(self.layer, nn.RNNCellBase):
            return self.head(self.layer(x)[0][:, -1])
        state = None
        for step in x.unbind(1):
            state = self.layer(step, state)
        return self.head(state[0] if isinstance(state, tuple) else state)


class Grouped(nn.Module):
    """Experts of which each multiplies its own rows, by one operator: how many rows an expert has does not matter."""

    def __init__(self, width: int, experts: int) -> None:
        super().__init__()
        self.experts = nn.Parameter(torch.randn(experts, width, width))
        self.router, self.head = nn.Linear(width, experts), nn.Linear(width, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        chosen = self.router(x).argmax(1)
        order = chosen.argsort()
        ends = torch.histc(chosen.float(), len(self.experts), 0, len(self.experts) - 1).cumsum(0, dtype=torch.int32)
        return self.head(torch._grouped_mm(x[order], self.experts, offs=ends))


class MeanOfSquares(nn.Module):
    """A loss of the repo's own, small enough for float16 however it is scaled."""

    def forward(self, output: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        return output.float().square().mean() / 1000


class ConvNet(nn.Module):
    """A convolution, a residual block with batch norms, and one over the pooled channels: not for a single sample."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, padding=1)
        self.block = nn.Sequential(nn.BatchNorm2d(8), nn.ReLU(), nn.Conv2d(8, 8, 3, padding=1), nn.BatchNorm2d(8))
        self.head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.BatchNorm1d(8), nn.Linear(8, 10))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.stem(x)
        return self.head(torch.relu(x + self.block(x)))


class InChunks(nn.Module):
    """A hidden layer of `size` for sixteen samples at a time: how often it runs depends on the batch."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(784, size)
        self.head = nn.Linear(size, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.head(torch.relu(self.hidden(part))) for part in x.flatten(1).split(16)])


def probabilities(features: int, outputs: int) -> "list[tuple[torch.Tensor, torch.Tensor]]":
    """Samples whose targets are numbers from 0 to 1."""
    return [(torch.rand(features), torch.rand(outputs)) for _ in range(8)]
