"""What was found in the running program: its optimizers, the models that they train, and the batches that go in."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator
from typing import Any, Optional

from .. import enumeration
from ..data import describe
from ..images import first_images
from ..in_tensors import tensors_in

MOST_SHAPES = 64
"""As src/measure/measurement.ts allows."""


class _Weakly:
    """Things by what they are, whatever they say of being equal, for as long as somebody else holds them."""

    def __init__(self) -> None:
        self._refs: dict[int, weakref.ref[Any]] = {}

    def add(self, thing: Any) -> bool:
        """Whether it is new."""
        number = id(thing)
        if number in self._refs:
            return False
        self._refs[number] = weakref.ref(thing, lambda ref: self._refs.pop(number, None))
        return True

    def __iter__(self) -> Iterator[Any]:
        return (thing for thing in [ref() for ref in self._refs.values()] if thing is not None)


class Found:
    """The Subject of a program that we know nothing of. Holds no tensor, module or optimizer alive."""

    def __init__(self, shows_images: bool = False) -> None:
        self._optimizers = _Weakly()
        self._models = _Weakly()
        self._parameters: list[weakref.ref[Any]] = []
        self._trained: set[int] = set()
        self._asked_at = -1
        self._walked = 0
        self._batch: list[weakref.ref[Any]] = []
        self._batch_bytes = 0
        self._shapes: dict[tuple[str, ...], int] = {}
        self._shapes_of_step: dict[tuple[str, ...], None] = {}
        self._gradient_bytes: dict[int, int] = {}
        self._shows_images = shows_images
        self._images: Optional[dict[str, Any]] = None

    def optimizer(self, optimizer: Any) -> None:
        """About to step: its gradients are all there."""
        if self._optimizers.add(optimizer):
            self._asked_at = -1
        gradients = enumeration.nominal_bytes(enumeration.gradients_of(_trained_by(optimizer)))
        self._gradient_bytes[id(optimizer)] = max(gradients, self._gradient_bytes.get(id(optimizer), 0))

    def model(self, module: Any) -> bool:
        """Whether it is new."""
        is_new = self._models.add(module)
        if is_new:
            self._asked_at = -1
        return is_new

    def inputs(self, module: Any, values: Any, first_of_step: bool, evaluating: bool) -> None:
        """What is given to a model and comes from no other: a batch, or a part of it."""
        tensors = [t for t in tensors_in(values) if t.grad_fn is None and not t.requires_grad]
        if first_of_step:
            self._batch = []
        self._batch += [weakref.ref(tensor) for tensor in tensors]
        if evaluating or not tensors:
            return
        self._batch_bytes = max(self._batch_bytes, enumeration.nominal_bytes(self.batch("forward")))
        if next(module.parameters(), None) is not None:
            self._shapes_of_step[tuple(describe(tensor) for tensor in tensors[:MOST_SHAPES])] = None
            if self._shows_images:
                self._images = self._images or first_images(tensors)

    def end_step(self, measured: bool) -> None:
        for shapes in self._shapes_of_step if measured else ():
            if shapes in self._shapes or len(self._shapes) < MOST_SHAPES:
                self._shapes[shapes] = self._shapes.get(shapes, 0) + 1
        self._shapes_of_step = {}

    def forget_steps(self) -> None:
        """What was measured so far was less than whole steps."""
        self._shapes = {}

    def batch_shapes(self) -> list[dict[str, Any]]:
        return [{"tensors": list(shapes), "steps": steps} for shapes, steps in self._shapes.items()]

    def images(self) -> Optional[dict[str, Any]]:
        """Of the first batch of them that a model was given."""
        return self._images

    def trains(self, module: Any) -> bool:
        """Whether some optimizer trains a parameter of it."""
        self._ask()
        return any(id(parameter) in self._trained for parameter in module.parameters())

    def models(self) -> list[Any]:
        """Those that were called by no other, whether they are trained or not."""
        models = list(self._models)
        parts = {id(part) for model in models for part in model.modules() if part is not model}
        return [model for model in models if id(model) not in parts]

    def optimizers(self) -> list[Any]:
        return list(self._optimizers)

    def parameters(self) -> Iterator[Any]:
        """Of the models, frozen ones too, and what else the optimizers train; each once."""
        self._ask()
        return (parameter for parameter in [ref() for ref in self._parameters] if parameter is not None)

    def walks(self) -> int:
        """How often the models were walked through until now: parameters may be others when it has changed."""
        self._ask()
        return self._walked

    def _ask(self) -> None:
        """Walks through all models once, and again when there are others or an optimizer was given more."""
        given = sum(len(group["params"]) for optimizer in self._optimizers for group in optimizer.param_groups)
        if given == self._asked_at:
            return
        of_models = (parameter for model in self._models for parameter in model.parameters())
        of_optimizers = [parameter for optimizer in self._optimizers for parameter in _trained_by(optimizer)]
        once = {id(parameter): parameter for group in (of_models, of_optimizers) for parameter in group}
        self._parameters = [weakref.ref(parameter) for parameter in once.values()]
        self._trained = {id(parameter) for parameter in of_optimizers}
        self._asked_at = given
        self._walked += 1

    def buffers(self) -> Iterable[Any]:
        buffers = (buffer for model in self._models for buffer in model.buffers())
        return {id(buffer): buffer for buffer in buffers}.values()

    def gradients(self) -> Iterable[Any]:
        return enumeration.gradients_of(self.parameters())

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
            "batch": self._batch_bytes,
        }

    def counts(self) -> dict[str, int]:
        parameters = list(self.parameters())
        return {
            "parameters": sum(p.numel() for p in parameters),
            "trainable_parameters": sum(p.numel() for p in parameters if p.requires_grad and id(p) in self._trained),
        }


def _trained_by(optimizer: Any) -> Iterator[Any]:
    for group in optimizer.param_groups:
        yield from group["params"]
