"""Trains each of a list of trainings, three steps and the evaluation, and writes what the probe saw.

For real on the CPU; or, with a card's description as JSON for its argument, under fake tensors for that card. Reads a
JSON list of trainings (src/config/training.ts) on standard input; writes a JSON list, in the same order, of
`{"events": [...]}`, or of `{"error": "..."}` where PyTorch refused to train.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src" / "probe"))

from vram_probe import cpu  # noqa: E402
from vram_probe.failure import Failure  # noqa: E402
from vram_probe.tracing import run as tracing  # noqa: E402
from vram_probe.workload import Workload  # noqa: E402


def events_of(training: Mapping[str, Any], card: Optional[Mapping[str, Any]]) -> dict[str, Any]:
    steps = {**training, "warmup": 0, "steps": 3}
    try:
        if card is not None:
            return tracing.trace(steps, card, lambda phase, step: None)
        return {"events": cpu.measure(Workload(steps), lambda phase, step: None)[1]}
    except (Failure, RuntimeError, ValueError) as error:
        return {"error": str(error)}


if __name__ == "__main__":
    import torch

    torch.set_num_threads(1)
    target = json.loads(sys.argv[1]) if len(sys.argv) > 1 else None
    json.dump([events_of(training, target) for training in json.load(sys.stdin)], sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # as the probe: libraries crash while they are taken apart
