"""One training, ready to run: model, loss, batches, and the optimizer once the model is on its device."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from . import enumeration, parallel, recipe
from .build import build_loss, build_model, build_optimizer
from .data import Batch, describe, host_batches
from .in_backward import OptimizerInBackward
from .in_tensors import tensors_in

Progress = Callable[[str, int], None]
"""Told the phase and the step."""

EVALUATION_BATCHES = 2
"""As many as the layers engine predicts: the second shows what the first leaves behind."""


class Workload:
    optimizer: Any = None
    """Not there yet where the model itself did not fit."""
    average: Any = None
    """`torch.optim.swa_utils.AveragedModel`, where the config has an `ema`."""

    def __init__(self, training: Mapping[str, Any]) -> None:
        import torch

        torch.manual_seed(0)
        torch.set_float32_matmul_precision("high" if training["precision"] == "tf32" else "highest")
        self._training = training
        self.steps: int = training["steps"]
        self.warmup: int = training["warmup"]
        self.batch_size: int = training["batch_size"]
        self.gradient_accumulation: int = training["gradient_accumulation"]
        self.gradient_clipping: float | None = training.get("gradient_clipping")
        self.set_to_none: bool = training["zero_grad"]["set_to_none"]
        self.output_until: str = training["output_until"]
        self.scales_gradients: bool = training["precision"] == "16-mixed"
        self.compiled: bool = training["compile"]
        self.explain: bool = training.get("explain", False)
        self.model = recipe.apply(build_model(training["model"]), training)
        self.criterion = build_loss(training["loss"], recipe.weights_dtype(training))
        count = (self.warmup + self.steps) * self.gradient_accumulation
        self.training_batches: list[Batch] = host_batches(training, self.batch_size, count)
        evaluation = training.get("evaluation")
        self.evaluation_batches: list[Batch] = (
            host_batches(training, evaluation["batch_size"], EVALUATION_BATCHES) if evaluation else []
        )

    def move(self, device: Any) -> None:
        """Puts the model where it trains, and into its wrapper; and makes what goes where its parameters are."""
        if self._training["channels_last"]:
            import torch

            self.model.to(device, memory_format=torch.channels_last)
        elif not parallel.is_sharded(self._training):
            self.model.to(device)
        self.model = parallel.wrap(self.model, self._training, device)
        if self.loss_tensors():
            self.criterion.to(device)

    def parameters(self) -> Iterable[Any]:
        return self.model.parameters()

    def buffers(self) -> Iterable[Any]:
        return [*self.model.buffers(), *self.loss_tensors()]

    def gradients(self) -> Iterable[Any]:
        return enumeration.gradients(self.model)

    def optimizer_tensors(self) -> Iterable[Any]:
        """A running average of the weights is kept from step to step, as the optimizer's state is."""
        average = self.average.parameters() if self.average is not None else ()
        return [*enumeration.optimizer_tensors(self.optimizer), *average]

    def batch(self, phase: str) -> Iterable[Any]:
        return tensors_in(self.evaluation_batches[0] if phase == "evaluation" else self.training_batches[0])

    def batch_shapes(self) -> list[dict[str, Any]]:
        """As the document has them: every batch of the config has one shape."""
        return [{"tensors": [describe(tensor) for tensor in self.batch("forward")], "steps": self.steps}]

    @property
    def module(self) -> Any:
        """The model without a wrapper around it."""
        return parallel.unwrapped(self.model)

    def synchronize_gradients(self, wanted: bool) -> None:
        parallel.synchronize(self.model, self._training, wanted)

    def loss_tensors(self) -> list[Any]:
        """What the loss itself holds, as the weights of classes; a loss need not be a module."""
        return [*self.criterion.parameters(), *self.criterion.buffers()] if hasattr(self.criterion, "buffers") else []

    def make_optimizer(self) -> None:
        """After the model is where it trains: the state goes where the parameters are."""
        spec, trained = self._training["optimizer"], [p for p in self.model.parameters() if p.requires_grad]
        if self._training["optimizer_in_backward"]:
            self.optimizer = OptimizerInBackward(lambda parameters: build_optimizer(spec, parameters), trained)
        else:
            self.optimizer = parallel.build_optimizer(lambda parameters: build_optimizer(spec, parameters), trained, self._training)
        if self._training.get("ema"):
            from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

            self.average = AveragedModel(self.module, multi_avg_fn=get_ema_multi_avg_fn(self._training["ema"]["decay"]))

    def to_device(self, tensors: Any, device: Any) -> Any:
        """A tensor, a map of tensors, or nothing, as a training's own loop moves it."""
        if tensors is None:
            return None
        if isinstance(tensors, dict):
            return {name: self.to_device(tensor, device) for name, tensor in tensors.items()}
        return tensors.to(device, copy=True, memory_format=recipe.memory_format(tensors, self._training))

    def forward(self, inputs: Any) -> Any:
        return self.model(**inputs) if isinstance(inputs, dict) else self.model(inputs)

    def autocast(self, device: Any) -> AbstractContextManager[Any]:
        import torch

        dtype = recipe.autocast_dtype(self._training)
        return nullcontext() if dtype is None else torch.autocast(device.type, dtype)

    def nominal_bytes(self) -> dict[str, int]:
        """By asking the model, the gradients and the optimizer for their tensors."""
        average = self.average.parameters() if self.average is not None else ()
        return {
            "parameters": enumeration.nominal_bytes(self.parameters()),
            "buffers": enumeration.nominal_bytes(self.buffers()),
            "gradients": enumeration.nominal_bytes(self.gradients()),
            "optimizer": enumeration.nominal_bytes([*enumeration.nominal_optimizer_tensors(self.optimizer), *average]),
            "batch": enumeration.nominal_bytes(self.batch("forward")),
        }

    def counts(self) -> dict[str, int]:
        parameters = list(self.model.parameters())
        return {
            "parameters": sum(p.numel() for p in parameters),
            "trainable_parameters": sum(p.numel() for p in parameters if p.requires_grad),
        }
