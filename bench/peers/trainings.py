"""The trainings that every peer is asked about: those of examples/zoo with the same names."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src" / "probe"))

from vram_probe.torchvision import declare_operators  # noqa: E402


class Training(NamedTuple):
    model: Callable[[], Any]
    batch: Callable[[], Any]
    """On the default device: images and classes, or tokens and labels by name."""
    loss: Callable[[Any, Any], Any]
    optimizer: Callable[[Any], Any]


def training(name: str) -> Training:
    declare_operators()  # torchvision from the package index is built for CUDA, and torch here need not be
    return {"resnet50": _resnet50, "gpt2": _gpt2, "llama-7b": _llama_7b}[name]()


def _resnet50() -> Training:
    import torch
    import torchvision

    cross_entropy = torch.nn.CrossEntropyLoss()
    return Training(
        torchvision.models.resnet50,
        lambda: (torch.randn(32, 3, 224, 224), torch.randint(0, 1000, (32,))),
        lambda model, batch: cross_entropy(model(batch[0]), batch[1]),
        lambda parameters: torch.optim.SGD(parameters, lr=0.1, momentum=0.9, weight_decay=1e-4),
    )


def _gpt2() -> Training:
    import torch
    import transformers

    return _language_model(lambda: transformers.GPT2LMHeadModel(transformers.GPT2Config()), 8, 1024, 50257, torch.float32, 3e-4)


def _llama_7b() -> Training:
    import torch
    import transformers

    config = transformers.LlamaConfig(use_cache=False)
    return _language_model(lambda: transformers.LlamaForCausalLM(config), 1, 2048, 32000, torch.bfloat16, 1e-4)


def _language_model(make: Callable[[], Any], batch: int, length: int, vocabulary: int, dtype: Any, rate: float) -> Training:
    import torch

    def tokens() -> dict[str, Any]:
        return {name: torch.randint(0, vocabulary, (batch, length)) for name in ("input_ids", "labels")}

    def model() -> Any:
        torch.set_default_dtype(dtype)  # fake tensors refuse `.to(dtype)`
        try:
            return make()
        finally:
            torch.set_default_dtype(torch.float32)

    return Training(
        model,
        tokens,
        lambda model, batch: model(**batch).loss,
        lambda parameters: torch.optim.AdamW(parameters, lr=rate),
    )
