"""The training that is predicted and measured: one function, so that the two can be laid side by side.

It is the loop of PyTorch's own examples, names and all: `inputs`, `targets`, `output` and `loss` live on until
the next step binds them again, and the gradients until `zero_grad()`. That decides what is alive at the peak. A config
says where its loop lets go of the output before (`output_until`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .workload import Workload

Enter = Callable[[str, int], None]
"""Told the phase and the step at each change of phase."""


def train(work: Workload, device: Any, enter: Enter) -> int:
    """Trains on all batches, which are on the host. Returns the number of the last step."""
    import torch

    model, optimizer = work.model, work.optimizer
    accumulation, max_norm = work.gradient_accumulation, work.gradient_clipping
    scaler = torch.amp.GradScaler(device.type, enabled=work.scales_gradients)
    for position, (inputs, targets) in enumerate(work.training_batches):
        step, micro_batch = position // accumulation + 1, position % accumulation
        if work.output_until == "step_end":
            output = loss = None
        enter("setup", step)
        inputs, targets = work.to_device(inputs, device), work.to_device(targets, device)
        if micro_batch == 0:
            optimizer.zero_grad(set_to_none=work.set_to_none)
        work.synchronize_gradients(micro_batch == accumulation - 1)
        enter("forward", step)
        with work.autocast(device):
            output = work.forward(inputs)
            loss = work.criterion(output, targets)
        if work.output_until == "loss":
            output = None
        enter("backward", step)
        if accumulation > 1:
            loss = loss / accumulation
        scaler.scale(loss).backward()
        if micro_batch < accumulation - 1:
            continue
        enter("optimizer", step)
        if max_norm is not None:
            scaler.unscale_(optimizer)
            torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        scaler.step(optimizer)
        scaler.update()
        if work.average is not None:
            work.average.update_parameters(model)
    return step


def evaluate(work: Workload, device: Any, step: int, enter: Enter) -> None:
    """One pass without gradients after step `step`; what the training holds (gradients too) is still there."""
    import torch

    enter("evaluation", step)
    work.model.eval()
    with torch.no_grad():
        for inputs, targets in work.evaluation_batches:
            inputs, targets = work.to_device(inputs, device), work.to_device(targets, device)
            with work.autocast(device):
                output = work.forward(inputs)
                work.criterion(output, targets)
    work.model.train()
