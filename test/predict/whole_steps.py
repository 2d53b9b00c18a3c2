"""Trains each of a list of trainings, three steps, in four ways, and writes what each saw of the memory.

Reads a JSON list of trainings (src/config/training.ts) on standard input; the argument is a card's description. Writes a
JSON list of `{"counted", "under_a_mode", "traced", "handed_out"}`: the events of the CPU's StorageCounter, of the tracer without its corrections for dispatch modes (a StorageCounter is one) and with them, and the
signed sizes that the CPU's allocator hands out and takes back where there is no mode.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch.autograd.profiler import profile

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent / "src" / "probe"), str(TESTS / "probe")]

from vram_probe import cpu  # noqa: E402
from vram_probe.step import train  # noqa: E402
from vram_probe.tracing import run as tracing  # noqa: E402
from vram_probe.workload import Workload  # noqa: E402


def seen(training: Mapping[str, Any], card: Mapping[str, Any]) -> dict[str, Any]:
    steps = {**training, "warmup": 0, "steps": 3}
    return {
        "counted": cpu.measure(Workload(steps), _quietly)[1],
        "handed_out": _handed_out(steps),
        "traced": tracing.trace(steps, card, _quietly)["events"],
        "under_a_mode": _under_a_mode(steps, card),
    }


def _under_a_mode(training: Mapping[str, Any], card: Mapping[str, Any]) -> list[dict[str, Any]]:
    from under_a_mode import UnderAMode
    from vram_probe.tracing import tracer

    usual = tracer.Tracer
    tracer.Tracer = lambda target, sole_owner: UnderAMode(target)
    try:
        return tracing.trace(training, card, _quietly)["events"]
    finally:
        tracer.Tracer = usual


def _handed_out(training: Mapping[str, Any]) -> list[int]:
    work, device = Workload(training), torch.device("cpu")
    work.make_optimizer()
    with profile(use_kineto=True, profile_memory=True, use_cpu=True) as profiled:
        train(work, device, _quietly)
    return [event.nbytes() for event in profiled.kineto_results.events() if event.name() == "[memory]"]


def _quietly(phase: str, step: int) -> None:
    pass


if __name__ == "__main__":
    torch.set_num_threads(1)
    json.dump([seen(training, json.loads(sys.argv[1])) for training in json.load(sys.stdin)], sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # as the probe: libraries crash while they are taken apart
