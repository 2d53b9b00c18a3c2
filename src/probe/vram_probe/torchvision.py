"""torchvision's build for CUDA beside a CPU build of torch: its library of operators does not load, and importing it fails."""

from __future__ import annotations

from importlib import util
from pathlib import Path
from typing import Any

_SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
"""Those for which torchvision/_meta_registrations.py registers a fake without asking whether they are there."""

_kept: list[Any] = []


def declare_operators() -> None:
    """Declares the operators that the import asks for; a model that calls one still fails, with its name."""
    found = util.find_spec("torchvision")
    if found is None or found.origin is None or _kept:
        return
    import torch

    try:
        torch.ops.load_library(str(Path(found.origin).parent / "_C.so"))
    except OSError:
        _kept.append(torch.library.Library("torchvision", "DEF"))
        for schema in _SCHEMAS:
            _kept[0].define(schema)
