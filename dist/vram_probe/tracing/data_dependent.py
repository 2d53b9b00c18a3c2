"""Operators whose result depends on values: from the known value where there is one, else by a policy that is listed.

A number is 1, a condition is what it mostly is (`all()` is true, others false), and a size is its upper bound.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from .values import UNKNOWN, real_tensors, run_real

aten = torch.ops.aten


def _item(tracer: Any, func: Any, args: Any, kwargs: Any) -> Any:
    tensor = args[0]
    known = tracer.values.of(tensor)
    if known is not UNKNOWN:
        return run_real(func, (known,), {})
    if tensor.dtype == torch.bool:
        guess: Any = tensor.__dict__.get("_expected", False)
    else:
        guess = 1.0 if tensor.dtype.is_floating_point else 1
    tracer.guesses.note(f"a value that the code reads is taken for {guess}")
    return guess


def _nonzero(tracer: Any, func: Any, args: Any, kwargs: Any) -> Any:
    tensor = args[0]
    known = tracer.values.of(tensor)
    count = tensor.numel()
    if known is UNKNOWN:
        tracer.guesses.note("nonzero() is taken to find every element")
    else:
        with real_tensors():
            count = int((known != 0).sum())
    result = torch.empty((tensor.dim(), count), dtype=torch.long, device=tensor.device).t()  # as the kernel does
    if known is not UNKNOWN:
        tracer.values.give(result, run_real(func, (known,), {}))
    return result


def _masked_select(tracer: Any, func: Any, args: Any, kwargs: Any) -> Any:
    tensor, mask = args
    known = tracer.values.of(mask)
    count = tensor.numel()
    if known is UNKNOWN:
        tracer.guesses.note("masked_select() is taken to select every element")
    else:
        with real_tensors():
            count = int(known.expand(torch.broadcast_shapes(known.shape, tensor.shape)).sum())
    return torch.empty((count,), dtype=tensor.dtype, device=tensor.device)


def _index(tracer: Any, func: Any, args: Any, kwargs: Any) -> Any:
    """A boolean index becomes its nonzero positions, as in the real kernel."""
    tensor, indices = args
    if not any(_is_mask(index) for index in indices):
        return NotImplemented
    expanded: list[Any] = []
    for index in indices:
        if _is_mask(index):
            with tracer.entered():
                positions = aten.nonzero.default(index)
            expanded.extend(positions.unbind(1))
        else:
            expanded.append(index)
    return func(tensor, expanded)


def _is_mask(index: Any) -> bool:
    return isinstance(index, torch.Tensor) and index.dtype in (torch.bool, torch.uint8)


def _unique(tracer: Any, func: Any, args: Any, kwargs: Any) -> Any:
    tensor = args[0]
    known = tracer.values.of(args)
    if known is not UNKNOWN:
        real = run_real(func, known, kwargs)
        parts = real if isinstance(real, tuple) else (real,)
        results = tuple(torch.empty(tuple(part.shape), dtype=part.dtype, device=tensor.device) for part in parts)
        for result, part in zip(results, parts):
            tracer.values.give(result, part)
        return results if isinstance(real, tuple) else results[0]
    tracer.guesses.note(f"{func._schema.name.removeprefix('aten::')}() is taken to give its largest size")
    count = tensor.numel()
    if func is aten.repeat_interleave.Tensor:
        return torch.empty((kwargs.get("output_size") or count,), dtype=tensor.dtype, device=tensor.device)
    return (
        torch.empty((count,), dtype=tensor.dtype, device=tensor.device),
        torch.empty(tensor.shape, dtype=torch.long, device=tensor.device),
        torch.empty((count,), dtype=torch.long, device=tensor.device),
    )


def _equal(tracer: Any, func: Any, args: Any, kwargs: Any) -> bool:
    known = tracer.values.of(args)
    if known is not UNKNOWN:
        return run_real(func, known, kwargs)
    tracer.guesses.note(f"{func._schema.name[6:]}() is taken for true")
    return True


Handler = Callable[[Any, Any, Any, Any], Any]

HANDLERS: dict[Any, Handler] = {
    aten._local_scalar_dense.default: _item,
    aten.nonzero.default: _nonzero,
    aten.index.Tensor: _index,
    aten.masked_select.default: _masked_select,
    aten._unique.default: _unique,
    aten._unique2.default: _unique,
    aten.unique_consecutive.default: _unique,
    aten.repeat_interleave.Tensor: _unique,
    aten.equal.default: _equal,
    aten.allclose.default: _equal,
    aten._pin_memory.default: lambda tracer, func, args, kwargs: args[0],
    aten.is_pinned.default: lambda tracer, func, args, kwargs: True,
}
"""Each gives the result of a call on fake tensors, or NotImplemented for the usual way."""

