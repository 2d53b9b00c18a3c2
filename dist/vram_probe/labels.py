"""What each storage of a training is for, by asking the model, the gradients and the optimizer."""

from __future__ import annotations

from . import enumeration
from .counting import StorageCounter
from .in_backward import OptimizerInBackward
from .workload import Workload


class Labels:
    """Says at each change of phase what was made in the phase before."""

    def __init__(self, counter: StorageCounter, work: Workload) -> None:
        self._counter, self._work = counter, work

    def optimizer(self) -> None:
        """A running average of the weights is kept from step to step, as its state is."""
        if self._work.average is not None:
            self._counter.label([*self._work.average.parameters(), *self._work.average.buffers()], "optimizer")
        if isinstance(self._work.optimizer, OptimizerInBackward):
            self._work.optimizer.on_gradient = lambda gradient: self._counter.label([gradient], "gradients")

    def model(self) -> None:
        self._counter.label(self._work.model.parameters(), "parameters")
        self._counter.label([*self._work.model.buffers(), *self._work.loss_tensors()], "buffers")

    def at(self, phase: str, step: int) -> None:
        if phase == "forward":
            self._counter.label_born("setup", step, "batch")
        if phase == "optimizer":
            self._counter.label(enumeration.gradients(self._work.model), "gradients")
        if phase in ("setup", "evaluation"):
            self._counter.label(enumeration.optimizer_tensors(self._work.optimizer), "optimizer")
