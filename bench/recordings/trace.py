"""Runs a script that records its own memory on fake tensors, and writes what it would have recorded.

`python trace.py CARD RELEASE SCRIPT [ARGUMENT ...]`: events as JSON, those between `torch.cuda.memory._record_memory_history()`
and `_dump_snapshot()` or `_snapshot()` in step 1.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src" / "probe"))

from vram_probe import torchvision  # noqa: E402
from vram_probe.tracing import release  # noqa: E402
from vram_probe.tracing.bootstrap import bootstrap  # noqa: E402


class Recorded(Exception):
    """The script has written its recording: what follows is not of interest."""


def trace(card: Any, script: str) -> list[Any]:
    bootstrap()
    import torch

    from vram_probe.tracing.patches import patched
    from vram_probe.tracing.selftest import calibrate
    from vram_probe.tracing.target import target_of
    from vram_probe.tracing.tracer import Tracer

    torchvision.declare_operators()
    target = target_of(card)
    tracer = Tracer(target, calibrate(target))

    def start(enabled: Any = "all", *arguments: Any, **options: Any) -> None:
        if enabled is not None:
            tracer.enter("forward", 1)

    def stop(*arguments: Any, **options: Any) -> None:
        tracer.enter("setup", 2)
        raise Recorded

    memory = torch.cuda.memory
    memory._record_memory_history, memory._dump_snapshot, memory._snapshot = start, stop, stop
    with patched(tracer), tracer:
        try:
            runpy.run_path(script, run_name="__main__")
        except Recorded:
            return tracer.finish()
    raise SystemExit(f"{script} ended without torch.cuda.memory._dump_snapshot()")


if __name__ == "__main__":
    card, recorded_with, script = sys.argv[1:4]
    release.RELEASE = tuple(int(part) for part in recorded_with.split("."))
    sys.argv = sys.argv[3:]
    events = trace(json.loads(card), script)
    json.dump(events, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # as the probe: libraries crash while they are taken apart
