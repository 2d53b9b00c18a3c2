"""Builds the model, the loss and the optimizer that the config names, by PyTorch's own constructors."""

from __future__ import annotations

import importlib
import operator
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from . import torchvision
from .failure import Failure

Spec = Mapping[str, Any]
"""One layer, loss or optimizer as src/config/training.ts describes it."""

_NOT_ARGUMENTS = {"type", "name", "place", "layers", "torch_type", "args", "kwargs"}


def build_model(spec: Spec) -> Any:
    if spec["kind"] == "layers":
        return _sequential(spec["layers"])
    model = call(spec["target"], spec["args"])
    if not hasattr(model, "named_parameters"):
        raise Failure("failed", f"Cannot train what {spec['target']} gives: {type(model).__name__} is no torch.nn.Module")
    return model


def call(target: str, args: Mapping[str, Any], *first: Any) -> Any:
    """Calls `package.module:callable`, of the workspace or installed; `{callable, args}` among `args` are called first.

    `first` are arguments before those.
    """
    module, _, path = target.partition(":")
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    torchvision.declare_operators()
    try:
        found = operator.attrgetter(path)(importlib.import_module(module))
    except (ImportError, AttributeError, RuntimeError) as error:
        package = module.split(".")[0]
        raise Failure("failed", f"Cannot import {target}: {error} (pip install {package}, if it is a package)") from error
    return found(*first, **{name: _argument(value) for name, value in args.items()})


def _argument(value: Any) -> Any:
    if isinstance(value, dict) and "callable" in value and value.keys() <= {"callable", "args"}:
        return call(value["callable"], value.get("args", {}))
    return value


def _sequential(layers: Iterable[Spec]) -> Any:
    from torch import nn

    return nn.Sequential(*(_build_layer(layer) for layer in layers))


def build_loss(spec: Spec, dtype: Any) -> Any:
    """Takes the model's output and the targets. Weights of classes become tensors of `dtype`, the model's; None is float32."""
    import torch
    from torch import nn

    if spec["type"] == "model":
        return _own_loss
    if spec["type"] == "callable":
        return call(spec["target"], spec["args"])
    return _construct(nn, spec, as_argument=lambda value: torch.tensor(value, dtype=dtype or torch.float32) if isinstance(value, list) else value)


def _own_loss(output: Any, targets: None) -> Any:
    """The loss that a model returns: alone, as `loss` of its output, or first of several, as transformers' do."""
    import torch

    if isinstance(output, torch.Tensor):
        loss = output
    elif isinstance(output, Mapping):
        loss = output.get("loss")
    else:
        loss = getattr(output, "loss", output[0] if isinstance(output, (tuple, list)) and output else None)
    if not isinstance(loss, torch.Tensor) or loss.dim() != 0:
        raise Failure("failed", "Cannot train with loss: model: its output has no loss that is one number (are its labels among the inputs?)")
    return loss


def build_optimizer(spec: Spec, parameters: Iterable[Any]) -> Any:
    from torch import optim

    if spec["type"] == "callable":
        optimizer = call(spec["target"], spec["args"], parameters)
    else:
        optimizer = _construct(optim, spec, parameters)
    if isinstance(optimizer, optim.LBFGS):
        raise Failure("failed", "Cannot train with LBFGS: it runs the model in a closure, as often as it likes, and the loop has none", "name another optimizer")
    return optimizer


def _build_layer(spec: Spec) -> Any:
    from torch import nn

    if spec["type"] == "Sequential":
        return _sequential(spec["layers"])
    return _construct(nn, spec)


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _construct(namespace: Any, spec: Spec, *first: Any, as_argument: Callable[[Any], Any] = _as_tuple) -> Any:
    if spec["type"] == "other":
        keywords = {name: as_argument(value) for name, value in spec["kwargs"].items()}
        return getattr(namespace, spec["torch_type"])(*first, *map(as_argument, spec["args"]), **keywords)
    keywords = {name: as_argument(value) for name, value in spec.items() if name not in _NOT_ARGUMENTS}
    return getattr(namespace, spec["type"])(*first, **keywords)
