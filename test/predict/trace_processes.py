"""Trains each of a list of trainings for real in two processes with gloo between them, and writes what the first saw.

Reads and writes as trace_step.py does.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

TEST = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TEST / "probe"), str(TEST.parent / "src" / "probe")]

from processes import in_processes  # noqa: E402


def events_of(trainings: Sequence[Mapping[str, Any]]) -> list[Any]:
    """A tensor is freed by whoever is the last to hold it: here that is never the thread of gloo."""
    import torch
    from torch.distributed import Work, _functional_collectives, all_reduce
    from vram_probe import cpu
    from vram_probe.workload import Workload

    plain_wait, token = Work.wait, torch.zeros(1)

    def let_go() -> None:
        """Sends what is of no training. A barrier would not do: it holds what was sent before it."""
        plain_wait(all_reduce(token, async_op=True))

    def patiently(wait: Callable[..., Any]) -> Callable[..., Any]:
        def wait_until_let_go(*args: Any) -> Any:
            done = wait(*args)
            let_go()
            return done

        return wait_until_let_go

    class Patient(Workload):
        """DDP sends, without waiting in Python, when it is made, in backward, and before its module runs."""

        def move(self, device: Any) -> None:
            super().move(device)
            let_go()
            for module in (self.model, self.module):
                module.register_forward_pre_hook(lambda module, inputs: let_go())

    Work.wait = patiently(plain_wait)
    _functional_collectives.wait_tensor = patiently(_functional_collectives.wait_tensor)
    return [cpu.measure(Patient({**each, "warmup": 0, "steps": 3}), lambda phase, step: None)[1] for each in trainings]


if __name__ == "__main__":
    first, _ = in_processes(2, events_of, json.load(sys.stdin))
    json.dump([{"events": events} for events in first], sys.stdout)
