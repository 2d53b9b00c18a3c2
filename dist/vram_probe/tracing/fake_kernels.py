"""Operators that have no fake kernel, or one that refuses what the card takes: what their CUDA kernels return."""

from __future__ import annotations

import math
from typing import Any

import torch

aten = torch.ops.aten

_GRU_WORKSPACE, _GRU_GATES = 5, 3
"""Widths of the hidden state: of what nn.GRUCell keeps for backward, and of each gradient of its gates."""
_TMA_BYTES = 16
"""The rows of a grouped product begin at multiples of it."""


def _gru_cell(input_gates: Any, hidden_gates: Any, hidden: Any, input_bias: Any = None, hidden_bias: Any = None) -> Any:
    """`_thnn_fused_gru_cell_cuda()` in aten/src/ATen/native/cuda/RNN.cu: (output, workspace)."""
    rows, width = hidden.shape
    workspace = hidden.new_empty(rows, _GRU_WORKSPACE * width)
    return torch.empty_like(hidden, memory_format=torch.contiguous_format), workspace


def _gru_cell_backward(gradient: Any, workspace: Any, has_bias: bool) -> Any:
    """`_thnn_fused_gru_cell_backward_cuda()`: gradients of both gates, of the hidden state, and of both biases."""
    rows, width = workspace.shape[0], workspace.shape[1] // _GRU_WORKSPACE * _GRU_GATES
    gates = [workspace.new_empty(rows, width) for _ in range(2)]
    hidden = torch.empty_like(gradient, memory_format=torch.contiguous_format)
    biases = [workspace.new_empty(width) for _ in range(2)] if has_bias else [None, None]
    return (*gates, hidden, *biases)


def _grouped_mm(a: Any, b: Any, offs: Any = None, bias: Any = None, out_dtype: Any = None) -> Any:
    """`create_grouped_gemm_output_tensor()` in aten/src/ATen/native/GroupedMMUtils.h; the fake kernel takes bfloat16 alone.

    A group after the other is multiplied into the one result, whatever the groups' sizes are.
    """
    if a.dtype == torch.bfloat16:
        return NotImplemented
    if a.dim() == b.dim() == 2:
        shape = (offs.shape[0], a.shape[0], b.shape[1])
    elif a.dim() == b.dim() == 3:
        shape = (a.shape[0], a.shape[1], b.shape[2])
    else:
        shape = (a.shape[-2], b.shape[-1])
    aligned = _TMA_BYTES // a.element_size()
    row = math.ceil(shape[-1] / aligned) * aligned
    strides = (row, 1) if len(shape) == 2 else (shape[1] * row, row, 1)
    return torch.empty_strided(shape, strides, dtype=out_dtype or a.dtype, device=a.device)


FAKE_KERNELS = {
    aten._thnn_fused_gru_cell.default: _gru_cell,
    aten._thnn_fused_gru_cell_backward.default: _gru_cell_backward,
}
"""Each gives the result of a call on fake tensors, or NotImplemented for PyTorch's own."""
if hasattr(aten, "_grouped_mm"):  # younger than torch 2.6
    FAKE_KERNELS[aten._grouped_mm.default] = _grouped_mm
if torch._C._dispatch_has_kernel("_c10d_functional::wait_tensor"):  # not where torch is built without torch.distributed
    FAKE_KERNELS[torch.ops._c10d_functional.wait_tensor.default] = lambda tensor: tensor  # PyTorch's own gives a new one
