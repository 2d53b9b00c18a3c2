"""Models of transformers, small and from a config, for libraries.test.ts."""

from __future__ import annotations

from typing import Any


def gpt2(attention: str) -> Any:
    import transformers

    config = transformers.GPT2Config(
        vocab_size=200, n_embd=64, n_layer=2, n_head=4, n_positions=32, attn_implementation=attention,
        resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0,
    )  # fmt: skip
    return transformers.GPT2LMHeadModel(config)


def two_layers() -> Any:
    from torch import nn

    return nn.Sequential(nn.Linear(96, 256), nn.ReLU(), nn.Linear(256, 32))
