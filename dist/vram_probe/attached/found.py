"""What was found in the running program: its optimizers, the models that they train, and the batches that go in."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator
from typing import Any

from .. import enumeration
from ..data import describe
from ..in_tensors import tensors_in

MOST_SHAPES = 64
"""As src/measure/measurement.ts allows."""


class Found:
    """The Subject of a program that we know nothing of. Holds no tensor, module or optimizer alive."""

    def __init__(self) -> None:
        self._optimizers: weakref.WeakSet[Any] = weakref.WeakSet()
        self._models: weakref.WeakSet[Any] = weakref.WeakSet()
        self._batch: list[weakref.ref[Any]] = []
        self._shapes: dict[tuple[str, ...], int] = {}
        self._shapes_of_step: set[tuple[str, ...]] = set()
        self._gradient_bytes: dict[int, int] = {}

    def optimizer(self, optimizer: Any) -> None:
        """About to step: its gradients are all there."""
        self._optimizers.add(optimizer)
        gradients = enumeration.nominal_bytes(p.grad for p in _trained_by(optimizer) if p.grad is not None)
        self._gradient_bytes[id(optimizer)] = max(gradients, self._gradient_bytes.get(id(optimizer), 0))

    def model(self, module: Any) -> None:
        self._models.add(module)

    def inputs(self, module: Any, values: Any, first_of_step: bool) -> None:
        """What is given to a model and comes from no other: a batch, or a part of it."""
        tensors = [t for t in tensors_in(values) if t.grad_fn is None and not t.requires_grad]
        if first_of_step:
            self._batch = []
        self._batch += [weakref.ref(tensor) for tensor in tensors]
        if any(True for _ in module.parameters()):
            self._shapes_of_step.add(tuple(describe(tensor) for tensor in tensors[:MOST_SHAPES]))

    def end_step(self, measured: bool) -> None:
        for shapes in self._shapes_of_step if measured else ():
            if shapes in self._shapes or len(self._shapes) < MOST_SHAPES:
                self._shapes[shapes] = self._shapes.get(shapes, 0) + 1
        self._shapes_of_step = set()

    def batch_shapes(self) -> list[dict[str, Any]]:
        return [{"tensors": list(shapes), "steps": steps} for shapes, steps in self._shapes.items()]

    def trains(self, module: Any) -> bool:
        """Whether some optimizer trains a parameter of it."""
        trained = {id(parameter) for optimizer in self._optimizers for parameter in _trained_by(optimizer)}
        return any(id(parameter) in trained for parameter in module.parameters())

    def models(self) -> list[Any]:
        """Those with parameters that some optimizer trains, as far as that is known, and none that is a part of another."""
        trained = {id(parameter) for optimizer in self._optimizers for parameter in _trained_by(optimizer)}
        models = [
            model
            for model in self._models
            if not trained or any(id(parameter) in trained for parameter in model.parameters())
        ]
        parts = {id(part) for model in models for part in model.modules() if part is not model}
        return [model for model in models if id(model) not in parts]

    def optimizers(self) -> list[Any]:
        return list(self._optimizers)

    def parameters(self) -> Iterator[Any]:
        """Of the models, frozen ones too, and what else the optimizers train; each once."""
        of_optimizers = (parameter for optimizer in self._optimizers for parameter in _trained_by(optimizer))
        of_models = (parameter for model in self.models() for parameter in model.parameters())
        yield from {id(parameter): parameter for group in (of_models, of_optimizers) for parameter in group}.values()

    def buffers(self) -> Iterable[Any]:
        buffers = (buffer for model in self.models() for buffer in model.buffers())
        return {id(buffer): buffer for buffer in buffers}.values()

    def gradients(self) -> Iterable[Any]:
        return (parameter.grad for parameter in self.parameters() if parameter.grad is not None)

    def optimizer_tensors(self) -> Iterable[Any]:
        return (tensor for optimizer in self._optimizers for tensor in enumeration.optimizer_tensors(optimizer))

    def batch(self, phase: str) -> Iterable[Any]:
        return [tensor for tensor in (ref() for ref in self._batch) if tensor is not None]

    def nominal_bytes(self) -> dict[str, int]:
        state = (tensor for each in self._optimizers for tensor in enumeration.nominal_optimizer_tensors(each))
        return {
            "parameters": enumeration.nominal_bytes(self.parameters()),
            "buffers": enumeration.nominal_bytes(self.buffers()),
            "gradients": sum(self._gradient_bytes.values()),
            "optimizer": enumeration.nominal_bytes(state),
            "batch": enumeration.nominal_bytes(self.batch("forward")),
        }

    def counts(self) -> dict[str, int]:
        parameters = list(self.parameters())
        return {
            "parameters": sum(p.numel() for p in parameters),
            "trainable_parameters": sum(p.numel() for p in parameters if p.requires_grad),
        }


def _trained_by(optimizer: Any) -> Iterator[Any]:
    for group in optimizer.param_groups:
        yield from group["params"]
