"""What a program that is traced does with the world outside: it sends nothing, and it saves nothing."""

from __future__ import annotations

import contextlib
from typing import Any

import torch
import torch.distributed as dist

from ..failure import Failure
from .guesses import code_line
from .patches import Patcher


def left_alone() -> contextlib.ExitStack:
    """Groups of processes are refused, for a fake tensor has nothing to send; checkpoints would hold no weights."""
    stack = contextlib.ExitStack()
    patch = Patcher(stack)
    patch(torch, save=lambda *args, **kwargs: None)
    if dist.is_available():
        patch(dist, init_process_group=_refuse)
        patch(dist.distributed_c10d, init_process_group=_refuse)
    return stack


def _refuse(*args: Any, **kwargs: Any) -> Any:
    where = code_line() or "a line of PyTorch's own"
    what = f"Cannot trace several processes: torch.distributed.init_process_group is called at {where}"
    raise Failure("failed", what, "let the command start one process, or describe its model beside it, or measure it")
