"""Puts a model into PyTorch's wrapper for several processes, as the config's `distributed` says.

One function for what is traced and what runs for real: it needs a process group, of whatever kind, and takes its size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .failure import Failure

Training = Mapping[str, Any]
"""As src/config/training.ts describes it."""


DDP_ARGUMENTS = ("bucket_cap_mb", "find_unused_parameters", "gradient_as_bucket_view", "static_graph")
"""Those that change what is held; all else is PyTorch's default."""


def is_sharded(training: Training) -> bool:
    return (training.get("distributed") or {}).get("strategy") == "fsdp2"


def wrap(model: Any, training: Training, device: Any) -> Any:
    """The model that trains. DDP takes it where it is.

    FSDP2 moves one group of parameters after the other to the device and keeps its part of them: the whole model is never
    there.
    """
    distributed = training.get("distributed")
    if distributed is None:
        return model
    if is_sharded(training):
        return _fully_sharded(model, distributed, training["precision"], device)
    return _data_parallel(model, distributed)


def synchronize(model: Any, training: Training, wanted: bool) -> None:
    """Whether the next backward pass reduces its gradients: of those that are accumulated the last has to."""
    if training.get("distributed") is None:
        return
    if is_sharded(training):
        model.set_requires_gradient_sync(wanted)
    else:
        model.require_backward_grad_sync = wanted  # as within its no_sync()


def build_optimizer(make: Callable[[Iterable[Any]], Any], parameters: Iterable[Any], training: Training) -> Any:
    """What `make` gives, or one that has the state of a part of the parameters, and sends that part when it has stepped."""
    if (training.get("distributed") or {}).get("strategy") != "zero1":
        return make(parameters)
    from torch.distributed.optim import ZeroRedundancyOptimizer

    return ZeroRedundancyOptimizer(parameters, optimizer_class=lambda part, **defaults: make(part))


def unwrapped(model: Any) -> Any:
    """What is in DDP's wrapper; FSDP2 has none."""
    from torch.nn.parallel import DistributedDataParallel

    return model.module if isinstance(model, DistributedDataParallel) else model


def _data_parallel(model: Any, distributed: Mapping[str, Any]) -> Any:
    from torch.nn.parallel import DistributedDataParallel

    given = {name: distributed[name] for name in DDP_ARGUMENTS if distributed.get(name) is not None}
    return DistributedDataParallel(model, **given)


def _fully_sharded(model: Any, distributed: Mapping[str, Any], precision: str, device: Any) -> Any:
    import torch
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard

    classes = {type(module).__name__ for module in model.modules()}
    missing = [name for name in distributed["wrap"] if name not in classes]
    if missing:
        raise Failure("failed", f"Cannot wrap {missing[0]}: the model has no such module, it has {', '.join(sorted(classes))}")
    given: dict[str, Any] = {"mesh": init_device_mesh(device.type, (torch.distributed.get_world_size(),))}
    if distributed.get("reshard_after_forward") is not None:
        given["reshard_after_forward"] = distributed["reshard_after_forward"]
    if precision == "bf16-mixed":
        given["mp_policy"] = MixedPrecisionPolicy(param_dtype=torch.bfloat16, reduce_dtype=torch.float32)
    for module in model.modules():
        for name, buffer in module._buffers.items():
            module._buffers[name] = buffer if buffer is None else buffer.to(device)
    for module in reversed(list(model.modules())[1:]):  # what is inside of another comes before it
        if type(module).__name__ in distributed["wrap"]:
            fully_shard(module, **given)
    return fully_shard(model, **given)
