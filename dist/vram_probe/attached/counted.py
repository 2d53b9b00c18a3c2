"""On the CPU: follows every tensor's storage through the measured steps. What was there before is found by asking."""

from __future__ import annotations

import json
import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Optional

import torch

from ..blocks import groups_alive
from ..counting import StorageCounter
from ..limit import Limit
from ..profile import Entered, Profile
from ..stacks import Stacks
from ..subject import by_category
from .found import Found
from .guard import Guard


class _GuardedCounter(StorageCounter):
    """Of its errors the program sees one: that the limit is reached."""

    def __init__(self, stacks: Optional[Stacks], limit: Optional[Limit], guard: Guard) -> None:
        super().__init__(stacks, limit)
        self.follow = guard.around(self.follow, meant=(torch.cuda.OutOfMemoryError,))
        self._resized = guard.around(self._resized)


class Counted:
    """Counts from its making on, in this thread."""

    device_type = "cpu"
    card = None

    def __init__(self, found: Found, first_step: int, workspace: Optional[str], limit: Optional[Limit], guard: Guard) -> None:
        """With a `workspace` each storage is also known by the line of the code there that asked for it."""
        self._found = found
        self._last_step = first_step
        self._entered: list[Entered] = []
        self._explained = workspace is not None
        self._counter = _GuardedCounter(None if workspace is None else Stacks(workspace), limit, guard)
        if self._explained:  # then a node of autograd knows the line that made it; values are not looked at
            torch.autograd.set_detect_anomaly(True, check_nan=False)
            for model in found.models():
                self._counter.follow_modules(model)
        self._eager = _eager()
        self._counter.enter("setup", first_step)
        self._counter.__enter__()
        self.adopt()

    def adopt(self) -> None:
        """What is known by now and was made by no operator that was seen."""
        for category, tensors in by_category(self._found, "forward").items():
            self._counter.adopt((tensor for tensor in tensors if tensor.device.type == "cpu"), category)

    def leave(self) -> None:
        """Counts no more."""
        self._counter.__exit__(None, None, None)
        self._eager.__exit__(None, None, None)

    def enter(self, phase: str, step: int) -> None:
        self._counter.label(self._found.gradients(), "gradients")
        if phase in ("setup", "evaluation"):
            self._counter.label(self._found.optimizer_tensors(), "optimizer")
        self._counter.enter(phase, step)
        self._entered.append(Entered(len(self._counter.events), phase, step))

    def gradients_come(self) -> None:
        """Gradients are asked for at each change of phase."""

    def inputs_came(self, to_a_new_model: bool) -> None:
        """A batch that a worker made was made by no operator here, one after an evaluation within it; and a model may not have
        been called before. What was made in the forward comes from another model."""
        if to_a_new_model:
            self.adopt()
        batch = list(self._found.batch("forward"))
        self._counter.adopt(batch, "batch")
        self._counter.label((tensor for tensor in batch if not self._made_in_forward(tensor)), "batch")

    def _made_in_forward(self, tensor: Any) -> bool:
        birth = self._counter.birth_of(tensor)
        return birth is not None and birth["phase"] == "forward"

    def end_step(self, step: int) -> int:
        """The peak of the step, in bytes."""
        self._last_step = step
        return self._counter.take_peak()

    def measured(self, first_step: int) -> dict[str, Any]:
        self._tell_batches()
        events = self._counter.finish()
        profile = Profile(first_step, self._last_step).follow(events, self._entered)
        if not self._explained:
            return profile.measured()
        return {**profile.measured(), "blocks": groups_alive(events[: profile.events_to_peak])}

    def _tell_batches(self) -> None:
        """What is made between two steps and is gone with the next is of a batch, as its targets are; what stays, as a metric
        or an average of the weights, is not. Of the last step nobody knows yet what will stay."""
        self._counter.label_passed("setup", "batch")
        self._counter.label_born("setup", self._last_step, "batch")

    def record(self) -> None:
        """Every event is kept as it is."""

    def write_recording(self, path: str) -> None:
        """Of what was counted until now, as `vram-budget replay` reads it."""
        self._tell_batches()
        with open(f"{path}.json", "w", encoding="utf-8") as file:
            json.dump({"schema": "vram-budget/trace@2", "events": self._counter.finish()}, file, separators=(",", ":"))


def _eager() -> AbstractContextManager[Any]:
    """What torch.compile made runs eagerly from now on: no operator shows what compiled code takes, nothing is compiled
    under a dispatch mode, and with `fullgraph=True` that is an error. Source: torch/_dynamo/convert_frame.py."""
    if "torch._dynamo" not in sys.modules or not hasattr(torch.compiler, "set_stance"):  # since 2.6
        return nullcontext()
    return torch.compiler.set_stance("force_eager")
