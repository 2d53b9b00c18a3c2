"""No more memory than a limit, to see whether a training can live with it: on a card by the allocator, on the CPU by us."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any


class Limit:
    """On the CPU, where every storage is counted: the one that would be too much is refused, as an allocator does."""

    def __init__(self, most_bytes: int, refused: Callable[[dict[str, Any]], None]) -> None:
        """`refused` is told of each, in the words of a measurement."""
        self._most_bytes, self._refused = most_bytes, refused

    def check(self, requested: int, alive: int, moment: Mapping[str, Any]) -> None:
        """Raises what PyTorch raises, where `requested` bytes beside those that are alive would be too much."""
        if alive + requested <= self._most_bytes:
            return
        import torch

        message = f"you tried to allocate {requested} bytes; {alive} are held, and the limit is {self._most_bytes}"
        sizes = {"requested_bytes": requested, "allocated_bytes": alive, "reserved_bytes": alive}
        self._refused({"phase": moment["phase"], "step": moment["step"], **sizes, "message": message})
        raise torch.cuda.OutOfMemoryError(message)


def cap_card(cuda: Any, limit_bytes: int, device: int) -> None:
    """The caching allocator of this process will reserve no more. Source: setMemoryFraction in c10/cuda/CUDACachingAllocator.cpp.

    It takes a share of the card, whose product with the card's memory it rounds down: half a byte keeps the limit whole.
    """
    total = cuda.get_device_properties(device).total_memory
    cuda.set_per_process_memory_fraction(min(1.0, (limit_bytes + 0.5) / total), device)


def cap_card_at_start(limit_bytes: int) -> None:
    """Before the first allocation, whenever that will be: as torch.cuda.manual_seed waits for CUDA to be initialized.

    Launchers give each process of a machine a card by LOCAL_RANK; on all others nothing is done, for to ask makes a context.
    """
    from torch import cuda

    local = os.environ.get("LOCAL_RANK", "")

    def cap() -> None:
        ranked = local.isdigit() and int(local) < cuda.device_count()
        cap_card(cuda, limit_bytes, int(local) if ranked else cuda.current_device())

    cuda._lazy_call(cap)
