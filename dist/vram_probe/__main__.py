"""`python -m vram_probe`: a request on standard input, the answer as JSON lines on descriptor 3.

The request is a line, `vram-budget/request@2` (src/probe/protocol.ts). One for a card is followed by a line for each
batch size, `{"batch_size": …}`, until the input ends. Each line of the answer is an object with one key: `progress`,
`trace`, `snapshot`, `measurement` or `failure`.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Iterable, Mapping
from typing import Any, Optional, TextIO

from .channel import Channel
from .failure import Failure

ANSWER_DESCRIPTOR = 3

MOST_SNAPSHOT_BYTES = 40 * 2**20
"""A line of the answer that is longer than 64 MiB is not believed: src/probe/child.ts."""


def main() -> int:
    channel = Channel(ANSWER_DESCRIPTOR)
    lines = _take_standard_input()
    try:
        answer(json.loads(lines.readline()), lines, channel)
    except Exception as error:
        _send_failure(channel, error)
        return 1
    return 0


def _take_standard_input() -> TextIO:
    """The training reads nothing from it, and what it starts does not have it."""
    lines = os.fdopen(os.dup(0), encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return lines


def _send_failure(channel: Channel, error: Exception) -> None:
    """The training's own error comes first, then where it stood."""
    if isinstance(error, Failure):
        channel.send("failure", error.content())
        return
    traceback.print_exc()
    channel.send("failure", {"reason": "failed", "detail": f"{type(error).__name__}: {error}"[:4000]})


def answer(request: Mapping[str, Any], batches: Iterable[str], channel: Channel) -> None:
    folder = os.getcwd()  # before any code of the training runs
    for_a_card = not isinstance(request["device"], str)
    if for_a_card:
        os.environ["CUDA_VISIBLE_DEVICES"] = ""  # a trace is made as if there were no card, also where there is one
    try:
        import torch  # noqa: F401
    except ImportError as error:
        raise Failure("no-torch", f"This Python cannot import torch: {error}") from error
    from . import environment
    from .images import first_images
    from .imported import imported
    from .workload import Workload

    training = request["training"]
    total = training["warmup"] + training["steps"]

    def progress(phase: str, step: int) -> None:
        channel.send("progress", {"phase": phase, "step": step, "steps": total})

    if for_a_card:
        _trace_each(request, batches, channel, progress)
        return
    if training.get("distributed") is not None:
        raise Failure("failed", f"Cannot measure a training of {training['distributed']['processes']} processes in one process")
    kind = environment.choose_device(request["device"])
    card = environment.card_before() if kind == "cuda" else None
    progress("setup", 0)
    work = Workload(training)
    shown = training.get("explain", False) and training.get("data") is not None  # synthetic ones are noise
    images = first_images(work.batch("forward")) if shown else None
    measured = _measure(kind, work, card, progress, channel if request["trace"] else None, request.get("limit_bytes"))
    document = {
        "schema": "vram-budget/measurement@2",
        "device": environment.describe(kind, card),
        "batch_size": work.batch_size,
        "steps": work.steps,
        "warmup": work.warmup,
        **work.counts(),
        **measured,
        **imported(folder),
        "distributed": None,
        **({} if images is None else {"images": images}),
    }
    channel.send("measurement", document)


def _trace_each(request: Mapping[str, Any], batches: Iterable[str], channel: Channel, progress: Any) -> None:
    """A trace, or why there is none, for each batch size that is asked for: PyTorch is imported and tested once."""
    from .tracing.run import trace

    training = request["training"]
    for line in batches:
        batch_size = json.loads(line)["batch_size"]
        # A data set's values matter to a trace no more than random ones; and it may be smaller than the batch.
        data = training.get("data") if batch_size == training["batch_size"] else None
        progress("setup", 0)
        try:
            channel.send("trace", trace({**training, "batch_size": batch_size, "data": data}, request["device"], progress))
        except Exception as error:
            _send_failure(channel, error)


def _measure(
    kind: str, work: Any, card: Any, progress: Any, trace_channel: Any, limit_bytes: Optional[int]
) -> dict[str, Any]:
    import torch

    if kind == "cuda":
        from . import cuda
        from .limit import cap_card

        if limit_bytes is not None:
            cap_card(torch.cuda, limit_bytes, torch.cuda.current_device())
        with tempfile.TemporaryDirectory() as folder:
            recorded = None if trace_channel is None else os.path.join(folder, "snapshot.pickle")
            measured = cuda.measure(work, torch.cuda, torch.device("cuda"), card, progress, recorded)
            if recorded is not None and os.path.exists(recorded) and os.path.getsize(recorded) <= MOST_SNAPSHOT_BYTES:
                with open(recorded, "rb") as file:
                    trace_channel.send("snapshot", base64.b64encode(file.read()).decode("ascii"))
        return measured
    from . import cpu

    measured, events = cpu.measure(work, progress, limit_bytes)
    if trace_channel is not None:
        trace_channel.send("trace", {"schema": "vram-budget/trace@2", "events": events})
    return measured


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # taking a model's modules apart takes up to a second, and libraries crash in it
