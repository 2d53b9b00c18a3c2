"""The trace of one training for a card, `vram-budget/trace@2`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..failure import OTHER_TORCH, Failure
from ..labels import Labels
from ..step import evaluate, train
from ..workload import Progress, Workload
from .bootstrap import bootstrap
from .refusal import explained, refuse_wrappers
from .target import Target, target_of


def trace(training: Mapping[str, Any], device: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Setup, warm-up and measured steps, and the evaluation, as a measurement on that card would run them."""
    target = target_of(device)
    sole_owner = trusted(target)
    from .patches import libraries_patched, patched
    from .processes import among_processes
    from .tracer import Tracer

    tracer = Tracer(target, sole_owner)
    work = None
    with among_processes(training.get("distributed"), tracer), patched(tracer), tracer, explained(lambda: work and work.model):
        work = Workload(training)
        refuse_wrappers(work.model)
        with libraries_patched():
            _run(tracer, work, progress)
        counted = {"nominal_bytes": work.nominal_bytes(), **work.counts()}
        return document(tracer, work.batch_size, counted)


def document(tracer: Any, batch_size: int | None, counted: Mapping[str, Any]) -> dict[str, Any]:
    """All that `tracer` saw until now; `counted` is what the training's own objects say of their sizes."""
    import torch

    return {
        "schema": "vram-budget/trace@2",
        "torch": torch.__version__,
        "batch_size": batch_size,
        "events": tracer.finish(),
        "guesses": tracer.guesses.lines(),
        **counted,
    }


def trusted(target: Target) -> tuple[int, int]:
    """What `selftest.calibrate()` finds of this torch.

    :raises Failure: where it has not what the tracer is built on, or behaves otherwise
    """
    bootstrap()
    try:
        from .selftest import calibrate

        return calibrate(target)
    except Failure:
        raise
    except Exception as error:
        import torch

        what = f"Cannot trust a trace made with torch {torch.__version__}: its self-test ends with {type(error).__name__}: {error}"
        raise Failure("failed", what, OTHER_TORCH) from error


def _run(tracer: Any, work: Workload, progress: Progress) -> None:
    import torch

    device = torch.device("cuda")
    labels = Labels(tracer, work)

    def enter(phase: str, step: int) -> None:
        labels.at(phase, step)
        tracer.enter(phase, step)
        progress(phase, step)

    work.move(device)
    labels.model()
    work.make_optimizer()
    labels.optimizer()
    tracer.follow_modules(work.module)
    step = train(work, device, enter)
    labels.at("evaluation", step)
    if work.evaluation_batches:
        evaluate(work, device, step, enter)
        tracer.enter("evaluation", step)
    progress("done", step)
