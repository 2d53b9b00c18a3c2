"""Measures what the config describes on a CUDA device: the allocator's statistics, and what the driver says beside them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from typing import Any, Optional, Protocol

from . import enumeration
from .largest_blocks import largest_blocks
from .peaks import Peaks, Statistics, apart
from .recording import MOST_ENTRIES, Recording, start
from .smi import Card, query_co_tenants
from .step import evaluate, train
from .subject import by_category
from .workload import Progress, Workload


class Cuda(Statistics, Protocol):
    """The part of ``torch.cuda`` that is used here."""

    OutOfMemoryError: type[BaseException]

    def mem_get_info(self) -> tuple[int, int]: ...
    def memory_snapshot(self) -> Sequence[Mapping[str, Any]]: ...


def measure(
    work: Workload, cuda: Cuda, device: Any, card: Optional[Card], progress: Progress, recorded: Optional[str] = None
) -> dict[str, Any]:
    """The measured part of the document. `card` is what `nvidia-smi` said before this process touched it.

    The allocator's own recording, from the first step to the end of the first that is measured, goes to the file
    `recorded`, where there is one; where memory runs out before, up to there.
    """
    peaks = Peaks(cuda, work, work.warmup + 1, device.type)
    out_of_memory = None
    hooks = []
    recording: Optional[Recording] = None

    def enter(phase: str, step: int) -> None:
        peaks.enter(phase, step)
        if step > work.warmup + 1 or phase == "evaluation":
            end_recording()
        progress(phase, step)

    def end_recording() -> None:
        nonlocal recording
        if recording is not None and recorded is not None:
            recording.stop_and_dump(recorded, by_category(work, "optimizer").items())
            recording = None

    try:
        work.move(device)
        work.make_optimizer()
        if work.compiled:
            work.model.compile()
        hooks = [p.register_post_accumulate_grad_hook(peaks.gradient) for p in apart(work.model.parameters())]
        if recorded is not None:
            recording = start(cuda, MOST_ENTRIES, [work.model])
        step = train(work, device, enter)
        if work.evaluation_batches:
            evaluate(work, device, step, enter)
        peaks.finish()
        end_recording()
    except cuda.OutOfMemoryError as error:
        out_of_memory = _out_of_memory(str(error), cuda, work, peaks)
        end_recording()
    finally:
        for hook in hooks:
            hook.remove()
    return {
        "stopped": "steps" if out_of_memory is None else "out-of-memory",
        "nominal_bytes": work.nominal_bytes(),
        "batch_shapes": work.batch_shapes(),
        **measured(peaks, cuda, card),
        "out_of_memory": out_of_memory,
    }


def measured(peaks: Peaks, cuda: Cuda, card: Optional[Card]) -> dict[str, Any]:
    """What the statistics say, and the driver beside them, as the document has it."""
    context = _context_bytes(cuda, card)
    tenants = [] if card is None else query_co_tenants(card.uuid, os.getpid())
    nothing = {**peaks.moment, "categories": dict.fromkeys(enumeration.CATEGORIES, 0), "unattributed_bytes": 0}
    whole = {step: tiers for step, tiers in sorted(peaks.steps.items()) if "end_allocated_bytes" in tiers}
    return {
        "allocated_bytes": peaks.highest,
        "reserved_bytes": peaks.reserved,
        "device_bytes": peaks.reserved + context,
        "context_bytes": context,
        "phases": peaks.phases,
        "peak": peaks.peak or nothing,
        "step_peaks": [{"step": step, **tiers} for step, tiers in whole.items()],
        "num_alloc_retries": int(cuda.memory_stats_as_nested_dict()["num_alloc_retries"]),
        "co_tenants": [tenant._asdict() for tenant in tenants],
        "timeline": peaks.timeline,
    }


def _context_bytes(cuda: Cuda, card: Optional[Card]) -> int:
    """What the driver lost to this process beside the allocator: used now − used before − reserved now.

    Without `nvidia-smi` the use before is not known and is taken as that of an idle card, zero.
    """
    free, total = cuda.mem_get_info()
    reserved = cuda.memory_stats_as_nested_dict()["reserved_bytes"]["all"]["current"]
    return max(total - free - (card.used_bytes if card else 0) - reserved, 0)


def _out_of_memory(message: str, cuda: Cuda, work: Workload, peaks: Peaks) -> dict[str, Any]:
    """Source of the text: `Tried to allocate 20.00 MiB` in c10/cuda/CUDACachingAllocator.cpp."""
    found = re.search(r"Tried to allocate ([\d.]+) (bytes|KiB|MiB|GiB)", message)
    unit = {"bytes": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
    stats = cuda.memory_stats_as_nested_dict()
    return {
        **peaks.moment,
        "requested_bytes": round(float(found.group(1)) * unit[found.group(2)]) if found else 0,
        "allocated_bytes": stats["allocated_bytes"]["all"]["current"],
        "reserved_bytes": stats["reserved_bytes"]["all"]["peak"],
        "largest_blocks": largest_blocks(cuda, work, peaks.moment["phase"]),
        "message": message[:4000],
    }
