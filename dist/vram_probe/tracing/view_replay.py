"""What an in-place change of a view costs in backward.

PyTorch gives the view a new grad_fn. A real tensor's goes through as_strided and writes the gradient into zeros of the
base's size; a fake tensor's is the view's own, made anew, which costs nothing. Source: `VariableHooks::grad_fn()` and
`rebase_history()` in torch/csrc/autograd/variable.cpp, and `as_strided_backward()` in FunctionsManual.cpp.
"""

from __future__ import annotations

from typing import Any

import torch

aten = torch.ops.aten

VIEWS = {
    aten.view.default, aten._unsafe_view.default, aten._reshape_alias.default, aten.alias.default, aten.t.default,
    aten.squeeze.dim, aten.squeeze.dims, aten.squeeze.default, aten.unsqueeze.default, aten.permute.default,
    aten.transpose.int,
}  # fmt: skip
"""What the backward formulas of views are made of, where those of a real as_strided are not."""


def follow(node: Any) -> None:
    """Makes up for it, where `node` is the grad_fn that a view has been given after a change in place.

    Such a node was made right after its base's, and runs just before it.
    """
    following = node.next_functions[0][0] if node.next_functions else None
    if following is None or not following.name().endswith("CopySlices"):
        return
    if node._sequence_nr() != following._sequence_nr() + 1:
        return

    def as_strided_backward(gradients: Any) -> Any:
        handle.remove()
        gradient = gradients[0]
        return (gradient.new_zeros(gradient.shape),)

    handle = following.register_prehook(as_strided_backward)
