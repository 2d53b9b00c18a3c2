"""The buffers of collectives: what makes them is a plain `empty()`, so that they are known by the operator that uses them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

BUFFERS = {
    # DDP: its buckets; then the order of the buckets, and the model's buffers, as the first process sends them
    "c10d::allreduce_": {"tensors": "gradients"},
    "c10d::broadcast_": {"tensors": "workspace"},
    # FSDP2: its parts of parameters, copied if that is in another dtype, and the room for all parts
    "fsdp::all_gather_copy_in": {"all_gather_inputs": "workspace", "all_gather_output": "workspace"},
    # the whole parameters, out of that
    "fsdp::split_with_sizes_copy": {"out": "workspace"},
    # the whole gradients, put in the order of their parts; and what is left of them when they are reduced
    "fsdp::chunk_cat": {"tensors": "gradients", "out": "workspace"},
    "c10d::_reduce_scatter_base_": {"output_tensor": "gradients"},
}
"""What the arguments of each operator are for."""

SAYS_NOTHING = frozenset({"aten::empty", "resize_"})
"""Operators that make a storage for whatever is written to it next."""


def buffers(func: Any, args: Any, kwargs: Any) -> Iterator[tuple[Any, str]]:
    """Each tensor that `func` is given for a buffer, with its category."""
    categories = BUFFERS[func._schema.name]
    given = {argument.name: value for argument, value in zip(func._schema.arguments, args)}
    for name, value in {**given, **(kwargs or {})}.items():
        if name in categories:
            yield from ((tensor, categories[name]) for tensor in (value if isinstance(value, (list, tuple)) else [value]))
