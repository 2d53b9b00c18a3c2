"""What a training has imported: the files of its own code, and the releases of the packages that its memory hangs on."""

from __future__ import annotations

import os
import re
import sys
from importlib import metadata
from typing import Any, Optional

PACKAGES = (
    "accelerate",
    "apex",
    "bitsandbytes",
    "deepspeed",
    "flash_attn",
    "lightning",
    "numpy",
    "peft",
    "pytorch_lightning",
    "timm",
    "torch",
    "torchaudio",
    "torchtune",
    "torchvision",
    "transformers",
    "triton",
    "trl",
    "xformers",
)
"""By the names that they are imported by."""

MOST_FILES = 1000
"""As src/measure/measurement.ts allows."""

_INSTALLED = re.compile(r"[/\\](?:site|dist)-packages[/\\]")


def imported(workspace: str) -> dict[str, Any]:
    """What the measurement has of it. `workspace` is the folder of the user's own code."""
    return {"imports": _files(workspace), "packages": _packages()}


def _files(workspace: str) -> list[str]:
    """Relative to the workspace, with forward slashes. The probe's own are none of the training's."""
    root, probe = (os.path.join(os.path.realpath(folder), "") for folder in (workspace, os.path.dirname(__file__)))
    named = {file for module in list(sys.modules.values()) if (file := _file_of(module)) is not None}
    own = {
        real[len(root) :].replace(os.sep, "/")
        for real in map(os.path.realpath, named)
        if real.startswith(root) and not real.startswith(probe) and not _INSTALLED.search(real)
    }
    return sorted(own)[:MOST_FILES]


def _file_of(module: Any) -> Optional[str]:
    """Asks no module that makes its attributes when they are asked for: anything can stand among `sys.modules`."""
    try:
        file = vars(module).get("__file__")
    except TypeError:
        return None
    return file if isinstance(file, str) else None


def _packages() -> dict[str, str]:
    return {name: release for name in PACKAGES if name in sys.modules and (release := _release(name)) is not None}


def _release(name: str) -> Optional[str]:
    """Of what is installed; where that is not known to Python's installer, there is none."""
    try:
        return str(metadata.version(name.replace("_", "-")))
    except metadata.PackageNotFoundError:
        return None
