"""Losses whose kernels write a loss of every element before they give one number: what is left of it is seen from outside only.

Source: aten/src/ATen/native/{BinaryOps,Loss}.cpp and cuda/Loss.cu; seen in what the CPU's allocator hands out.
"""

from __future__ import annotations

from typing import Any

import torch

aten = torch.ops.aten

_KEPT = {
    aten.mse_loss.default, aten.smooth_l1_loss.default, aten.binary_cross_entropy.default,
    aten.soft_margin_loss.default,
}  # fmt: skip
"""The number lies in a storage that is large enough for every element's loss; another, reduced aside, is copied there."""
_TEMPORARY = {aten.mse_loss.default, aten.smooth_l1_loss.default, aten.huber_loss.default}
"""The loss of every element is in a storage beside the result's, which is gone when the number is there."""
BY_ELEMENT = _KEPT | _TEMPORARY


def storages(func: Any, args: Any, result: Any) -> tuple[Any, tuple[Any, ...]]:
    """`result` of `func`, one of BY_ELEMENT, in the storage that it has on the card; and what lives while it is made, by birth."""
    if result.dim() != 0:
        return result, ()
    largest = max(tensor.numel() for tensor in args[:2])
    elements = torch.empty((largest,), dtype=result.dtype, device=result.fake_device)
    if func not in _KEPT:
        return result, (elements,)
    second = torch.empty_like(elements if func in _TEMPORARY else result)
    return elements.as_strided((), ()), (elements, second)
