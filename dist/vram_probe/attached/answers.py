"""The way back from a program that knows nothing of us: a file of JSON lines for each process, in a folder of the run's own."""

from __future__ import annotations

import errno
import json
import os
import sys
from typing import Any

from .process_name import process_name


class Answers:
    """Opens the file with each line; a process that was forked has a file of its own."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def are_awaited(self) -> bool:
        """Until the run is over, and its folder gone: the only thing that a process of another node can see of its end.

        Opened and not just looked for: an open asks the server of a network file system. Source: nfs(5), close-to-open.
        """
        try:
            with open(os.path.join(self.folder, "request.json"), encoding="utf-8"):
                return True
        except OSError as error:
            return error.errno not in (errno.ENOENT, errno.ESTALE)

    def recording(self) -> str:
        """Where this process's recording goes; what it is made of adds its own ending."""
        return os.path.join(self.folder, f"recording-{process_name()}")

    def send(self, kind: str, content: Any) -> None:
        """The program goes on where it cannot be written: the disk is full, or the folder has been taken away."""
        line = json.dumps({kind: content}, separators=(",", ":")) + "\n"
        try:
            with open(os.path.join(self.folder, f"answers-{process_name()}.jsonl"), "a", encoding="utf-8") as file:
                file.write(line)
        except OSError as error:
            sys.stderr.write(f"vram-budget: cannot write what was seen: {error}\n")
