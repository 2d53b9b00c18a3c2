"""The operators whose CUDA kernels take memory that no tensor shows: written down with their operands.

How much they take depends on the card: src/predict/kernels.ts says it.
"""

from __future__ import annotations

from typing import Any

import torch

aten = torch.ops.aten

GEMMS = {
    aten.mm.default, aten.addmm.default, aten.bmm.default, aten.baddbmm.default, aten.addmv.default, aten.mv.default,
    aten.dot.default,
}  # fmt: skip
"""Take cuBLAS's workspace, once a thread."""

SCRATCH = {
    aten.sum.dim_IntList, aten.sum.default, aten.mean.dim, aten.mean.default,
    aten.index_put.default, aten.index_put_.default,
    aten.embedding_dense_backward.default,
    aten._scaled_dot_product_flash_attention_backward.default,
    aten._scaled_dot_product_efficient_attention_backward.default,
}  # fmt: skip


def call_of(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """Arguments by the names of the operator's schema: tensors as {shape, stride, dtype}, the rest as it is."""
    given = {argument.name: value for argument, value in zip(func._schema.arguments, args)}
    return {name: _described(value) for name, value in {**given, **kwargs}.items()}


def _described(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return {"shape": list(value.shape), "stride": list(value.stride()), "dtype": str(value.dtype)[6:]}
    if isinstance(value, (list, tuple)):
        return [_described(part) for part in value]
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
