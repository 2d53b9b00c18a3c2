"""The way back to vram-budget: JSON lines on a descriptor of its own. Standard output stays the training's."""

from __future__ import annotations

import json
import os
from typing import Any


class Channel:
    def __init__(self, descriptor: int) -> None:
        os.set_inheritable(descriptor, False)  # what the training starts has no way back
        self._file = os.fdopen(descriptor, "w", encoding="utf-8")

    def send(self, kind: str, content: Any) -> None:
        self._file.write(json.dumps({kind: content}, separators=(",", ":")) + "\n")
        self._file.flush()
