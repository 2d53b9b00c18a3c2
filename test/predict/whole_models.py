"""Whole models that the CPU and a card run with the same operators: eager attention, no dropout."""

from __future__ import annotations

from typing import Any, Optional

import torch
from torch import nn
from torch.nn import functional


class Residual(nn.Module):
    """A ResNet of two blocks, the second with a stride and a projection."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(inplace=True))
        self.blocks = nn.Sequential(BasicBlock(8, 8, 1), BasicBlock(8, 16, 2))
        self.head = nn.Linear(16, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = nn.functional.max_pool2d(self.stem(x), 2)
        return self.head(nn.functional.adaptive_avg_pool2d(self.blocks(x), 1).flatten(1))


class BasicBlock(nn.Module):
    def __init__(self, channels: int, out: int, stride: int) -> None:
        super().__init__()
        self.conv1, self.norm1 = nn.Conv2d(channels, out, 3, stride, 1, bias=False), nn.BatchNorm2d(out)
        self.conv2, self.norm2 = nn.Conv2d(out, out, 3, 1, 1, bias=False), nn.BatchNorm2d(out)
        self.relu = nn.ReLU(inplace=True)
        self.down = None
        if stride > 1:
            self.down = nn.Sequential(nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out = self.norm2(self.conv2(self.relu(self.norm1(self.conv1(x)))))
        out += x if self.down is None else self.down(x)
        return self.relu(out)


class FrozenNorms(Residual):
    """Batch norms that stay in evaluation, as detectors have them."""

    def train(self, mode: bool = True) -> FrozenNorms:
        super().train(mode)
        for module in self.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.eval()
        return self

    def __init__(self) -> None:
        super().__init__()
        self.train()


class Gpt(nn.Module):
    """Two blocks of causal attention; the head has the token embedding's weight."""

    def __init__(self, width: int = 32, heads: int = 4, length: int = 16, vocabulary: int = 50) -> None:
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(length, width)
        self.blocks = nn.ModuleList(GptBlock(width, heads, length) for _ in range(2))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocabulary, bias=False)
        self.head.weight = self.tokens.weight

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        x = self.tokens(tokens) + self.positions(torch.arange(tokens.shape[1], device=tokens.device))
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x)).transpose(1, 2)


class GptBlock(nn.Module):
    def __init__(self, width: int, heads: int, length: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.register_buffer("mask", torch.tril(torch.ones(length, length, dtype=torch.bool)))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        q, k, v = (split(part, self.heads) for part in self.qkv(self.norm1(x)).chunk(3, dim=-1))
        scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
        scores = scores.masked_fill(~self.mask[: x.shape[1], : x.shape[1]], float("-inf"))
        x = x + self.proj((scores.softmax(-1) @ v).transpose(1, 2).flatten(2))
        return x + self.mlp(self.norm2(x))


def split(x: torch.Tensor, heads: int) -> torch.Tensor:
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


class ThreeDimensions(nn.Module):
    """scaled_dot_product_attention of tensors that no fused kernel takes: both run its formula."""

    def __init__(self, width: int = 16) -> None:
        super().__init__()
        self.tokens = nn.Embedding(50, width)
        self.qkv = nn.Linear(width, 3 * width)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        x = self.tokens(tokens)
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        return functional.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2)


