"""On the CPU: follows every tensor's storage through the measured steps. What was there before is found by asking."""

from __future__ import annotations

from typing import Any

from ..counting import StorageCounter
from ..profile import Profile
from ..subject import by_category
from .found import Found


class Counted:
    """Counts from its making on, in this thread."""

    device_type = "cpu"
    card = None

    def __init__(self, found: Found, first_step: int) -> None:
        self._found, self._first_step = found, first_step
        self._last_step = first_step
        self._counter = StorageCounter()
        self._counter.enter("setup", first_step)
        self._counter.__enter__()
        self._adopt("setup")

    def _adopt(self, phase: str) -> None:
        for category, tensors in by_category(self._found, phase).items():
            self._counter.adopt((tensor for tensor in tensors if tensor.device.type == "cpu"), category)

    def enter(self, phase: str, step: int) -> None:
        if phase == "forward":
            self._counter.label_born("setup", step, "batch")
        self._counter.label(self._found.gradients(), "gradients")
        if phase in ("setup", "evaluation"):
            self._counter.label(self._found.optimizer_tensors(), "optimizer")
        self._counter.enter(phase, step)

    def batch(self) -> None:
        """A batch that a worker made was made by no operator here."""
        self._counter.adopt(self._found.batch("forward"), "batch")

    def end_step(self, step: int) -> int:
        """The peak of the step, in bytes."""
        self._last_step = step
        return self._counter.take_peak()

    def measured(self) -> dict[str, Any]:
        events = self._counter.finish()
        profile = Profile(self._first_step, self._last_step).follow(events)
        return profile.measured()
