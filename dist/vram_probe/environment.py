"""The device and the software that a measurement was made with."""

from __future__ import annotations

import os
import platform
from typing import Any, Optional

from .smi import Card, query_card


def choose_device(asked: str) -> str:
    """"auto" is CUDA where there is a device. Asks the driver for a count only, which makes no context."""
    import torch

    from .failure import Failure

    available = torch.cuda.device_count() > 0 and torch.version.hip is None
    if asked == "cuda" and not available:
        raise Failure("no-gpu", "PyTorch sees no CUDA device here")
    return "cuda" if available and asked != "cpu" else "cpu"


def card_before() -> Optional[Card]:
    """The card that PyTorch will call device 0, before there is a context on it."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0].strip()
    return query_card(visible or "0")


def describe(kind: str, card: Optional[Card]) -> dict[str, Any]:
    import torch

    software = {
        "torch": torch.__version__,
        "cuda": torch.version.cuda,
        "python": platform.python_version(),
        "alloc_conf": os.environ.get("PYTORCH_CUDA_ALLOC_CONF", os.environ.get("PYTORCH_ALLOC_CONF", "")),
    }
    if kind == "cpu":
        name = platform.processor() or platform.machine()
        nothing = dict.fromkeys(("compute_capability", "multiprocessors", "driver"))
        return {"kind": "cpu", "name": name, "usable_bytes": 0, **nothing, **software}
    properties = torch.cuda.get_device_properties(torch.cuda.current_device())
    return {
        "kind": "cuda",
        "name": properties.name,
        "usable_bytes": properties.total_memory,
        "compute_capability": f"{properties.major}.{properties.minor}",
        "multiprocessors": properties.multi_processor_count,
        "driver": card.driver if card else None,
        **software,
    }
