"""Which kernel scaled_dot_product_attention takes on a card, and what it runs.

A CPU build has no choice to ask for CUDA tensors and would take the unfused path. The rules are those of
aten/src/ATen/native/transformers/cuda/sdp_utils.cpp, for dense tensors of four dimensions.
"""

from __future__ import annotations

import warnings
from typing import Any

import torch

from .release import RELEASE
from .target import Target

aten = torch.ops.aten

MATH, FLASH, EFFICIENT, CUDNN = "math", "flash", "efficient", "cudnn"

_CUDNN_OF_WHEELS = {(2, 9): 91002, (2, 10): 91002, (2, 11): 91900, (2, 12): 91900, (2, 13): 91900, (2, 14): 92400}
"""cuDNN in the wheels that pip takes: 9.10 up to 2.10, 9.19 in 2.11, 9.24 in 2.14. Those between are taken from before."""

_library: Any = None
_target: Target | None = None

_FUSED_ON_CUDA = ("silu_backward", "mish_backward", "_fused_rms_norm")
"""Operators with a CUDA kernel that a CPU build takes apart, by comparing the dispatch tables of the two builds.

The last is younger than torch 2.6.
"""


def choose(
    target: Target, q: Any, k: Any, v: Any, mask: Any = None, dropout_p: float = 0.0, is_causal: bool = False,
    enable_gqa: bool = False, release: tuple[int, ...] = RELEASE,
) -> str:  # fmt: skip
    """The backend for q [N, H, L, E], k [N, Hk, S, E], v [N, Hk, S, Ev]: the first of its order that takes them."""
    if q.dim() != 4 or q.shape[-2] == 0 or k.shape[-2] == 0:
        return MATH
    grouped = q.shape[1] != k.shape[1]
    if grouped and not enable_gqa:
        return MATH
    training = torch.is_grad_enabled() and any(t.requires_grad for t in (q, k, v))
    half = q.dtype in (torch.float16, torch.bfloat16)
    allowed = torch.backends.cuda
    prefers_cudnn = allowed.cudnn_sdp_enabled() and _prefers_cudnn(target, release)
    if prefers_cudnn and half and _cudnn_takes(target, q, k, v, mask, dropout_p, training, release):
        return CUDNN
    if allowed.flash_sdp_enabled() and half and _flash_takes(target, q, k, v, mask, dropout_p, is_causal, training):
        return FLASH
    grouped_ok = not grouped or release >= (2, 14)
    if allowed.mem_efficient_sdp_enabled() and grouped_ok and _efficient_takes(target, q, k, v, mask, half):
        return EFFICIENT
    return MATH


def _prefers_cudnn(target: Target, release: tuple[int, ...]) -> bool:
    """`check_prefer_cudnn_attention()`: pytorch#162073 (2.9), and pytorch#171627 (2.10), which asks for cuDNN 9.15.1."""
    if release < (2, 10):
        return release >= (2, 9) and target.capability in ((9, 0), (10, 0))
    return _cudnn_version(release) > 91500 and target.capability in ((9, 0), (10, 0), (10, 3))


def _cudnn_version(release: tuple[int, ...]) -> int:
    """Of this build where it has cuDNN."""
    built = torch.backends.cudnn.version() if torch._C._has_cudnn else None
    return built or _CUDNN_OF_WHEELS.get(release, max(_CUDNN_OF_WHEELS.values()))


def _cudnn_takes(
    target: Target, q: Any, k: Any, v: Any, mask: Any, dropout_p: float, training: bool, release: tuple[int, ...]
) -> bool:
    """`can_use_cudnn_attention()`, where cuDNN comes first."""
    widths = (q.shape[-1], v.shape[-1])
    if any(width % 8 for width in widths) or not _dense(q, k, v, mask, ignore_single=True):
        return False
    if k.shape[-2] == 1 or (dropout_p > 0 and q.shape[-2] == 1):
        return False
    if release >= (2, 14) and dropout_p * 16 != int(dropout_p * 16):
        return False
    return max(widths) <= 128 or _cudnn_takes_wide(target, widths, training, release)


def _cudnn_takes_wide(target: Target, widths: tuple[int, int], training: bool, release: tuple[int, ...]) -> bool:
    """`check_cudnn_tensor_shapes()` and, since 2.14, `check_cudnn_d256_bprop_head_dim()`."""
    if release >= (2, 14):
        return max(widths) <= 256 and (not training or widths in ((192, 128), (256, 256)))
    if target.capability == (9, 0):
        return max(widths) <= 256
    return target.capability[0] == 10 and widths == (192, 128)


def _flash_takes(
    target: Target, q: Any, k: Any, v: Any, mask: Any, dropout_p: float, is_causal: bool, training: bool
) -> bool:
    """`can_use_flash_attention()`: no mask, heads of one width, and no causal mask of an oblong."""
    width = q.shape[-1]
    small = 86 <= target.sm <= 89 or target.sm in (120, 121)
    backward = not (training and small) or width <= 192 or (dropout_p == 0 and width > 224)
    square = not is_causal or q.shape[-2] == k.shape[-2]
    fits = target.sm >= 80 and mask is None and width == v.shape[-1] <= 256
    return fits and backward and square and _dense(q, k, v, None, ignore_single=True)


def _efficient_takes(target: Target, q: Any, k: Any, v: Any, mask: Any, half: bool) -> bool:
    """`can_use_mem_efficient_attention()`."""
    known = q.dtype in (torch.float32, torch.float16) or (q.dtype == torch.bfloat16 and target.sm >= 80)
    alignment = _efficient_alignment(target, half)
    aligned = q.shape[-1] % alignment == 0 and v.shape[-1] % alignment == 0
    return target.sm >= 50 and known and aligned and _dense(q, k, v, mask, ignore_single=False)


def _dense(q: Any, k: Any, v: Any, mask: Any, ignore_single: bool) -> bool:
    """`check_last_dim_stride_equals_1_dense()`."""
    tensors = (q, k, v) if mask is None else (q, k, v, mask)
    return all(t.stride(-1) == 1 or (ignore_single and t.shape[-1] == 1) for t in tensors)


def _efficient_alignment(target: Target, half: bool) -> int:
    """`minimum_gemm_alignment()`: a vector of 128 bits where there are tensor cores for the type."""
    if half:
        return 8 if target.sm >= 70 else 1
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
    backend = choose(_target, query, key, value, attn_mask, dropout_p, is_causal, enable_gqa)
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
