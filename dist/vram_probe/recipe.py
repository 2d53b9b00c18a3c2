"""What the config does to a model before it trains: frozen parameters, LoRA, checkpointing, dtype, memory format."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from . import parallel
from .failure import Failure

Training = Mapping[str, Any]
"""As src/config/training.ts describes it."""


def apply(model: Any, training: Training) -> Any:
    """The model that trains: `model` itself, or peft's around it.

    Checkpointing and the weights' dtype come first: peft asks for them, and keeps its adapters in float32.
    """
    _freeze(model, training["frozen"])
    _checkpoint(model, training["activation_checkpointing"])
    dtype = weights_dtype(training)
    if dtype is not None:
        model.to(dtype)
    if training.get("lora"):
        model = _with_lora(model, training["lora"])
    if not any(parameter.requires_grad for parameter in model.parameters()):
        raise Failure("failed", "Cannot train: the model has no parameters that are not frozen")
    return model


def weights_dtype(training: Training) -> Any:
    """Of the weights and of what goes into the model; None where that is its own affair."""
    import torch

    return {"16-true": torch.float16, "bf16-true": torch.bfloat16}.get(training["precision"])


def autocast_dtype(training: Training) -> Any:
    """None too where FSDP2 gathers the weights in that dtype."""
    import torch

    if parallel.is_sharded(training):
        return None
    return {"16-mixed": torch.float16, "bf16-mixed": torch.bfloat16}.get(training["precision"])


def memory_format(tensor: Any, training: Training) -> Any:
    """Of a batch of images; others have no channels to put last."""
    import torch

    return torch.channels_last if training["channels_last"] and tensor.dim() == 4 else torch.preserve_format


def _freeze(model: Any, patterns: Iterable[str]) -> None:
    names = [name for name, _ in model.named_parameters()]
    for pattern in patterns:
        if not fnmatch.filter(names, pattern):
            raise Failure("failed", f"Cannot freeze {pattern}: no parameter has such a name; the first is {names[0] if names else 'none'}")
    for name, parameter in model.named_parameters():
        if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns):
            parameter.requires_grad_(False)


def _checkpoint(model: Any, wanted: bool | list[str]) -> None:
    if wanted is True:
        _enable_checkpointing(model)
    elif wanted:
        classes = {type(module).__name__ for module in model.modules()}
        missing = [name for name in wanted if name not in classes]
        if missing:
            raise Failure("failed", f"Cannot checkpoint {missing[0]}: the model has no such module, it has {', '.join(sorted(classes))}")
        for module in [module for module in model.modules() if type(module).__name__ in wanted]:
            module.forward = _run_again(module.forward)


def _enable_checkpointing(model: Any) -> None:
    """By the model's own switch, of transformers or of timm."""
    if hasattr(model, "gradient_checkpointing_enable"):
        model.gradient_checkpointing_enable()
    elif hasattr(model, "set_grad_checkpointing"):
        model.set_grad_checkpointing()
    else:
        name = type(model).__name__
        raise Failure("failed", f"{name} cannot switch checkpointing on by itself: name the classes of its modules, as [Block]")


def _run_again(forward: Callable[..., Any]) -> Callable[..., Any]:
    from torch.utils.checkpoint import checkpoint

    return lambda *args, **kwargs: checkpoint(forward, *args, use_reentrant=False, **kwargs)


def _with_lora(model: Any, args: Mapping[str, Any]) -> Any:
    try:
        import peft
    except ImportError as error:
        raise Failure("failed", f"Cannot import peft, which lora needs: {error} (pip install peft)") from error
    return peft.get_peft_model(model, peft.LoraConfig(**args))
