"""Measures on the CPU: trains for real and counts every tensor's storage."""

from __future__ import annotations

import os
import re
from typing import Any, Optional

from .blocks import groups_alive
from .counting import StorageCounter
from .labels import Labels
from .limit import Limit
from .profile import Profile
from .stacks import Stacks
from .step import evaluate, train
from .workload import Progress, Workload


def measure(work: Workload, progress: Progress, limit_bytes: Optional[int] = None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The measured part of the document, and every event."""
    import torch

    device = torch.device("cpu")
    refusals: list[dict[str, Any]] = []
    limit = None if limit_bytes is None else Limit(limit_bytes, refusals.append)
    counter = StorageCounter(Stacks(os.getcwd()) if work.explain else None, limit)
    labels = Labels(counter, work)
    out_of_memory = None

    def enter(phase: str, step: int) -> None:
        labels.at(phase, step)
        counter.enter(phase, step)
        progress(phase, step)

    # In anomaly mode a node of autograd knows the line that made it; values are not looked at.
    with torch.autograd.set_detect_anomaly(work.explain, check_nan=False), counter:
        try:
            with torch.no_grad():
                work.model._apply(torch.clone)  # as `.to(device)` would put it on a card
                if work.loss_tensors():
                    work.criterion._apply(torch.clone)
            work.move(device)
            labels.model()
            work.make_optimizer()
            labels.optimizer()
            counter.follow_modules(work.module)
            step = train(work, device, enter)
            labels.at("evaluation", step)
            if work.evaluation_batches:
                evaluate(work, device, step, enter)
                counter.enter("evaluation", step)
            progress("done", step)
        except (MemoryError, RuntimeError) as error:
            out_of_memory = refusals[0] if refusals else _out_of_memory(error, counter)
        events = counter.finish()
    profile = Profile(work.warmup + 1, work.warmup + work.steps).follow(events)
    measured = {
        "stopped": "steps" if out_of_memory is None else "out-of-memory",
        "nominal_bytes": work.nominal_bytes(),
        "batch_shapes": work.batch_shapes(),
        **profile.measured(),
        "out_of_memory": out_of_memory,
    }
    if work.explain:
        measured["blocks"] = groups_alive(events[: profile.events_to_peak])
    return measured, events


def _out_of_memory(error: BaseException, counter: StorageCounter) -> dict[str, Any]:
    """Raises what is not about memory again. Source of the text: c10/core/impl/alloc_cpu.cpp."""
    found = re.search(r"you tried to allocate (\d+) bytes", str(error))
    if found is None and not isinstance(error, MemoryError):
        raise error
    alive = counter.alive_bytes()
    return {
        **counter.moment,
        "requested_bytes": int(found.group(1)) if found else 0,
        "allocated_bytes": alive,
        "reserved_bytes": alive,
        "message": str(error)[:4000],
    }
