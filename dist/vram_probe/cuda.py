"""Measures on a CUDA device: the allocator's own statistics, phase by phase, and what the driver says beside them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any, Optional, Protocol

from . import enumeration
from .data import tensors_of
from .smi import Card, CoTenant, query_co_tenants
from .step import evaluate, train
from .workload import Progress, Workload

BLOCK = 512
"""The allocator hands out multiples of this. Source: kMinBlockSize in c10/cuda/CUDACachingAllocator.cpp."""


class Cuda(Protocol):
    """The part of ``torch.cuda`` that is used here."""

    OutOfMemoryError: type[BaseException]

    def synchronize(self) -> None: ...
    def reset_peak_memory_stats(self) -> None: ...
    def memory_stats(self) -> Mapping[str, Any]: ...
    def mem_get_info(self) -> tuple[int, int]: ...


class Peaks:
    """Reads the allocator's peaks at each change of phase and at each gradient, and forgets what came before."""

    def __init__(self, cuda: Cuda, work: Workload) -> None:
        self._cuda, self._work = cuda, work
        self.phases: dict[str, dict[str, int]] = {}
        self.steps: dict[int, dict[str, int]] = {}
        self.timeline: list[dict[str, Any]] = []
        self.peak: dict[str, Any] = {}
        self.highest = self.reserved = 0
        self.moment: dict[str, Any] = {"phase": "setup", "step": 0}

    def enter(self, phase: str, step: int) -> None:
        self.read()
        self.moment = {"phase": phase, "step": step}

    def read(self) -> None:
        """Everything since the last reading belongs to the moment that is now."""
        self._cuda.synchronize()
        stats = self._cuda.memory_stats()
        tiers = {f"{name}_bytes": int(stats.get(f"{name}_bytes.all.peak", 0)) for name in ("allocated", "reserved")}
        self._cuda.reset_peak_memory_stats()
        self.reserved = max(self.reserved, tiers["reserved_bytes"])
        if self.moment["step"] > self._work.warmup:
            self._note(tiers)

    def _note(self, tiers: dict[str, int]) -> None:
        phase, step = self.moment["phase"], self.moment["step"]
        self.phases[phase] = _highest(self.phases.get(phase), tiers)
        if phase != "evaluation":
            self.steps[step] = _highest(self.steps.get(step), tiers)
        known = self._known_bytes()
        unattributed = tiers["allocated_bytes"] - sum(known.values())
        if unattributed < 0:  # what is known was made after the peak of this stretch
            known["gradients"], unattributed = max(known["gradients"] + unattributed, 0), 0
        if tiers["allocated_bytes"] > self.highest:
            self.highest = tiers["allocated_bytes"]
            self.peak = {**self.moment, "categories": known, "unattributed_bytes": unattributed}
        if step == self._work.warmup + self._work.steps:
            point = {**self.moment, "categories": known, "unattributed_bytes": unattributed}
            self.timeline.append({**point, "reserved_bytes": tiers["reserved_bytes"]})

    def _known_bytes(self) -> dict[str, int]:
        work = self._work
        known = dict.fromkeys(enumeration.CATEGORIES, 0)
        known["parameters"] = _block_bytes(work.model.parameters())
        known["buffers"] = _block_bytes([*work.model.buffers(), *work.loss_tensors()])
        known["gradients"] = _block_bytes(enumeration.gradients(work.model))
        kept = [*enumeration.optimizer_tensors(work.optimizer), *(work.average.parameters() if work.average is not None else ())]
        known["optimizer"] = _block_bytes(t for t in kept if t.is_cuda)
        evaluating = self.moment["phase"] == "evaluation"
        batch = work.evaluation_batches[0] if evaluating else work.training_batches[0]
        known["batch"] = _block_bytes(tensors_of(batch))
        return known


