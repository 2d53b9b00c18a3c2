"""Steps the optimizer within backward, so that no more than a few gradients are ever there at once.

Source: "How to save memory by fusing the optimizer step into the backward pass", PyTorch's tutorials.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any


class OptimizerInBackward:
    """Looks like one optimizer; has one for each parameter, which steps as soon as its gradient is there."""

    def __init__(self, make: Callable[[list[Any]], Any], parameters: Iterable[Any]) -> None:
        self._optimizers = {parameter: make([parameter]) for parameter in parameters}
        self.on_gradient: Callable[[Any], None] = lambda gradient: None
        """Told each gradient before it is used up."""
        for parameter in self._optimizers:
            parameter.register_post_accumulate_grad_hook(self._step)

    @property
    def state(self) -> Mapping[Any, Any]:
        return {parameter: state for each in self._optimizers.values() for parameter, state in each.state.items()}

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Each gradient is gone when its parameter's step is over."""

    def step(self) -> None:
        """Done within backward."""

    def _step(self, parameter: Any) -> None:
        self.on_gradient(parameter.grad)
        optimizer = self._optimizers[parameter]
        optimizer.step()
        optimizer.zero_grad()
