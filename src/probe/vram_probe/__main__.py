"""`python -m vram_probe`: a request on standard input, the answer as JSON lines on descriptor 3.

The request is `vram-budget/request@1` (src/probe/protocol.ts). Each line of the answer is an object with one key:
`progress`, `trace`, `measurement` or `failure`.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Mapping
from typing import Any

from .channel import Channel
from .failure import Failure

ANSWER_DESCRIPTOR = 3


def main() -> int:
    channel = Channel(ANSWER_DESCRIPTOR)
    try:
        answer(json.load(sys.stdin), channel)
    except Failure as failure:
        channel.send("failure", {"reason": failure.reason, "detail": failure.detail})
        return 1
    except Exception as error:  # the training's own error comes first, then where it stood
        traceback.print_exc()
        detail = f"{type(error).__name__}: {error}"
        channel.send("failure", {"reason": "failed", "detail": detail[:4000]})
        return 1
    return 0


def answer(request: Mapping[str, Any], channel: Channel) -> None:
    for_a_card = not isinstance(request["device"], str)
    if for_a_card:
        os.environ["CUDA_VISIBLE_DEVICES"] = ""  # a trace is made as if there were no card, also where there is one
    try:
        import torch  # noqa: F401
    except ImportError as error:
        raise Failure("no-torch", f"This Python cannot import torch: {error}") from error
    from . import environment
    from .workload import Workload

    training = request["training"]
    total = training["warmup"] + training["steps"]

    def progress(phase: str, step: int) -> None:
        channel.send("progress", {"phase": phase, "step": step, "steps": total})

    if for_a_card:
        from .tracing.run import trace

        progress("setup", 0)
        channel.send("trace", trace(training, request["device"], progress))
        return
    kind = environment.choose_device(request["device"])
    card = environment.card_before() if kind == "cuda" else None
    progress("setup", 0)
    work = Workload(training)
    measured = _measure(kind, work, card, progress, channel if request["trace"] else None)
    document = {
        "schema": "vram-budget/measurement@1",
        "device": environment.describe(kind, card),
        "batch_size": work.batch_size,
        "steps": work.steps,
        "warmup": work.warmup,
        **work.counts(),
        **measured,
    }
    channel.send("measurement", document)


def _measure(kind: str, work: Any, card: Any, progress: Any, trace_channel: Any) -> dict[str, Any]:
    import torch

    if kind == "cuda":
        if trace_channel is not None:
            raise Failure("failed", "Cannot follow every storage on a CUDA device: a trace is counted on the CPU")
        from . import cuda

        return cuda.measure(work, torch.cuda, torch.device("cuda"), card, progress)
    from . import cpu

    measured, events = cpu.measure(work, progress)
    if trace_channel is not None:
        trace_channel.send("trace", {"schema": "vram-budget/trace@1", "events": events})
    return measured


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # taking a model's modules apart takes up to a second, and libraries crash in it
