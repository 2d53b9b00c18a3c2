"""What a trace had to guess, and where in the code."""

from __future__ import annotations

import collections
import os
import sys
from types import TracebackType
from typing import Optional

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Guesses:
    def __init__(self) -> None:
        self._counts: collections.Counter[str] = collections.Counter()

    def note(self, what: str) -> None:
        where = code_line()
        self._counts[f"{what} ({where})" if where else what] += 1

    def lines(self) -> list[str]:
        return [text if count == 1 else f"{text}, {count} times" for text, count in self._counts.items()]


def code_line() -> str:
    """`file:line` of the innermost Python frame that is neither PyTorch's nor ours; empty where there is none."""
    frame = sys._getframe(1)
    while frame is not None:
        if _is_users(frame.f_code.co_filename):
            return f"{_short(frame.f_code.co_filename)}:{frame.f_lineno}"
        frame = frame.f_back
    return ""


def line_of(raised: Optional[TracebackType]) -> str:
    """The same of a traceback."""
    line = "a line of PyTorch's own"
    while raised is not None:
        path = raised.tb_frame.f_code.co_filename
        if _is_users(path):
            line = f"{_short(path)}:{raised.tb_lineno}"
        raised = raised.tb_next
    return line


def _is_users(path: str) -> bool:
    import torch

    return not path.startswith((os.path.dirname(torch.__file__), _PACKAGE, "<"))


def _short(path: str) -> str:
    for root in (os.getcwd() + os.sep, *(entry + os.sep for entry in sys.path if entry)):
        if path.startswith(root):
            return path[len(root) :]
    return path
