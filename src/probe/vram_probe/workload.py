"""One training, ready to run: model, loss, batches, and the optimizer once the model is on its device."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from . import enumeration
from .build import build_loss, build_model, build_optimizer
from .data import Batch, host_batches

Progress = Callable[[str, int], None]
"""Told the phase and the step."""

EVALUATION_BATCHES = 2
"""As many as the layers engine predicts: the second shows what the first leaves behind."""


class Workload:
    optimizer: Any = None
    """Not there yet where the model itself did not fit."""

    def __init__(self, training: Mapping[str, Any]) -> None:
        import torch

        torch.manual_seed(0)
        self.steps: int = training["steps"]
        self.warmup: int = training["warmup"]
        self.batch_size: int = training["batch_size"]
        self.precision: str = training["precision"]
        self.model = build_model(training["model"])
        if self.precision == "bf16-true":
            self.model.to(torch.bfloat16)
        self.criterion = build_loss(training["loss"])
        self._optimizer_spec = training["optimizer"]
        self.training_batches: list[Batch] = host_batches(training, self.batch_size, self.warmup + self.steps)
        evaluation = training.get("evaluation")
        self.evaluation_batches: list[Batch] = (
            host_batches(training, evaluation["batch_size"], EVALUATION_BATCHES) if evaluation else []
        )

    def make_optimizer(self) -> None:
        """After the model is where it trains: the state goes where the parameters are."""
        self.optimizer = build_optimizer(self._optimizer_spec, self.model.parameters())

    def autocast(self, device: Any) -> AbstractContextManager[Any]:
        import torch

        return torch.autocast(device.type, torch.bfloat16) if self.precision == "bf16-mixed" else nullcontext()

    def nominal_bytes(self) -> dict[str, int]:
        """By asking the model, the gradients and the optimizer for their tensors."""
        return {
            "parameters": enumeration.nominal_bytes(self.model.parameters()),
            "buffers": enumeration.nominal_bytes(self.model.buffers()),
            "gradients": enumeration.nominal_bytes(enumeration.gradients(self.model)),
            "optimizer": enumeration.nominal_bytes(enumeration.nominal_optimizer_tensors(self.optimizer)),
            "batch": enumeration.nominal_bytes(self.training_batches[0]),
        }

    def counts(self) -> dict[str, int]:
        parameters = list(self.model.parameters())
        return {
            "parameters": sum(p.numel() for p in parameters),
            "trainable_parameters": sum(p.numel() for p in parameters if p.requires_grad),
        }
