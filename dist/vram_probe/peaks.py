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
"""So many tell which gradients were there at the peak; each is a call of Python from autograd, and one of the allocator's."""


class Statistics(Protocol):
    """The part of ``torch.cuda`` that is used here."""

    def reset_peak_memory_stats(self) -> None: ...
    def memory_stats_as_nested_dict(self) -> Mapping[str, Any]: ...


class Peaks:
    """Peaks by phase and by step from the step `first_step` on; the timeline is of one, that one if none is named."""

    def __init__(
        self,
        cuda: Statistics,
        subject: Subject,
        first_step: int,
        device_type: str = "cuda",
        timeline_step: Optional[int] = None,
    ) -> None:
        self._cuda, self._subject, self._first_step, self._device_type = cuda, subject, first_step, device_type
        self._timeline_step = first_step if timeline_step is None else timeline_step
        self.phases: dict[str, dict[str, int]] = {}
        self.steps: dict[int, dict[str, int]] = {}
        self.timeline: list[dict[str, Any]] = []
        self.peak: dict[str, Any] = {}
        self.highest = self.reserved = 0
        self.moment: dict[str, Any] = {"phase": "setup", "step": 0}

    def enter(self, phase: str, step: int) -> None:
        """What happened until now belongs to the moment before."""
        current = self.read()
        if step > self.moment["step"] or phase == "evaluation":  # which may come before a step too: its end comes again
            self._end_step(current)
        self.moment = {"phase": phase, "step": step}

    def gradient(self, parameter: Any) -> None:
        """The gradient of one of those that are `apart` was accumulated."""
        self.read()

    def finish(self) -> None:
        current = self.read()
        if self.moment["phase"] != "evaluation":
            self._end_step(current)

    def read(self) -> int:
        """Gives what is allocated now."""
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
        if not higher and step != self._timeline_step:
            return
        point = {**self.moment, **self._split(tiers["allocated_bytes"])}
        if higher:
            self.highest, self.peak = tiers["allocated_bytes"], point
        if step == self._timeline_step:
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


def apart(parameters: Iterable[Any]) -> list[Any]:
    """Of those that are trained, the ones after which this part of all gradients has come: each is to be read at.

    Gradients come about in the order of the parameters, from the last to the first.
    """
    trained = [parameter for parameter in parameters if parameter.is_leaf and parameter.requires_grad]
    sizes = [parameter.numel() * parameter.element_size() for parameter in trained]
    chosen, unread, total = [], 0, sum(sizes)
    for parameter, size in zip(reversed(trained), reversed(sizes)):
        unread += size
        if unread * READINGS_IN_BACKWARD >= total:
            chosen.append(parameter)
            unread = 0
    return chosen


def highest(before: Optional[dict[str, int]], now: dict[str, int]) -> dict[str, int]:
    return {**(before or {}), **{name: max(size, (before or {}).get(name, 0)) for name, size in now.items()}}
