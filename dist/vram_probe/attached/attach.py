"""Lets the probe into this process, when and if it imports torch."""

from __future__ import annotations

import atexit
import faulthandler
import json
import os
import sys
import time
import traceback
from types import TracebackType
from typing import Any

from .answers import Answers
from .importing import after_import

LAST_WORDS_S = 2
"""So long before the limit each Python writes down where it stands."""


def attach(folder: str) -> None:
    """`folder` is the run's own: `request.json` (src/probe/attached.ts), and what the processes write."""
    with open(os.path.join(folder, "request.json"), encoding="utf-8") as file:
        request = json.load(file)
    _say_where_it_stands_at_the_limit(folder, request["deadline_s"])
    after_import("torch", lambda: _attach_to_torch(request, Answers(folder)))


def _say_where_it_stands_at_the_limit(folder: str, deadline_s: float) -> None:
    """The stack of every thread, written by a thread of the interpreter's own that needs nothing of the program."""
    left = deadline_s - time.time() - LAST_WORDS_S
    if left > 0:
        file = open(os.path.join(folder, f"stack-{os.getpid()}.txt"), "w", encoding="utf-8")  # for the process's life
        faulthandler.dump_traceback_later(left, file=file)


def _attach_to_torch(request: dict[str, Any], answers: Answers) -> None:
    from .hooks import Hooks
    from .session import Session

    session = Session(request, answers)
    Hooks(session).__enter__()
    atexit.register(session.ended)
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        before(kind, error, where)
        if not issubclass(kind, KeyboardInterrupt):
            answers.send("failure", {"reason": "failed", "detail": _describe(error), "trained": session.trained()})

    sys.excepthook = hook


def _describe(error: BaseException) -> str:
    """Its own words first, then the lines of the program that it came through, the innermost last."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    stood = "".join(f"\n{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
    return f"{type(error).__name__}: {error}"[:2000] + stood[:2000]
