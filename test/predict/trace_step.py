"""Trains each of a list of trainings on the CPU, three steps and the evaluation, and writes what the probe saw.

Reads a JSON list of trainings (src/config/training.ts) on standard input; writes a JSON list, in the same order, of
`{"events": [...]}`, or of `{"error": "..."}` where PyTorch refused to train.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src" / "probe"))

from vram_probe import cpu  # noqa: E402
from vram_probe.workload import Workload  # noqa: E402


def events_of(training: Mapping[str, Any]) -> dict[str, Any]:
    try:
        _, events = cpu.measure(Workload({**training, "warmup": 0, "steps": 3}), lambda phase, step: None)
    except (RuntimeError, ValueError) as error:
        return {"error": str(error)}
    return {"events": events}


if __name__ == "__main__":
    import torch

    torch.set_num_threads(1)
    json.dump([events_of(training) for training in json.load(sys.stdin)], sys.stdout)
