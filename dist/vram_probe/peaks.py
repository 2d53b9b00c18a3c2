"""Reads the CUDA allocator's own statistics at each change of phase and while gradients come in.

The statistics are the host's: nothing is synchronized, and nothing waits for the card. What an allocation is for is
asked for only where a new peak was found, and through one whole step for its timeline.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Optional, Protocol

from . import enumeration
from .subject import Subject, by_category

BLOCK = 512
"""The allocator hands out multiples of this. Source: kMinBlockSize in c10/cuda/CUDACachingAllocator.cpp."""

READINGS_IN_BACKWARD = 32
"""Gradients between two readings add up to this part of all: so many readings tell what was there at the peak."""


class Statistics(Protocol):
    """The part of ``torch.cuda`` that is used here."""

    def reset_peak_memory_stats(self) -> None: ...
    def memory_stats_as_nested_dict(self) -> Mapping[str, Any]: ...


class Peaks:
    """Peaks by phase and by step from the step `first_step` on; the timeline is of that step."""

    def __init__(self, cuda: Statistics, subject: Subject, first_step: int, device_type: str = "cuda") -> None:
        self._cuda, self._subject, self._first_step, self._device_type = cuda, subject, first_step, device_type
        self.phases: dict[str, dict[str, int]] = {}
        self.steps: dict[int, dict[str, int]] = {}
        self.timeline: list[dict[str, Any]] = []
        self.peak: dict[str, Any] = {}
        self.highest = self.reserved = 0
        self.moment: dict[str, Any] = {"phase": "setup", "step": 0}
        self._gradient_bytes = self._unread_bytes = self._come_bytes = 0

    def enter(self, phase: str, step: int) -> None:
        """What happened until now belongs to the moment before."""
        current = self.read()
        if step > self.moment["step"] or phase == "evaluation":  # which may come before a step too: its end comes again
            self._end_step(current)
        if phase == "backward":
            self._gradient_bytes, self._come_bytes = self._come_bytes or self._expected_bytes(), 0
        self.moment = {"phase": phase, "step": step}

    def gradient(self, parameter: Any) -> None:
        """A gradient was accumulated."""
        size = parameter.numel() * parameter.element_size()
        self._unread_bytes += size
        self._come_bytes += size
        if self._unread_bytes * READINGS_IN_BACKWARD >= self._gradient_bytes:
            self.read()

    def _expected_bytes(self) -> int:
        """Of the first backward; later ones bring as much as the one before."""
        return sum(p.numel() * p.element_size() for p in self._subject.parameters() if p.requires_grad)

    def finish(self) -> None:
        current = self.read()
        if self.moment["phase"] != "evaluation":
            self._end_step(current)

    def read(self) -> int:
        """Gives what is allocated now."""
        self._unread_bytes = 0
        stats = self._cuda.memory_stats_as_nested_dict()
        allocated, reserved = (stats[f"{name}_bytes"]["all"] for name in ("allocated", "reserved"))
        self._cuda.reset_peak_memory_stats()
        self.reserved = max(self.reserved, reserved["peak"])
        if self.moment["step"] >= self._first_step:
            self._note({"allocated_bytes": allocated["peak"], "reserved_bytes": reserved["peak"]})
        return allocated["current"]

    def _note(self, tiers: dict[str, int]) -> None:
        phase, step = self.moment["phase"], self.moment["step"]
        self.phases[phase] = highest(self.phases.get(phase), tiers)
        if phase != "evaluation":
            self.steps[step] = highest(self.steps.get(step), tiers)
        higher = tiers["allocated_bytes"] > self.highest
        if not higher and step > self._first_step:
            return
        point = {**self.moment, **self._split(tiers["allocated_bytes"])}
        if higher:
            self.highest, self.peak = tiers["allocated_bytes"], point
        if step == self._first_step:
            self.timeline.append({**point, "reserved_bytes": tiers["reserved_bytes"]})

    def _split(self, allocated: int) -> dict[str, Any]:
        known = dict.fromkeys(enumeration.CATEGORIES, 0)
        for name, tensors in by_category(self._subject, self.moment["phase"]).items():
            known[name] = self._block_bytes(tensors)
        unattributed = allocated - sum(known.values())
        for name in ("gradients", "optimizer", "batch", "buffers", "parameters"):  # made after the peak of this stretch
            late = min(max(-unattributed, 0), known[name])
            known[name], unattributed = known[name] - late, unattributed + late
        return {"categories": known, "unattributed_bytes": unattributed}

    def _end_step(self, current: int) -> None:
        step = self.steps.get(self.moment["step"])
        if step is not None:
            step["end_allocated_bytes"] = current

    def _block_bytes(self, tensors: Iterable[Any]) -> int:
        """Each storage on the device once, as the allocator rounds it; slack of up to 1 MiB behind a large block is not seen."""
        storages = (enumeration.local(t).untyped_storage() for t in tensors if t.device.type == self._device_type)
        sizes = {storage._cdata: storage.nbytes() for storage in storages}
        return sum(-(-size // BLOCK) * BLOCK for size in sizes.values())


def highest(before: Optional[dict[str, int]], now: dict[str, int]) -> dict[str, int]:
    return {**(before or {}), **{name: max(size, (before or {}).get(name, 0)) for name, size in now.items()}}
