"""The operators whose CUDA kernels take memory that no tensor shows: written down with their operands.

How much they take depends on the card and on the release: src/predict/kernels says it. A test holds the two lists to
each other.
"""

from __future__ import annotations

from typing import Any

import torch

aten = torch.ops.aten

GEMMS = frozenset({
    "aten::mm", "aten::addmm", "aten::_addmm_activation", "aten::bmm", "aten::baddbmm", "aten::addbmm", "aten::addmv",
    "aten::mv", "aten::dot", "aten::vdot", "aten::addr", "aten::_scaled_mm", "aten::_int_mm",
})  # fmt: skip
"""Take cuBLAS's workspace, once a thread."""

SCRATCH = frozenset({
    "aten::_is_all_true",
    "aten::_is_any_true",
    "aten::_foreach_norm",
    "aten::_fused_rms_norm_backward",
    "aten::_index_put_impl_",
    "aten::_scaled_dot_product_cudnn_attention_backward",
    "aten::_scaled_dot_product_efficient_attention",
    "aten::_scaled_dot_product_efficient_attention_backward",
    "aten::_scaled_dot_product_flash_attention",
    "aten::_scaled_dot_product_flash_attention_backward",
    "aten::_softmax_backward_data",
    "aten::all",
    "aten::amax",
    "aten::amin",
    "aten::any",
    "aten::argmax",
    "aten::argmin",
    "aten::argsort",
    "aten::binary_cross_entropy",
    "aten::binary_cross_entropy_with_logits",
    "aten::convolution",
    "aten::convolution_backward",
    "aten::embedding_dense_backward",
    "aten::huber_loss",
    "aten::index_put",
    "aten::index_put_",
    "aten::linalg_vector_norm",
    "aten::logsumexp",
    "aten::max",
    "aten::mean",
    "aten::min",
    "aten::mse_loss",
    "aten::native_batch_norm",
    "aten::native_batch_norm_backward",
    "aten::native_group_norm",
    "aten::native_group_norm_backward",
    "aten::native_layer_norm_backward",
    "aten::norm",
    "aten::prod",
    "aten::smooth_l1_loss",
    "aten::soft_margin_loss",
    "aten::sort",
    "aten::std",
    "aten::std_mean",
    "aten::sum",
    "aten::var",
    "aten::var_mean",
})


PRODUCTS = frozenset({"aten::addmm", "aten::baddbmm", "aten::bmm", "aten::mm"})
"""Copy a matrix that cuBLAS cannot read: written down where they do."""


def copies_matrices(args: tuple[Any, ...]) -> bool:
    """`prepare_matrix_for_cublas()` in aten/src/ATen/native/cuda/Blas.cpp, of the last two operands."""
    return not all(_is_readable(matrix.shape[-2:], matrix.stride()[-2:]) for matrix in args[-2:])


def _is_readable(shape: Any, stride: Any) -> bool:
    (rows, columns), (down, across) = shape, stride
    return (across == 1 and down >= max(1, columns)) or (down == 1 and across >= max(1, rows))


def is_cublaslt(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """`isInputCompliesAddmmCudaLt()` in aten/src/ATen/native/cuda/Blas.cpp: a bias of one row is added by cuBLASLt."""
    if func is not aten.addmm.default:
        return func in (aten._scaled_mm.default, aten._addmm_activation.default)
    bias, matrix = args[0], args[2]
    return (
        kwargs.get("beta", 1) == 1
        and bias.dim() == 1
        and bias.is_contiguous()
        and bias.shape[0] == matrix.shape[1]
        and min(matrix.shape) > 1
    )


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
