"""The largest blocks of the CUDA allocator, and what they are for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from . import enumeration
from .subject import Subject, by_category

MOST_BLOCKS = 5
"""As src/measure/measurement.ts allows."""


class Snapshots(Protocol):
    """The part of ``torch.cuda`` that is used here."""

    def memory_snapshot(self) -> Sequence[Mapping[str, Any]]: ...


def largest_blocks(cuda: Snapshots, subject: Subject, phase: str) -> list[dict[str, Any]]:
    """Allocated now, the largest first. The category is None for what enumeration does not reach: activations and the like."""
    categories = {
        enumeration.local(tensor).untyped_storage().data_ptr(): category
        for category, tensors in by_category(subject, phase).items()
        for tensor in tensors
    }
    blocks = sorted(_allocated(cuda.memory_snapshot()), reverse=True)[:MOST_BLOCKS]
    return [{"bytes": size, "category": categories.get(address)} for size, address in blocks]


def _allocated(segments: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, int]]:
    """Size and address. Blocks fill their segment in order. Source: torch.cuda.memory_snapshot()."""
    for segment in segments:
        address = segment["address"]
        for block in segment["blocks"]:
            if block["state"] == "active_allocated":
                yield block["size"], address
            address += block["size"]
