"""Builds the model, the loss and the optimizer that the config names, by PyTorch's own constructors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Spec = Mapping[str, Any]
"""One layer, loss or optimizer as src/config/training.ts describes it."""

_NOT_ARGUMENTS = {"type", "name", "place", "layers", "torch_type", "args", "kwargs"}


def build_model(layers: Iterable[Spec]) -> Any:
    from torch import nn

    return nn.Sequential(*(_build_layer(layer) for layer in layers))


def build_loss(spec: Spec) -> Any:
    from torch import nn

    return _construct(nn, spec)


def build_optimizer(spec: Spec, parameters: Iterable[Any]) -> Any:
    from torch import optim

    return _construct(optim, spec, parameters)


def _build_layer(spec: Spec) -> Any:
    from torch import nn

    if spec["type"] == "Sequential":
        return build_model(spec["layers"])
    return _construct(nn, spec)


def _construct(namespace: Any, spec: Spec, *first: Any) -> Any:
    if spec["type"] == "other":
        keywords = {name: _as_tuple(value) for name, value in spec["kwargs"].items()}
        return getattr(namespace, spec["torch_type"])(*first, *map(_as_tuple, spec["args"]), **keywords)
    keywords = {name: _as_tuple(value) for name, value in spec.items() if name not in _NOT_ARGUMENTS}
    return getattr(namespace, spec["type"])(*first, **keywords)


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
