"""What belongs to the model, its gradients, the optimizer and the batch: by asking them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

from .in_tensors import tensors_in

CATEGORIES = (
    "parameters", "buffers", "gradients", "optimizer", "batch", "activations", "workspace", "temporary",
)  # fmt: skip
"""As in src/memory/trace.ts."""


def local(tensor: Any) -> Any:
    """What this process holds of a tensor that is spread over several (torch.distributed.tensor.DTensor)."""
    return getattr(tensor, "_local_tensor", tensor)


def gradients(model: Any) -> list[Any]:
    return gradients_of(model.parameters())


def gradients_of(parameters: Iterable[Any]) -> list[Any]:
    """Those that are there."""
    come = (parameter.grad for parameter in parameters)
    return [part for gradient in come if gradient is not None for part in stored(gradient)]


def stored(tensor: Any) -> tuple[Any, ...]:
    """The tensors that have the memory of `tensor`: a sparse one, as embeddings give for a gradient, has two."""
    return (tensor._indices(), tensor._values()) if tensor.is_sparse else (tensor,)


def optimizer_tensors(optimizer: Any) -> Iterator[Any]:
    """Every tensor of the optimizer's state, its `step` counters too. LBFGS has lists of them."""
    for state in _states(optimizer):
        yield from tensors_in(state)


def nominal_optimizer_tensors(optimizer: Any) -> Iterator[Any]:
    """The state that has a parameter's size; not the scalar `step`."""
    for state in _states(optimizer):
        yield from tensors_in({name: value for name, value in state.items() if name != "step"})


def _states(optimizer: Any) -> Iterable[dict[str, Any]]:
    """ZeroRedundancyOptimizer has an optimizer of its own, for its part of the parameters."""
    zero = sys.modules.get("torch.distributed.optim.zero_redundancy_optimizer")
    if zero is not None and isinstance(optimizer, zero.ZeroRedundancyOptimizer):
        optimizer = optimizer.optim
    return optimizer.state.values() if optimizer else ()


def nominal_bytes(tensors: Iterable[Any]) -> int:
    """numel × element size, each tensor once; of a DTensor what is this process's."""
    once = {id(tensor): tensor for tensor in tensors}.values()
    return sum(tensor.numel() * tensor.element_size() for tensor in map(local, once))


def storage_bytes(tensors: Iterable[Any]) -> int:
    """What the storages of `tensors` hold, each once: views share one, and padding counts."""
    storages = [local(tensor).untyped_storage() for tensor in tensors]
    return sum({storage._cdata: storage.nbytes() for storage in storages}.values())
