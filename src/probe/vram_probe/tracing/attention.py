"""Which kernel scaled_dot_product_attention takes on a card, and what it runs.

A CPU build has no choice to ask for CUDA tensors and would take the unfused path. The rules are those of
aten/src/ATen/native/transformers/cuda/sdp_utils.cpp, for dense tensors.
"""

from __future__ import annotations

import warnings
from typing import Any

import torch

from .target import Target

aten = torch.ops.aten

MATH, FLASH, EFFICIENT, CUDNN = "math", "flash", "efficient", "cudnn"

_CUDNN_FIRST = {90, 100}
"""Where torch 2.13 with its cuDNN prefers cuDNN's kernel: `check_prefer_cudnn_attention()`."""

_library: Any = None
_target: Target | None = None

_FUSED_ON_CUDA = ("silu_backward", "mish_backward", "_fused_rms_norm")
"""Operators with a CUDA kernel that a CPU build takes apart, by comparing the dispatch tables of the two builds.

The last is younger than torch 2.6.
"""


def choose(target: Target, q: Any, k: Any, v: Any, mask: Any, is_causal: bool) -> str:
    """The backend for q [N, H, L, E], k [N, Hk, S, E], v [N, Hk, S, Ev]."""
    if q.dim() != 4 or q.shape[-2] == 0 or k.shape[-2] == 0:
        return MATH
    half = q.dtype in (torch.float16, torch.bfloat16)
    width, value_width = q.shape[-1], v.shape[-1]
    allowed = torch.backends.cuda
    dense = q.stride(-1) == 1 and k.stride(-1) == 1 and v.stride(-1) == 1
    if not dense:
        return MATH
    aligned_by_8 = width % 8 == 0 and value_width % 8 == 0
    if allowed.cudnn_sdp_enabled() and _prefers_cudnn(target) and half and aligned_by_8 and max(width, value_width) <= 256:
        return CUDNN
    square = not is_causal or q.shape[-2] == k.shape[-2]
    if (
        allowed.flash_sdp_enabled()
        and target.sm >= 80
        and half
        and mask is None
        and width == value_width <= 256
        and square
    ):
        return FLASH
    if allowed.mem_efficient_sdp_enabled() and target.sm >= 50:
        known = q.dtype in (torch.float32, torch.float16) or (q.dtype == torch.bfloat16 and target.sm >= 80)
        alignment = _efficient_alignment(target, half)
        if known and width % alignment == 0 and value_width % alignment == 0:
            return EFFICIENT
    return MATH


def _prefers_cudnn(target: Target) -> bool:
    release = tuple(int(part) for part in torch.__version__.split("+")[0].split(".")[:2])
    return target.sm in _CUDNN_FIRST and release >= (2, 13)


def _efficient_alignment(target: Target, half: bool) -> int:
    """`minimum_gemm_alignment()`: a vector of 128 bits from sm80 on, and for half precision with tensor cores."""
    if half:
        return 8 if target.sm >= 75 else 4
    return 4 if target.sm >= 80 else 1


def install(target: Target) -> None:
    """Below autocast (AutogradCUDA), for every CUDA tensor of this process."""
    global _library, _target
    _target = target
    if _library is not None:
        return
    _library = torch.library.Library("aten", "IMPL")
    for name in _FUSED_ON_CUDA:
        if hasattr(aten, name) and not torch._C._dispatch_has_kernel_for_dispatch_key(f"aten::{name}", "CUDA"):
            _library.impl(name, _never_run, "CUDA")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a kernel of the CUDA build is replaced
        _library.impl("scaled_dot_product_attention", _attention, "AutogradCUDA")
        _library.impl("scaled_dot_product_attention", _attention, "CUDA")


def _never_run(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError("A fake tensor reached a CUDA kernel")


def _attention(
    query: Any, key: Any, value: Any, attn_mask: Any = None, dropout_p: float = 0.0, is_causal: bool = False,
    *, scale: float | None = None, enable_gqa: bool = False,
) -> Any:  # fmt: skip
    """`scaled_dot_product_attention()` of aten/src/ATen/native/transformers/attention.cpp."""
    assert _target is not None
    backend = choose(_target, query, key, value, attn_mask, is_causal)
    if backend == FLASH:
        return _flash(query, key, value, dropout_p, is_causal, scale)
    needs_grad = torch.is_grad_enabled() and any(t.requires_grad for t in (query, key, value))
    mask = _additive(attn_mask, query.dtype)
    if backend == MATH:
        return aten._scaled_dot_product_attention_math(
            query, key, value, mask, dropout_p, is_causal, None, scale=scale, enable_gqa=enable_gqa
        )[0]
    if mask is not None:
        mask = mask.expand(query.shape[0], query.shape[1], query.shape[2], key.shape[2])
    if backend == CUDNN:
        return aten._scaled_dot_product_cudnn_attention(
            query, key, value, mask, needs_grad, dropout_p, is_causal, False, scale=scale
        )[0]
    if enable_gqa and query.shape[1] != key.shape[1]:
        groups = query.shape[1] // key.shape[1]
        key, value = key.repeat_interleave(groups, 1), value.repeat_interleave(groups, 1)
    return aten._scaled_dot_product_efficient_attention(
        query, key, value, _aligned(mask), needs_grad, dropout_p, is_causal, scale=scale
    )[0]


def _flash(query: Any, key: Any, value: Any, dropout_p: float, is_causal: bool, scale: float | None) -> Any:
    width = query.shape[-1]
    scale = width**-0.5 if scale is None else scale
    if width % 8:
        query, key, value = (torch.nn.functional.pad(t, (0, 8 - width % 8)) for t in (query, key, value))
    output = aten._scaled_dot_product_flash_attention(query, key, value, dropout_p, is_causal, False, scale=scale)[0]
    return output[..., :width]


def _additive(mask: Any, dtype: Any) -> Any:
    """`convert_boolean_attn_mask()`."""
    if mask is None or mask.dtype != torch.bool:
        return mask
    zero = torch.scalar_tensor(0.0, dtype=dtype, device=mask.device)
    minus_infinity = torch.scalar_tensor(float("-inf"), dtype=dtype, device=mask.device)
    return torch.where(mask, zero, minus_infinity)


def _aligned(mask: Any) -> Any:
    """`preprocess_mask()`: rows of a multiple of 16 elements."""
    if mask is None:
        return None
    if mask.shape[-1] % 16:
        padded = torch.nn.functional.pad(mask, (0, 16 - mask.shape[-1] % 16))
        return padded[..., : mask.shape[-1]]
    return mask.contiguous() if any(stride % 16 for stride in mask.stride()[:3]) else mask
