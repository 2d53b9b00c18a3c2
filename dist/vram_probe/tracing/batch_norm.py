"""Batch norm as CUDA runs it: cuDNN's operator for most, PyTorch's own kernel for the rest. A CPU build knows one only."""

from __future__ import annotations

from typing import Any

import torch

aten = torch.ops.aten

ON_CUDA = {
    aten.native_batch_norm.default: aten.cudnn_batch_norm.default,
    aten.native_batch_norm_backward.default: aten.cudnn_batch_norm_backward.default,
}
"""The operator that a CPU build takes, and the one that CUDA takes where `is_cudnn()`."""

_MIN_EPS = 1e-5
"""CUDNN_BN_MIN_EPSILON as PyTorch rounds it."""


def is_cudnn(func: Any, args: Any) -> bool:
    """`_select_batch_norm_backend()` in aten/src/ATen/native/Normalization.cpp."""
    if func is aten.native_batch_norm.default:
        images, weight, bias, training, eps = args[0], args[1], args[2], args[5], args[7]
        affine = weight is not None and bias is not None
    else:
        images, weight, training, eps = args[1], args[2], args[7], args[8]
        affine = weight is not None
    most = 880_801 if training else 65_535
    plain = images.dtype != torch.bfloat16 and (images.dtype != torch.float16 or weight is None or weight.dtype == torch.float32)
    return affine and plain and images.dim() >= 3 and images.shape[0] <= most and eps >= _MIN_EPS


def as_on_cuda(func: Any, args: Any) -> Any:
    """The operator that CUDA takes for `func`."""
    return ON_CUDA[func] if func in ON_CUDA and is_cudnn(func, args) else func


def run(func: Any, args: Any) -> Any:
    """On fake tensors, with the side results that the kernel on the card makes."""
    cudnn = is_cudnn(func, args)
    if func is aten.native_batch_norm_backward.default:
        if cudnn:
            return func(*args[:9], [True] * 3)  # cuDNN has no mask
        # A fake kernel makes the input's gradient even where nobody wants it.
        return tuple(gradient if wanted else None for gradient, wanted in zip(func(*args), args[9]))
    training, images = args[5], args[0]
    output, mean, deviation = func(*args)
    # In evaluation cuDNN saves nothing; PyTorch's own kernel makes both vectors, batch_norm_cuda in Normalization.cu.
    saved = images.shape[1] if training or not cudnn else 0
    if mean.numel() != saved:
        mean, deviation = (images.new_empty(saved, dtype=mean.dtype) for _ in range(2))
    return output, mean, deviation
