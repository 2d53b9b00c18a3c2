"""The tracer as it is while a dispatch mode is active for real: what the CPU's StorageCounter is held against."""

from __future__ import annotations

from typing import Any

from vram_probe.tracing.target import Target
from vram_probe.tracing.tracer import Tracer


class UnderAMode(Tracer):
    """Without what the tracer puts right because a dispatch mode is active: one is while the CPU is counted, too."""

    def __init__(self, target: Target) -> None:
        super().__init__(target, sole_owner=None)

    def _just_zeros(self, tensor: Any) -> bool:
        return False
