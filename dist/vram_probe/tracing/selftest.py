"""Shows, before a trace is believed, that this torch behaves as the corrections assume."""

from __future__ import annotations

import functools
from typing import Any

import torch
from torch import nn

from ..failure import OTHER_TORCH, Failure
from . import attention
from .patches import patched
from .target import Target
from .tracer import Tracer


@functools.lru_cache(maxsize=None)
def calibrate(target: Target) -> tuple[int, int]:
    """Use counts of a gradient that the engine alone holds, (storage, tensor), on this torch.

    :raises Failure: in plain words where a check fails: the trace could not be trusted
    """
    tracer = Tracer(target, None)
    with patched(tracer), tracer:
        _expect(_chooses_foreach(), "does not choose foreach for fake parameters")
        _expect(_autocasts(), "does not autocast fake CUDA tensors")
        _expect(_attends(target), "does not take the attention kernel that was chosen")
        alone, shared = _accumulations(tracer)
    _expect(alone is not None and shared is not None, "does not accumulate gradients at a fan-out as expected")
    assert alone is not None and shared is not None
    _expect(any(s > a for a, s in zip(alone, shared)), "does not tell a gradient that is held twice")
    return alone


def _expect(holds: bool, what: str) -> None:
    if not holds:
        raise Failure("failed", f"Cannot trust a trace made with torch {torch.__version__}: it {what}", OTHER_TORCH)


def _chooses_foreach() -> bool:
    from torch.optim.optimizer import _default_to_fused_or_foreach

    parameter = nn.Parameter(torch.empty(2)).to("cuda")
    return _default_to_fused_or_foreach([parameter], differentiable=False, use_fused=False) == (False, True)


def _autocasts() -> bool:
    with torch.autocast("cuda", dtype=torch.float16):
        return (torch.empty(2, 2, device="cuda") @ torch.empty(2, 2, device="cuda")).dtype is torch.float16


def _attends(target: Target) -> bool:
    q = torch.empty(1, 2, 16, 64, device="cuda", requires_grad=True)
    output = nn.functional.scaled_dot_product_attention(q, q, q)
    return attention.choose(target, q, q, q).capitalize() in type(output.grad_fn).__name__


def _accumulations(tracer: Tracer) -> tuple[Any, Any]:
    """Of a gradient that is held by the engine alone, and of one that a second edge holds too."""
    x = torch.empty(4, 4, device="cuda", requires_grad=True)
    hidden = x * 2
    (hidden * 2 + hidden * 3).sum().backward()
    alone = tracer.accumulations[-1] if tracer.accumulations else None
    tracer.accumulations.clear()
    hidden = x * 2
    (hidden + hidden.sin() * 0 + hidden).backward(torch.empty(4, 4, device="cuda"))
    shared = max(tracer.accumulations, default=None)
    return alone, shared
