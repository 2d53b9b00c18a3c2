"""The training that is predicted and measured: one function, so that the two can be laid side by side.

It is the loop of PyTorch's own examples, names and all: `inputs`, `targets`, `output` and `loss` live on until
the next step binds them again, and the gradients until `zero_grad()`. That decides what is alive at the peak.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

Enter = Callable[[str, int], None]
"""Told the phase and the step at each change of phase."""

Autocast = Callable[[Any], AbstractContextManager[Any]]
"""The precision of a forward pass and its loss, by device."""


def train(
    model: Any,
    criterion: Any,
    optimizer: Any,
    batches: Iterable[tuple[Any, Any]],
    device: Any,
    autocast: Autocast,
    enter: Enter,
) -> int:
    """Trains one step a batch; `batches` are on the host. Returns the number of the last step."""
    step = 0
    for step, (inputs, targets) in enumerate(batches, start=1):
        enter("setup", step)
        inputs, targets = inputs.to(device, copy=True), targets.to(device, copy=True)
        optimizer.zero_grad(set_to_none=True)
        enter("forward", step)
        with autocast(device):
            output = model(inputs)
            loss = criterion(output, targets)
        enter("backward", step)
        loss.backward()
        enter("optimizer", step)
        optimizer.step()
    return step


def evaluate(
    model: Any,
    criterion: Any,
    batches: Iterable[tuple[Any, Any]],
    device: Any,
    autocast: Autocast,
    step: int,
    enter: Enter,
) -> None:
    """One pass without gradients after step `step`; what the training holds (gradients too) is still there."""
    import torch

    enter("evaluation", step)
    model.eval()
    with torch.no_grad():
        for inputs, targets in batches:
            inputs, targets = inputs.to(device, copy=True), targets.to(device, copy=True)
            with autocast(device):
                output = model(inputs)
                criterion(output, targets)
    model.train()
