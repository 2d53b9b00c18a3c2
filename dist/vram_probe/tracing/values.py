"""Known values: a small fake tensor that was computed from known values only has a real twin on the CPU.

So masks, lengths, counters and a GradScaler's state can be read back by the training's control flow. Where a value is not
known there is a policy, and each use of it is a guess that the prediction lists.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import torch
from torch._subclasses.fake_tensor import FakeTensor

aten = torch.ops.aten

UNKNOWN = object()
LARGEST_KNOWN = 1 << 18
"""Elements of the largest twin."""
_FAKE = torch._C._TorchDispatchModeKey.FAKE
_SCALER_CHECK = aten._amp_foreach_non_finite_check_and_unscale_.default
"""Writes to found_inf, which stays 0: no step is skipped."""


@contextlib.contextmanager
def real_tensors() -> Iterator[None]:
    """Within, operators run for real."""
    mode = torch._C._unset_dispatch_mode(_FAKE)
    try:
        yield
    finally:
        if mode is not None:
            torch._C._set_dispatch_mode(mode)


def run_real(func: Any, args: Any, kwargs: Any) -> Any:
    with real_tensors():
        return func(*args, **kwargs)


class Values:
    def __init__(self) -> None:
        self._valid: set[int] = set()
        """Addresses of storages whose twin is right."""

    def forget(self, address: int) -> None:
        self._valid.discard(address)

    def of(self, value: Any) -> Any:
        """The real value of an argument, or UNKNOWN."""
        if isinstance(value, FakeTensor):
            twin = value.__dict__.get("_twin")
            return twin if twin is not None and value.untyped_storage()._cdata in self._valid else UNKNOWN
        if isinstance(value, (list, tuple)):
            parts = [self.of(part) for part in value]
            return UNKNOWN if any(part is UNKNOWN for part in parts) else type(value)(parts)
        return torch.device("cpu") if isinstance(value, torch.device) else value

    def give(self, tensor: Any, real: Any) -> None:
        if isinstance(tensor, FakeTensor) and isinstance(real, torch.Tensor) and tensor.shape == real.shape:
            tensor._twin = real
            self._valid.add(tensor.untyped_storage()._cdata)

    def follow(self, func: Any, args: Any, kwargs: Any, result: Any) -> None:
        """After `func` gave `result` on fake tensors: the same on the twins, where all are known and small."""
        results = result if isinstance(result, (tuple, list)) else (result,)
        small = all(not isinstance(r, torch.Tensor) or r.numel() <= LARGEST_KNOWN for r in results)
        known = self.of(args) if small and torch.Tag.nondeterministic_seeded not in func.tags else UNKNOWN
        options = UNKNOWN if known is UNKNOWN else {name: self.of(value) for name, value in kwargs.items()}
        if known is UNKNOWN or any(value is UNKNOWN for value in options.values()):
            self._lose_written(func, args, kwargs)
            return
        try:
            real = run_real(func, known, options)
        except Exception:  # some operators have no CPU kernel for these dtypes: the value is then not known
            self._lose_written(func, args, kwargs)
            return
        for tensor, value in zip(results, real if isinstance(real, (tuple, list)) else (real,)):
            self.give(tensor, value)

    def _lose_written(self, func: Any, args: Any, kwargs: Any) -> None:
        if not func._schema.is_mutable or func is _SCALER_CHECK:
            return
        for position, argument in enumerate(func._schema.arguments):
            if argument.alias_info is None or not argument.alias_info.is_write:
                continue
            written = args[position] if position < len(args) else kwargs.get(argument.name)
            for tensor in written if isinstance(written, (list, tuple)) else (written,):
                if isinstance(tensor, FakeTensor):
                    self.forget(tensor.untyped_storage()._cdata)
