"""The layout of a convolution's gradients: cuDNN keeps the channels last where images or weights have them last.

PyTorch's fake kernel makes them with the channels first, and then the gradient of a weight would be copied before it is
kept. Source: `cudnn_conv_suggest_memory_format()` in aten/src/ATen/native/ConvUtils.h and
`cudnn_convolution_backward_weight()` in aten/src/ATen/native/cudnn/ConvShared.cpp.
"""

from __future__ import annotations

from typing import Any

import torch

_CHANNELS_LAST = {4: torch.channels_last, 5: torch.channels_last_3d}
"""By the number of dimensions."""


def backward(func: Any, args: Any) -> Any:
    """On fake tensors: gradients of images, weight and bias, each None where nobody wants it."""
    _, images, weight = args[:3]
    results = func(*args)
    layout = _CHANNELS_LAST.get(images.dim())
    if layout is None or weight.dtype == torch.float64 or not any(_has(layout, each) for each in (images, weight)):
        return results
    return tuple(_like(gradient, layout) for gradient in results[:2]) + tuple(results[2:])


def _has(layout: torch.memory_format, tensor: Any) -> bool:
    """With the channels last and not also first, as `suggest_memory_format()` asks."""
    return tensor.is_contiguous(memory_format=layout) and not tensor.is_contiguous()


def _like(gradient: Any, layout: torch.memory_format) -> Any:
    return None if gradient is None else torch.empty_like(gradient, memory_format=layout)
