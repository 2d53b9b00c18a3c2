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


def classifier() -> Any:
    """Of sequences: one label each."""
    import transformers

    config = transformers.BertConfig(
        vocab_size=200, hidden_size=64, num_hidden_layers=2, num_attention_heads=4, intermediate_size=128,
        max_position_embeddings=32, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, num_labels=2,
        attn_implementation="eager",
    )  # fmt: skip
    return transformers.BertForSequenceClassification(config)


def two_layers() -> Any:
    from torch import nn

    return nn.Sequential(nn.Linear(96, 256), nn.ReLU(), nn.Linear(256, 32))
