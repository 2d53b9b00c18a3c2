"""For a card that need not be here: the program runs under fake tensors from its import of torch on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from ..failure import Failure
from ..subject import by_category
from ..tracing.run import document
from .answers import Answers
from .found import Found
from .tracing import Tracing

_IN_MODELS = ("forward", "evaluation")


class Traced:
    """An observer that sees the program from its beginning, and labels its storages as `labels.Labels` labels our loop's."""

    def __init__(self, tracing: Tracing, found: Found) -> None:
        self._tracing, self._found = tracing, found
        self._tracer = tracing.tracer

    def leave(self) -> None:
        """A process that was forked is under the same tracer."""

    def enter(self, phase: str, step: int) -> None:
        known = by_category(self._found, phase)
        for category in ("parameters", "buffers", "gradients"):
            self._tracer.label(known[category], category)
        if phase in ("setup", "evaluation"):
            self._tracer.label(known["optimizer"], "optimizer")
        self._tracer.enter(phase, step)

    def gradients_come(self) -> None:
        """They are labelled as the phase changes."""

    def inputs_came(self, to_a_new_model: bool) -> None:
        """What a model is given is its batch, unless a model made it, as it does for a loss without gradients."""
        for tensor in self._found.batch("forward"):
            birth = self._tracer.birth_of(tensor)
            if birth is not None and (birth["phase"] not in _IN_MODELS or birth["operator"] == "aten::_to_copy"):
                self._tracer.label([tensor], "batch")

    def end_step(self, step: int) -> int:
        """No peak is waited for: as many steps are traced as were asked for."""
        return 0

    def deliver(self, answers: Answers, counted: Mapping[str, Any], steps: int) -> None:
        """The trace of so many steps, with what was found by its sizes; or why there is none."""
        refusal = _refusal(self._found)
        if refusal is not None:
            self._tracing.last_words.say_and_exit(refusal)
        if any(shapes["steps"] < steps for shapes in self._found.batch_shapes()):
            self._tracer.guesses.note("batches differ in shape: those of the first steps are taken")
        self._tracer.label_passed("setup", "batch")  # what stays, as an average of the weights, is not of a batch
        answers.send("trace", document(self._tracer, self._tracing.batch_size, counted))


def _refusal(found: Found) -> Optional[Failure]:
    """Of what could be recorded, and would say the wrong thing."""
    import torch

    if not any(parameter.device.type == "cuda" for parameter in found.parameters()):
        what = "The program trains on the CPU, though torch.cuda.is_available() says that there is a card"
        return Failure("failed", what, "let it take its device from torch.cuda.is_available(), or from an option of the command")
    if any(isinstance(optimizer, torch.optim.LBFGS) for optimizer in found.optimizers()):
        what = "Cannot trace LBFGS: it keeps more with each iteration, and their number depends on values"
        return Failure("failed", what, "measure this training")
    return None