def measure(work: Workload, cuda: Cuda, device: Any, card: Optional[Card], progress: Progress) -> dict[str, Any]:
    """The measured part of the document. `card` is what `nvidia-smi` said before this process touched it."""
    peaks = Peaks(cuda, work)
    out_of_memory = None
    hooks = []

    def enter(phase: str, step: int) -> None:
        peaks.enter(phase, step)
        progress(phase, step)

    try:
        work.move(device)
        work.make_optimizer()
        if work.compiled:
            work.model.compile()
        # A reading at each gradient tells which of them were there at the peak of the backward.
        hooks = [p.register_post_accumulate_grad_hook(lambda _: peaks.read()) for p in work.model.parameters() if p.requires_grad]
        step = train(work, device, enter)
        if work.evaluation_batches:
            evaluate(work, device, step, enter)
        peaks.read()
    except cuda.OutOfMemoryError as error:
        out_of_memory = _out_of_memory(str(error), cuda, peaks)
    finally:
        for hook in hooks:
            hook.remove()
    return _measured(work, peaks, _context_bytes(cuda, card), _co_tenants(card), out_of_memory)


def _measured(
    work: Workload, peaks: Peaks, context: int, co_tenants: list[CoTenant], out_of_memory: Optional[dict[str, Any]]
) -> dict[str, Any]:
    nothing = {**peaks.moment, "categories": dict.fromkeys(enumeration.CATEGORIES, 0), "unattributed_bytes": 0}
    return {
        "nominal_bytes": work.nominal_bytes(),
        "allocated_bytes": peaks.highest,
        "reserved_bytes": peaks.reserved,
        "device_bytes": peaks.reserved + context,
        "context_bytes": context,
        "phases": peaks.phases,
        "peak": peaks.peak or nothing,
        "step_peaks": [{"step": step, **tiers} for step, tiers in sorted(peaks.steps.items())],
        "num_alloc_retries": int(_current(peaks, "num_alloc_retries")),
        "co_tenants": [tenant._asdict() for tenant in co_tenants],
        "out_of_memory": out_of_memory,
        "timeline": peaks.timeline,
    }


def _current(peaks: Peaks, name: str) -> Any:
    return peaks._cuda.memory_stats().get(name, 0)


def _context_bytes(cuda: Cuda, card: Optional[Card]) -> int:
    """What the driver lost to this process beside the allocator: used now − used before − reserved now.

    Without `nvidia-smi` the use before is not known and is taken as that of an idle card, zero.
    """
    free, total = cuda.mem_get_info()
    reserved = int(cuda.memory_stats().get("reserved_bytes.all.current", 0))
    return max(total - free - (card.used_bytes if card else 0) - reserved, 0)


def _co_tenants(card: Optional[Card]) -> list[CoTenant]:
    return query_co_tenants(card.uuid, os.getpid()) if card else []


def _out_of_memory(message: str, cuda: Cuda, peaks: Peaks) -> dict[str, Any]:
    """Source of the text: `Tried to allocate 20.00 MiB` in c10/cuda/CUDACachingAllocator.cpp."""
    found = re.search(r"Tried to allocate ([\d.]+) (bytes|KiB|MiB|GiB)", message)
    unit = {"bytes": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
    stats = cuda.memory_stats()
    return {
        **peaks.moment,
        "requested_bytes": round(float(found.group(1)) * unit[found.group(2)]) if found else 0,
        "allocated_bytes": int(stats.get("allocated_bytes.all.current", 0)),
        "reserved_bytes": int(stats.get("reserved_bytes.all.peak", 0)),
        "message": message[:4000],
    }


def _highest(before: Optional[dict[str, int]], now: dict[str, int]) -> dict[str, int]:
    return {name: max(size, (before or {}).get(name, 0)) for name, size in now.items()}


def _block_bytes(tensors: Iterable[Any]) -> int:
    """Each storage once, as the allocator rounds it; slack of up to 1 MiB behind a large block is not seen."""
    sizes = {t.untyped_storage()._cdata: t.untyped_storage().nbytes() for t in tensors}
    return sum(-(-size // BLOCK) * BLOCK for size in sizes.values())
