"""nn.RNN, nn.LSTM and nn.GRU on CUDA: cuDNN runs them, and it alone knows how much memory it takes.

On a card these are `aten::_cudnn_rnn`, with all weights in one buffer, a reserve that lives until the backward pass and a
workspace (aten/src/ATen/native/cudnn/RNN.cpp). Both sizes are what cudnnGetRNNTempSpaceSizes() says for the card; no
formula is published. A CPU build would run cell after cell instead: another trace altogether, so there is none.
"""

from __future__ import annotations

from typing import Any

import torch

from ..failure import Failure
from .guesses import code_line

_RECURRENT = {"lstm": "LSTM", "gru": "GRU", "rnn_tanh": "RNN", "rnn_relu": "RNN"}

_library: Any = None


def install() -> None:
    """For every CUDA tensor of this process. Cells by themselves (nn.LSTMCell) are PyTorch's own, and are traced."""
    global _library
    if _library is not None:
        return
    _library = torch.library.Library("aten", "IMPL")
    for operator, module in _RECURRENT.items():
        for overload in ("input", "data"):
            _library.impl(f"{operator}.{overload}", _refusal(module), "AutogradCUDA")
            _library.impl(f"{operator}.{overload}", _refusal(module), "CUDA")


def _refusal(module: str) -> Any:
    def refuse(*args: Any, **kwargs: Any) -> Any:
        where = code_line() or "a line of PyTorch's own"
        raise Failure(
            "failed",
            f"Cannot trace nn.{module} at {where}: on CUDA cuDNN runs it, and it alone knows how much memory it takes",
            advice="measure this training",
        )

    return refuse
