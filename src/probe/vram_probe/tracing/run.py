"""The trace of one training for a card, `vram-budget/trace@2`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from ..failure import Failure
from ..labels import Labels
from ..step import evaluate, train
from ..workload import Progress, Workload
from .bootstrap import bootstrap
from .guesses import line_of
from .target import target_of


def trace(training: Mapping[str, Any], device: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Setup, warm-up and measured steps, and the evaluation, as a measurement on that card would run them."""
    bootstrap()
    import torch

    from .patches import libraries_patched, patched
    from .selftest import calibrate
    from .tracer import Tracer

    target = target_of(device)
    tracer = Tracer(target, calibrate(target))
    with patched(tracer), tracer:
        work = Workload(training)
        with libraries_patched(), _saying_where():
            _run(tracer, work, progress)
        counted = {"nominal_bytes": work.nominal_bytes(), **work.counts()}
        events = tracer.finish()
    return {
        "schema": "vram-budget/trace@2",
        "torch": torch.__version__,
        "batch_size": work.batch_size,
        "events": events,
        "guesses": tracer.guesses.lines(),
        **counted,
    }


@contextlib.contextmanager
def _saying_where() -> Iterator[None]:
    """An operator without a fake kernel ends the trace: the failure names it, and the line of code."""
    from torch._subclasses import fake_tensor

    try:
        yield
    except (
        fake_tensor.UnsupportedOperatorException,
        fake_tensor.DataDependentOutputException,
        fake_tensor.DynamicOutputShapeException,
    ) as error:
        where = line_of(error.__traceback__)
        raise Failure("failed", f"Cannot trace {error.func} at {where}: its result depends on values") from error


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
    tracer.follow_modules(work.model)
    step = train(work, device, enter)
    labels.at("evaluation", step)
    if work.evaluation_batches:
        evaluate(work, device, step, enter)
        tracer.enter("evaluation", step)
    progress("done", step)
