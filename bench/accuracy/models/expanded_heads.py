"""transformers' models with keys and values expanded before attention, as fitcheck's script does where heads share them."""

from __future__ import annotations

from typing import Any

import torch
import transformers


def causal_lm(name: str, config: Any) -> Any:
    """`name` of transformers, whose attention from now on sees as many keys as queries."""
    functional = torch.nn.functional
    original = functional.scaled_dot_product_attention

    def expanded(query: Any, key: Any, value: Any, *args: Any, enable_gqa: bool = False, **kwargs: Any) -> Any:
        groups = query.shape[-3] // key.shape[-3]
        if groups > 1:
            key, value = key.repeat_interleave(groups, -3), value.repeat_interleave(groups, -3)
        return original(query, key, value, *args, **kwargs)

    functional.scaled_dot_product_attention = expanded
    return getattr(transformers, name)(config)