class Llama(nn.Module):
    """Rotary positions, grouped heads, a root-mean-square norm by hand and a gated MLP."""

    def __init__(self, width: int = 32, heads: int = 4) -> None:
        super().__init__()
        self.tokens = nn.Embedding(50, width)
        self.q, self.kv = nn.Linear(width, width, bias=False), nn.Linear(width, width, bias=False)
        self.gate, self.up = nn.Linear(width, 64, bias=False), nn.Linear(width, 64, bias=False)
        self.down, self.head = nn.Linear(64, width, bias=False), nn.Linear(width, 50, bias=False)
        self.scale = nn.Parameter(torch.ones(width))
        self.register_buffer("rates", 10000 ** (-torch.arange(0, width // heads, 2) * heads / width))
        self.heads = heads

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        x = self.tokens(tokens)
        h = self.norm(x)
        q, kv = split(self.q(h), self.heads), self.kv(h)
        k, v = (split(part, self.heads // 2).repeat_interleave(2, dim=1) for part in kv.chunk(2, dim=-1))
        angles = torch.outer(torch.arange(x.shape[1], device=x.device).float(), self.rates)
        cos, sin = torch.cat((angles, angles), -1).cos(), torch.cat((angles, angles), -1).sin()
        q, k = q * cos + rotated(q) * sin, k * cos + rotated(k) * sin
        mask = torch.full((x.shape[1], x.shape[1]), float("-inf"), device=x.device).triu(1)
        weights = torch.softmax(q @ k.mT * q.shape[-1] ** -0.5 + mask, dim=-1, dtype=torch.float32)
        x = x + (weights @ v).transpose(1, 2).reshape(x.shape)
        h = self.norm(x)
        x = x + self.down(torch.sigmoid(self.gate(h)) * self.up(h))
        return self.head(self.norm(x)).transpose(1, 2)

    def norm(self, x: torch.Tensor) -> torch.Tensor:
        return self.scale * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6))


def rotated(x: torch.Tensor) -> torch.Tensor:
    one, two = x.chunk(2, dim=-1)
    return torch.cat((-two, one), dim=-1)


class Vit(nn.Module):
    """Patches, a class token, learned positions and nn.MultiheadAttention that gives its weights."""

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, width, 4, 4)
        self.token, self.positions = nn.Parameter(torch.zeros(1, 1, width)), nn.Parameter(torch.zeros(1, 17, width))
        self.norm, self.attention = nn.LayerNorm(width), nn.MultiheadAttention(width, 4, batch_first=True)
        self.gamma = nn.Parameter(torch.ones(width))
        self.head = nn.Linear(width, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat((self.token.expand(x.shape[0], -1, -1), x), dim=1) + self.positions
        h = self.norm(x)
        x = x + self.gamma * self.attention(h, h, h)[0]
        return self.head(x[:, 0])


class Swin(nn.Module):
    """Windows that are shifted by roll(), and a table of relative positions."""

    def __init__(self, width: int = 16, heads: int = 2) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, width, 2, 2)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.table = nn.Parameter(torch.zeros(49, heads))
        self.register_buffer("index", torch.arange(16 * 16).remainder(49))
        self.merge, self.head = nn.Linear(4 * width, 2 * width), nn.Linear(2 * width, 10)
        self.heads = heads

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.patches(x).permute(0, 2, 3, 1)
        n, height, width, channels = x.shape
        h = torch.roll(x, (-2, -2), (1, 2)).view(n, height // 4, 4, width // 4, 4, channels).transpose(2, 3)
        q, k, v = (split(part, self.heads) for part in self.qkv(h.reshape(-1, 16, channels)).chunk(3, dim=-1))
        bias = self.table[self.index].view(16, 16, -1).permute(2, 0, 1).contiguous()
        h = self.proj(((q @ k.mT + bias).softmax(-1) @ v).transpose(1, 2).reshape(-1, 16, channels))
        h = h.view(n, height // 4, width // 4, 4, 4, channels).transpose(2, 3).reshape(x.shape)
        x = x + torch.roll(h, (2, 2), (1, 2))
        x = torch.cat([x[:, i::2, j::2] for i in (0, 1) for j in (0, 1)], dim=-1)
        return self.head(self.merge(x).mean((1, 2)))


class Unet(nn.Module):
    """Down, up by a transposed convolution and by interpolation, and concatenations."""

    def __init__(self) -> None:
        super().__init__()
        self.down1, self.down2, self.middle = conv(3, 8), conv(8, 16), conv(16, 32)
        self.rise, self.up2, self.up1 = nn.ConvTranspose2d(32, 16, 2, 2), conv(32, 16), conv(24, 8)
        self.head = nn.Conv2d(8, 10, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        one = self.down1(x)
        two = self.down2(functional.avg_pool2d(one, 2))
        x = self.rise(self.middle(functional.max_pool2d(two, 2)))
        x = functional.interpolate(self.up2(torch.cat((two, x), 1)), scale_factor=2, mode="bilinear")
        return self.head(self.up1(torch.cat((one, x), 1)))


def conv(channels: int, out: int) -> nn.Module:
    return nn.Sequential(nn.Conv2d(channels, out, 3, padding=1), nn.GroupNorm(4, out), nn.LeakyReLU(0.1, inplace=True))


class Experts(nn.Module):
    """Each token to the best two of four experts, every expert over all tokens: no size depends on a value."""

    def __init__(self, width: int = 16) -> None:
        super().__init__()
        self.tokens = nn.Embedding(50, width)
        self.router = nn.Linear(width, 4, bias=False)
        self.experts = nn.ModuleList(nn.Sequential(nn.Linear(width, 32), nn.ReLU(), nn.Linear(32, width)) for _ in range(4))
        self.head = nn.Linear(width, 10)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        x = self.tokens(tokens).flatten(0, 1)
        weights, chosen = self.router(x).softmax(-1).topk(2, dim=-1)
        gates = torch.zeros(x.shape[0], 4, device=x.device).scatter(1, chosen, weights / weights.sum(-1, keepdim=True))
        x = x + torch.stack([expert(x) * gates[:, i : i + 1] for i, expert in enumerate(self.experts)]).sum(0)
        return self.head(x.view(*tokens.shape, -1).mean(1))


class Shared(nn.Module):
    """One layer three times over, in place between, and its weight once more in a function."""

    def __init__(self) -> None:
        super().__init__()
        self.layer, self.head = nn.Linear(32, 32), nn.Linear(32, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for _ in range(3):
            x = torch.tanh_(self.layer(x)) + x
        return self.head(functional.linear(x, self.layer.weight.t()))


class Cells(nn.Module):
    """A long short-term memory of plain operators, step by step, with its states stacked."""

    def __init__(self, width: int = 16) -> None:
        super().__init__()
        self.tokens, self.gates, self.head = nn.Embedding(50, width), nn.Linear(2 * width, 4 * width), nn.Linear(width, 50)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        x = self.tokens(tokens)
        h = c = x.new_zeros(x.shape[0], x.shape[2])
        states = []
        for step in x.unbind(1):
            i, f, g, o = self.gates(torch.cat((step, h), 1)).chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            states.append(h)
        return self.head(torch.stack(states, 1)).transpose(1, 2)


class Cell(nn.Module):
    """One of torch.nn's cells, step by step."""

    def __init__(self, kind: str, width: int = 16) -> None:
        super().__init__()
        self.tokens, self.cell, self.head = nn.Embedding(50, width), getattr(nn, kind)(width, width), nn.Linear(width, 10)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        state: Any = None
        for step in self.tokens(tokens).unbind(1):
            state = self.cell(step, state)
        return self.head(state[0] if isinstance(state, tuple) else state)


class Bag(nn.Module):
    def __init__(self, mode: str) -> None:
        super().__init__()
        self.bag, self.head = nn.EmbeddingBag(50, 16, mode=mode), nn.Linear(16, 10)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        return self.head(self.bag(tokens))


class Square(torch.autograd.Function):
    @staticmethod
    def forward(context: Any, x: torch.Tensor) -> torch.Tensor:
        context.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(context: Any, gradient: torch.Tensor) -> torch.Tensor:
        (x,) = context.saved_tensors
        return gradient * (x + x)


class OwnFunction(nn.Module):
    """A function with its own backward, an in-place change of a slice, hooks, and a gate that is looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.one, self.head = nn.Linear(32, 32), nn.Linear(32, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = Square.apply(self.one(x))
        if h.requires_grad:
            h.register_hook(lambda gradient: gradient.clamp(-1, 1))
        padded = torch.zeros(h.shape[0] + 2, h.shape[1], device=h.device)
        padded[1:-1] = h
        h = torch.where(padded[1:-1] > 0, padded[2:], padded[:-2])
        return self.head(h + Square.apply(h))


class Contrastive(nn.Module):
    """Two towers and the products of all pairs; a running mean in a buffer."""

    def __init__(self) -> None:
        super().__init__()
        self.tower, self.temperature = nn.Linear(32, 16), nn.Parameter(torch.ones(()))
        self.register_buffer("mean", torch.zeros(16))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        one, two = (functional.normalize(self.tower(part), dim=-1) for part in (x, x.flip(0)))
        with torch.no_grad():
            self.mean.mul_(0.9).add_(one.mean(0), alpha=0.1)
        return one @ two.t() * self.temperature.exp()


class Checkpointed(Gpt):
    """Its blocks run again in backward."""

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        from torch.utils.checkpoint import checkpoint

        x = self.tokens(tokens)
        for block in self.blocks:
            x = checkpoint(block, x, use_reentrant=False)
        return self.head(self.norm(x)).transpose(1, 2)


class Penalty(nn.Module):
    """Gradients of gradients, as a critic's penalty has them."""

    def __init__(self) -> None:
        super().__init__()
        self.critic = nn.Sequential(nn.Linear(32, 16), nn.Tanh(), nn.Linear(16, 10))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not torch.is_grad_enabled():
            return self.critic(x)
        x = x.detach().requires_grad_()
        score = self.critic(x)
        (slope,) = torch.autograd.grad(score.sum(), x, create_graph=True)
        return score + (slope.norm(dim=1, keepdim=True) - 1) ** 2


class Parametrized(nn.Module):
    """A spectral norm and a weight norm."""

    def __init__(self) -> None:
        super().__init__()
        self.one = nn.utils.parametrizations.spectral_norm(nn.Linear(32, 16))
        self.two = nn.utils.parametrizations.weight_norm(nn.Linear(16, 10))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.two(torch.relu(self.one(x)))


class Excited(nn.Module):
    """Squeeze and excitation, depthwise convolutions, and a hard swish."""

    def __init__(self) -> None:
        super().__init__()
        self.stem, self.depth = nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.Conv2d(8, 8, 5, padding=2, groups=8)
        self.squeeze, self.excite, self.head = nn.Conv2d(8, 2, 1), nn.Conv2d(2, 8, 1), nn.Linear(8, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = functional.hardswish(self.stem(x))
        gate = x.mean((2, 3), keepdim=True)
        gate = functional.hardsigmoid(self.excite(torch.relu(self.squeeze(gate))))
        x = x * gate + self.depth(x)
        return self.head(x.amax((2, 3)))


class Spectral(nn.Module):
    """A Fourier layer: weights of complex numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.randn(8, 9, dtype=torch.cfloat))
        self.lift, self.head = nn.Linear(1, 8), nn.Linear(8, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = self.lift(x[:, :16, None]).transpose(1, 2)
        h = torch.fft.irfft(torch.fft.rfft(h) * self.weights, n=16)
        return self.head(h.mean(2))


class Recurrence(nn.Module):
    """A state-space scan by cumulative sums, with einsum and an exponential decay."""

    def __init__(self, width: int = 16) -> None:
        super().__init__()
        self.tokens, self.b, self.c = nn.Embedding(50, width), nn.Linear(width, 4), nn.Linear(width, 4)
        self.decay, self.head = nn.Parameter(torch.zeros(width, 4)), nn.Linear(width, 50)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        x = self.tokens(tokens)
        decay = torch.cumsum(functional.softplus(self.decay).neg().expand(x.shape[1], -1, -1), 0).exp()
        inner = torch.einsum("nld,nls->nlds", x, self.b(x)) / decay
        y = torch.einsum("nlds,nls->nld", torch.cumsum(inner, 1) * decay, self.c(x))
        return self.head(y).transpose(1, 2)


class Graph(nn.Module):
    """Messages along a fixed ring of edges, added up where they arrive."""

    def __init__(self) -> None:
        super().__init__()
        self.message, self.head = nn.Linear(16, 16), nn.Linear(16, 10)
        self.register_buffer("edges", torch.stack((torch.arange(16), torch.arange(16).roll(1))))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = x.view(x.shape[0], 16, -1).transpose(0, 1).repeat(1, 1, 8)
        source, target = self.edges
        messages = self.message(h[source]) + h.index_select(0, target)
        h = torch.zeros_like(h).index_add(0, target, messages)
        return self.head(h.mean(0))


class MeanOfParts(nn.Module):
    """The loss of an output that is a tuple, a dictionary, or a tensor."""

    def forward(self, output: Any, targets: Optional[torch.Tensor]) -> torch.Tensor:
        parts = output.values() if isinstance(output, dict) else output
        return sum(part.square().mean() for part in parts)


class Detector(nn.Module):
    """A dictionary of boxes and of scores, from two maps of features; one branch is not trained."""

    def __init__(self) -> None:
        super().__init__()
        self.stem, self.boxes, self.scores = nn.Conv2d(3, 8, 3, 2, 1), nn.Conv2d(8, 4, 1), nn.Conv2d(8, 10, 1)

    def forward(self, x: torch.Tensor) -> "dict[str, torch.Tensor]":
        one = torch.relu(self.stem(x))
        two = functional.avg_pool2d(one, 2) + functional.interpolate(one, scale_factor=0.5, mode="nearest").detach()
        boxes, scores = (torch.cat([head(level).flatten(2) for level in (one, two)], 2) for head in (self.boxes, self.scores))
        return {"boxes": boxes.sigmoid() * 16, "scores": scores.log_softmax(1)}
