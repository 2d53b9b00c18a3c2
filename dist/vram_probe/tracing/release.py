"""The release of PyTorch that a trace is made with."""

from __future__ import annotations

import torch

RELEASE = tuple(int(part) for part in torch.__version__.split("+")[0].split(".")[:2])
"""(2, 13) for 2.13.1."""
