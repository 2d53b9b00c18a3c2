"""What one process holds of a training that runs in several: by asking PyTorch's own wrappers.

Nothing of torch.distributed is imported here: what the training has not imported itself, it does not use.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

from . import enumeration

STRATEGIES = ("ddp", "fsdp2", "none")


def describe(models: Iterable[Any], optimizers: Iterable[Any]) -> dict[str, Any]:
    """What the models and optimizers of a process say of it, at this moment; each model is the outermost module.

    Sizes are this process's own: `gradient_bucket_bytes` DDP's buckets, `unsharded_bytes` the whole parameters that FSDP2 has
    gathered now, `sharded_parameters_bytes` its part of all that are sharded.
    """
    modules = _once(module for model in models for module in model.modules())
    wrapped = list(_ddp(modules))
    world_size, rank = place()
    return {
        "strategy": "fsdp2" if any(_fsdp2_groups(modules)) else "ddp" if wrapped else "none",
        "world_size": world_size,
        "rank": rank,
        "gradient_bucket_bytes": sum(map(_bucket_bytes, wrapped)),
        "unsharded_bytes": enumeration.storage_bytes(gathered_tensors(modules)),
        "sharded_parameters_bytes": enumeration.nominal_bytes(filter(_is_sharded, _parameters(modules, optimizers))),
    }


def gathered_tensors(modules: Iterable[Any]) -> Iterator[Any]:
    """What FSDP2 holds of whole parameters: flat, one for each, and without memory where they are sharded again."""
    for group in _fsdp2_groups(modules):
        for parameter in group.fsdp_params:
            yield from parameter.all_gather_outputs


def place() -> tuple[int, int]:
    """(world size, rank) of the default process group."""
    return (1, 0) if not is_initialized() else (_group().get_world_size(), _group().get_rank())


def is_initialized() -> bool:
    """Whether there is a default process group."""
    distributed = _group()
    return distributed is not None and distributed.is_available() and distributed.is_initialized()


def _group() -> Any:
    return sys.modules.get("torch.distributed")


def _ddp(modules: Iterable[Any]) -> Iterator[Any]:
    parallel = sys.modules.get("torch.nn.parallel.distributed")
    if parallel is not None:
        yield from (module for module in modules if isinstance(module, parallel.DistributedDataParallel))


def _bucket_bytes(wrapped: Any) -> int:
    """Of "2817244, 1024": rebuilt buckets hold the same gradients as those before, so that either sum will do."""
    return sum(map(int, wrapped._get_ddp_logging_data()["bucket_sizes"].split(",")))


def _fsdp2_groups(modules: Iterable[Any]) -> Iterator[Any]:
    """The groups of parameters that are gathered together: `fully_shard()` makes one, or several, for each call."""
    fully_shard = sys.modules.get("torch.distributed.fsdp._fully_shard")
    states = (module._get_fsdp_state() for module in modules if fully_shard and isinstance(module, fully_shard.FSDPModule))
    for state in _once(states):  # modules that are sharded in one call share theirs
        groups = state._fsdp_param_groups if hasattr(state, "_fsdp_param_groups") else [state._fsdp_param_group]
        yield from (group for group in groups if group is not None)


def _parameters(modules: Iterable[Any], optimizers: Iterable[Any]) -> Iterator[Any]:
    """As they are stored: FSDP2 puts whole ones in their modules while it has them; an optimizer may know of more."""
    for module in modules:
        yield from module.parameters(recurse=False)
    for group in _fsdp2_groups(modules):
        yield from (parameter.sharded_param for parameter in group.fsdp_params)
    for optimizer in optimizers:
        yield from (parameter for group in optimizer.param_groups for parameter in group["params"])


def _is_sharded(tensor: Any) -> bool:
    return not all(placement.is_replicate() for placement in getattr(tensor, "placements", ()))


def _once(things: Iterable[Any]) -> list[Any]:
    return list({id(thing): thing for thing in things}.values())
