"""A language model like the one whose allocator recordings are public, and the few lines that were recorded of it.

The recordings are of github.com/Wedsonlin/assignment2-systems (torch 2.11, an unknown card): a 24-layer pre-norm
transformer with RMSNorm, rotary embeddings and SwiGLU, all from matrix products and elementwise operators. Its public
script was read for the order of operators; this is our own code. Writes the events of the recorded window as JSON:
`python recorded_lm.py CONTEXT_LENGTH training|inference|autocast CARD`.
"""

from __future__ import annotations

import functools
import json
import os
import math
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src" / "probe"))

from vram_probe.tracing.bootstrap import bootstrap  # noqa: E402

WIDTH, LAYERS, HEADS, HIDDEN, VOCABULARY, BATCH = 1024, 24, 16, 4096, 10_000, 4
BATCHES = 6
"""On the device from the start: five to warm up and the one that is recorded."""

bootstrap()

import torch  # noqa: E402
from torch import nn  # noqa: E402


class Projection(nn.Module):
    """A linear layer without a bias."""

    def __init__(self, width_in: int, width_out: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(width_out, width_in))

    def forward(self, x: Any) -> Any:
        return torch.einsum("nti,oi->nto", x, self.weight)


class Norm(nn.Module):
    """RMSNorm, operator by operator."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(WIDTH))

    def forward(self, x: Any) -> Any:
        x = x.to(torch.float32)
        scale = torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5)
        x = x * scale
        return self.weight * x


class Rotary(nn.Module):
    def __init__(self, length: int, width: int) -> None:
        super().__init__()
        angles = torch.outer(torch.arange(length), 10_000.0 ** -(torch.arange(0, width, 2) / width))
        self.register_buffer("table", torch.stack((torch.cos(angles), torch.sin(angles))))

    def forward(self, x: Any) -> Any:
        even, odd = x.unflatten(-1, (-1, 2)).movedim(-1, 0).unbind(0)
        cos, sin = self.table[:, : x.shape[-2], :].unbind(0)
        first = cos * even - sin * odd
        second = sin * even + cos * odd
        turned = torch.concat((first, second), dim=-1)
        return turned


def softmax(x: Any) -> Any:
    shifted = x - torch.max(x, dim=-1, keepdim=True)[0]
    powers = torch.exp(shifted)
    return powers / torch.sum(powers, dim=-1, keepdim=True)


def attend(query: Any, key: Any, value: Any, mask: Any) -> Any:
    scores = torch.einsum("nhqd,nhkd->nhqk", query, key) / math.sqrt(key.shape[-1])
    scores = torch.where(mask, scores, float("-inf"))
    weights = softmax(scores)
    return torch.einsum("nhqk,nhkd->nhqd", weights, value)


class Attention(nn.Module):
    def __init__(self, rotary: Rotary) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (Projection(WIDTH, WIDTH) for _ in range(4))
        self.rotary = rotary

    def forward(self, x: Any) -> Any:
        query, key, value = self.query(x), self.key(x), self.value(x)
        query, key, value = (each.unflatten(-1, (HEADS, -1)).transpose(1, 2) for each in (query, key, value))
        query = self.rotary(query)
        key = self.rotary(key)
        position = torch.arange(x.shape[1], device=x.device)
        mask = position[:, None] >= position[None, :]
        mask = mask[None, ...]
        mixed = attend(query, key, value, mask)
        mixed = mixed.transpose(1, 2).reshape(x.shape).contiguous()
        return self.out(mixed)


class FeedForward(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.gate, self.down, self.up = Projection(WIDTH, HIDDEN), Projection(HIDDEN, WIDTH), Projection(WIDTH, HIDDEN)

    def forward(self, x: Any) -> Any:
        return self.down(silu(self.gate(x)) * self.up(x))


def silu(x: Any) -> Any:
    return x * torch.sigmoid(x)


class Block(nn.Module):
    def __init__(self, rotary: Rotary) -> None:
        super().__init__()
        self.attention, self.feed_forward, self.before, self.between = Attention(rotary), FeedForward(), Norm(), Norm()

    def forward(self, x: Any) -> Any:
        attended = self.attention(self.before(x))
        residual = x + attended
        fed = self.feed_forward(self.between(residual))
        return residual + fed


class LanguageModel(nn.Module):
    def __init__(self, length: int) -> None:
        super().__init__()
        self.tokens = nn.Parameter(torch.empty(VOCABULARY, WIDTH))
        rotary = Rotary(length, WIDTH // HEADS)
        self.blocks = nn.ModuleList(Block(rotary) for _ in range(LAYERS))
        self.norm, self.head = Norm(), Projection(WIDTH, VOCABULARY)

    def forward(self, tokens: Any) -> Any:
        embedded = self.tokens[tokens, :]  # which the recorded forward names until it returns
        x = embedded
        for block in self.blocks:
            x = block(x)
        x = self.norm(x)
        return self.head(x)


def cross_entropy(logits: Any, targets: Any) -> Any:
    negative = -log_softmax(logits)
    return torch.mean(torch.gather(negative, -1, targets.unsqueeze(-1)))


def log_softmax(x: Any) -> Any:
    largest = torch.max(x, dim=-1, keepdim=True)[0]
    x = x - largest
    return x - torch.log(torch.sum(torch.exp(x), dim=-1, keepdim=True))


class AdamW(torch.optim.Optimizer):
    """One parameter at a time, out of place."""

    def __init__(self, parameters: Any) -> None:
        super().__init__(parameters, {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0.01})

    def step(self, closure: Any = None) -> None:
        for group in self.param_groups:
            rate, (beta1, beta2) = group["lr"], group["betas"]
            for p in group["params"]:
                gradient, state = p.grad.data, self.state[p]
                t = state.get("t", 1)
                adjusted = rate * math.sqrt(1 - beta2**t) / (1 - beta1**t)
                p.data -= rate * group["weight_decay"] * p.data
                before1 = state.get("m", torch.zeros_like(gradient))
                before2 = state.get("v", torch.zeros_like(gradient))
                moment1 = beta1 * before1 + ((1 - beta1) * gradient)
                moment2 = beta2 * before2 + ((1 - beta2) * torch.square(gradient))
                p.data -= adjusted * moment1 / (torch.sqrt(moment2) + group["eps"])
                state["m"], state["v"], state["t"] = moment1, moment2, t + 1


def train(tracer: Any, model: Any, length: int, device: Any) -> None:
    optimizer = AdamW(model.parameters())
    inputs, targets = (torch.zeros((BATCHES, BATCH, length), dtype=torch.long, device=device) for _ in range(2))
    for step in range(2):
        if step == 1:
            del output, loss
            optimizer.zero_grad(set_to_none=True)
            tracer.enter("forward", 1)
        output = model(inputs[step])
        loss = cross_entropy(output, targets[step])
        loss.backward()
        optimizer.step()
        if step == 0:
            optimizer.zero_grad()
    tracer.enter("setup", 2)


def infer(tracer: Any, model: Any, length: int, device: Any, autocast: bool = False) -> None:
    model.eval()
    inputs = torch.zeros((BATCHES, BATCH, length), dtype=torch.long, device=device)
    with torch.inference_mode(), torch.autocast("cuda", torch.bfloat16, enabled=autocast):
        model(inputs[0])
        tracer.enter("forward", 1)
        model(inputs[1])
    tracer.enter("setup", 2)


def trace(length: int, run: Any, card: Any) -> list[Any]:
    from vram_probe.tracing.patches import patched
    from vram_probe.tracing.selftest import calibrate
    from vram_probe.tracing.target import target_of
    from vram_probe.tracing.tracer import Tracer

    target = target_of(card)
    tracer = Tracer(target, calibrate(target))
    device = torch.device("cuda")
    with patched(tracer), tracer:
        model = LanguageModel(length)
        model.to(device)
        run(tracer, model, length, device)
        return tracer.finish()


if __name__ == "__main__":
    length, what, card = sys.argv[1:]
    runs = {"training": train, "inference": infer, "autocast": functools.partial(infer, autocast=True)}
    json.dump(trace(int(length), runs[what], json.loads(card)), sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # as the probe: libraries crash while they are taken apart
