"""Trains each of a list of trainings for real in two processes with gloo between them, and writes what the first saw.

Reads and writes as trace_step.py does.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

TEST = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TEST / "probe"), str(TEST.parent / "src" / "probe")]

from processes import in_processes  # noqa: E402


LETS_GO = 0.005
"""Seconds in which gloo's own thread has let go of what it has sent: a tensor is freed by whoever is the last."""


def patiently(wait: Callable[..., Any]) -> Callable[..., Any]:
    def wait_for_the_thread(*args: Any) -> Any:
        done = wait(*args)
        time.sleep(LETS_GO)
        return done

    return wait_for_the_thread


def events_of(trainings: Sequence[Mapping[str, Any]]) -> list[Any]:
    from torch.distributed import Work, _functional_collectives
    from vram_probe import cpu
    from vram_probe.workload import Workload

    class Patient(Workload):
        """DDP sends, without waiting in Python, when it is made and before its module runs."""

        def move(self, device: Any) -> None:
            super().move(device)
            time.sleep(LETS_GO)
            self.module.register_forward_pre_hook(lambda module, inputs: time.sleep(LETS_GO))

    Work.wait = patiently(Work.wait)
    _functional_collectives.wait_tensor = patiently(_functional_collectives.wait_tensor)
    return [cpu.measure(Patient({**each, "warmup": 0, "steps": 3}), lambda phase, step: None)[1] for each in trainings]


if __name__ == "__main__":
    first, _ = in_processes(2, events_of, json.load(sys.stdin))
    json.dump([{"events": events} for events in first], sys.stdout)
