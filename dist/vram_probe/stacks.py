"""The line of Python that asks for a storage, at its birth: the innermost of the user's own code."""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Optional

import torch


@dataclass(frozen=True)
class Place:
    """As in src/memory/block-groups.ts: outside of Python `file` and `function` are empty and `line` is 0."""

    origin: str
    """`code`; `backward`, whose line, where it is known, is that of the forward operation; `before`; or `unknown`."""
    file: str = ""
    line: int = 0
    function: str = ""
    library: str = ""
    """The innermost line of a library that it called, as `timm/layers/mlp.py:45 in forward`; empty where there is none."""


BEFORE = Place("before")
"""Of what was there before anything was counted."""


_INSTALLED = re.compile(r"^.*[/\\](?:site|dist)-packages[/\\]")
_GENERATED = re.compile(r"[/\\]torchinductor_[^/\\]*[/\\]")
"""What torch.compile wrote."""
_FORMATTED = re.compile(r'\s*File "([^"\n]*)", line (\d+), in ([^\n]*)')
_CREATION = "traceback_"
"""Where a node of autograd has the stack that made it, in anomaly mode. Source: torch/csrc/autograd/python_anomaly_mode.h."""
_ENGINE = "_engine_run_backward"
"""The last Python before autograd's engine. Source: torch/autograd/graph.py."""


class Stacks:
    """Tells files of the user's own code, which lies in `workspace`, from those of libraries. No frame is held."""

    def __init__(self, workspace: str) -> None:
        self._workspace = os.path.join(os.path.realpath(workspace), "")
        standard = (sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"))
        ours = (os.path.dirname(torch.__file__), os.path.dirname(__file__))
        self._passed_over = tuple(os.path.join(os.path.realpath(folder), "") for folder in (*standard, *ours))
        self._files: dict[str, tuple[bool, str]] = {}

    def here(self) -> Place:
        """Of the storage that is born now. Autograd runs on the calling thread where it is of the CPU."""
        in_backward = torch._C._current_graph_task_id() != -1
        found = self._place("code", _frames(in_backward))
        if found is not None:
            return found
        if not in_backward:
            return Place("unknown")
        return self._place("backward", _creation()) or Place("backward")

    def _place(self, origin: str, frames: Iterable[tuple[str, int, str]]) -> Optional[Place]:
        """In the user's own code; else in a library that is neither torch, nor Python's own, nor this probe."""
        library = None
        for file, line, function in frames:
            own, name = self._file(file)
            if own:
                return Place(origin, name, line, function, "" if library is None else "{}:{} in {}".format(*library))
            if library is None and name:
                library = name, line, function
        return None if library is None else Place(origin, *library)

    def _file(self, path: str) -> tuple[bool, str]:
        """Whether it is the user's own, and its name: from the workspace, or as it is imported; none to pass over."""
        known = self._files.get(path)
        if known is None:
            known = self._files[path] = self._tell(path)
        return known

    def _tell(self, path: str) -> tuple[bool, str]:
        if path.startswith("<") or _GENERATED.search(path):
            return False, ""
        real = os.path.realpath(path)
        installed = _INSTALLED.sub("", real)
        if installed == real:
            if real.startswith(self._passed_over):
                return False, ""
            if real.startswith(self._workspace):
                return True, real[len(self._workspace) :]
            return False, real
        return False, "" if installed.startswith(("torch/", "functorch/", "torchgen/")) else installed


def _frames(in_backward: bool) -> Iterable[tuple[str, int, str]]:
    """The innermost first; in backward only what the engine itself calls, as a function's own or a recomputation."""
    frame: Any = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if in_backward and code.co_name == _ENGINE:
            return
        yield code.co_filename, frame.f_lineno, code.co_name
        frame = frame.f_back


def _creation() -> Iterable[tuple[str, int, str]]:
    """The stack of the forward operation whose backward runs, the innermost first; nothing outside of anomaly mode."""
    node = torch._C._current_autograd_node()
    for entry in reversed(node.metadata.get(_CREATION, ()) if node is not None else ()):
        match = _FORMATTED.match(entry)
        if match is not None:
            yield match.group(1), int(match.group(2)), match.group(3)
