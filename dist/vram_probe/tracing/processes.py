"""The first of several processes, without the others: PyTorch's fake process group, and what its wrappers need besides."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Optional

from ..failure import Failure
from .patches import Patcher
from .tracer import Tracer


@contextlib.contextmanager
def among_processes(distributed: Optional[Mapping[str, Any]], tracer: Tracer) -> Iterator[None]:
    """Within, collectives leave what they are given as it is. Nothing changes where the config names no processes."""
    if distributed is None:
        yield
        return
    import torch.distributed as dist

    if not dist.is_available():
        raise Failure("failed", "Cannot trace several processes: this torch is built without torch.distributed")
    from torch.testing._internal.distributed.fake_pg import FakeStore

    collectives = _fake_kernels()
    dist.init_process_group("fake", store=FakeStore(), rank=0, world_size=distributed["processes"])
    try:
        with contextlib.ExitStack() as stack:
            (_fully_shard if distributed["strategy"] == "fsdp2" else _data_parallel)(Patcher(stack), tracer)
            yield
    finally:
        dist.destroy_process_group()
        del collectives


_COLLECTIVES = ("allreduce_", "broadcast_", "_allgather_base_", "_reduce_scatter_base_")


def _fake_kernels() -> Any:
    """For the collectives of releases whose own take no fake tensors: as long as what is returned lives."""
    import torch
    from torch.distributed import Work

    class Done(Work):
        def wait(self, *timeout: Any) -> bool:
            return True

    done = Done()
    library = torch.library.Library("c10d", "IMPL")
    for name in _COLLECTIVES:
        if not torch._C._dispatch_has_kernel_for_dispatch_key(f"c10d::{name}", "Meta"):
            library.impl(name, lambda *args: (args[0], done.boxed()), "Meta")
    return library


def _data_parallel(patch: Patcher, tracer: Tracer) -> None:
    import torch.distributed as dist
    import torch.nn.parallel.distributed as parallel

    from . import reducer

    patch(dist, Reducer=reducer.Reducer, Logger=reducer.Logger)
    patch(parallel, _verify_param_shape_across_processes=lambda *args, **kwargs: None)


def _fully_shard(patch: Patcher, tracer: Tracer) -> None:
    import torch.distributed.fsdp._fully_shard._fully_shard as _fully_shard_module
    from torch.distributed.fsdp._fully_shard import _fsdp_init
    from torch.distributed.tensor._sharding_prop import ShardingPropagator

    propagate = ShardingPropagator._propagate_tensor_meta_non_cached

    def unseen(*args: Any) -> Any:
        """Shapes are worked out on fake tensors of the whole size, which no process has."""
        with tracer.unseeing():
            return propagate(*args)

    patch(ShardingPropagator, _propagate_tensor_meta_non_cached=unseen)
    for module in (_fsdp_init, _fully_shard_module):  # which of them calls it: torch 2.6 the second
        if hasattr(module, "_move_states_to_device"):
            patch(module, _move_states_to_device=_move_states_to_device)


def _move_states_to_device(parameters: Iterable[Any], buffers: Iterable[Any], device: Any) -> None:
    """By swapping tensors, as in patches.py: setting the data of a fake one leaves it on the host. Buffers are there already."""
    import torch
    from torch import nn

    for parameter in parameters:
        if parameter.device != device:
            with torch.no_grad():
                moved = nn.Parameter(parameter.to(device), requires_grad=parameter.requires_grad)
            torch.utils.swap_tensors(parameter, moved)
