"""What a process says of its end: the error that ended it, and where it stood when the time was up."""

from __future__ import annotations

import atexit
import faulthandler
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any, NoReturn, Optional

from .. import distributed
from ..failure import Failure
from .answers import Answers
from .process_name import process_name

MOST_FRAMES = 32


class LastWords:
    """From the interpreter's start on: a program also fails before it imports torch."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._said: Optional[int] = None  # its id: an error holds its frames, and those hold tensors
        self.trained: Callable[[], bool] = lambda: False
        self.describe: Callable[[BaseException], dict[str, Any]] = describe
        self._before = sys.excepthook
        sys.excepthook = self._hook
        atexit.register(self._at_exit)

    def _hook(self, kind: type[BaseException], error: BaseException, where: Optional[TracebackType]) -> None:
        self._before(kind, error, where)
        self._say(error)

    def _at_exit(self) -> None:
        """A program with a hook of its own: the interpreter keeps what it was called with."""
        error = getattr(sys, "last_value", None)
        if error is not None:
            self._say(error)

    def say_and_exit(self, error: BaseException) -> NoReturn:
        """Of a program that must not go on."""
        self._say(error)
        os._exit(1)

    def say_of_the_probe(self, error: BaseException) -> None:
        """Of an error of ours, which the program does not see."""
        sys.stderr.write("vram-budget: the probe failed, and looks no more\n")
        traceback.print_exception(type(error), error, error.__traceback__)
        self._send(error.content() if isinstance(error, Failure) else _of_the_probe(error))

    def _say(self, error: BaseException) -> None:
        if self._said != id(error) and not isinstance(error, KeyboardInterrupt):
            self._said = id(error)
            self._send(self.describe(error))

    def _send(self, described: dict[str, Any]) -> None:
        about = {"trained": self.trained(), "rank": rank(), "at": time.time()}
        self._answers.send("failure", {**described, **about})


def describe(error: BaseException) -> dict[str, Any]:
    """Its own words, and the frames that it came through, the innermost first."""
    stood = reversed(traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:])
    frames = [{"file": each.filename[-4000:], "line": each.lineno or 0, "name": each.name[:4000]} for each in stood]
    return {"reason": "failed", "detail": _words_of(error)[:4000], "frames": frames}


def _of_the_probe(error: BaseException) -> dict[str, Any]:
    """With the place in it: the program's own frames are not of interest."""
    *_, (frame, line) = traceback.walk_tb(error.__traceback__)
    where = f"{os.path.basename(frame.f_code.co_filename)}:{line} in {frame.f_code.co_name}"
    return {"reason": "probe-failed", "detail": f"The probe failed at {where}: {_words_of(error)}"[:4000]}


def _words_of(error: BaseException) -> str:
    try:
        return f"{type(error).__name__}: {error}"
    except Exception:  # one that cannot say what it is
        return type(error).__name__


def rank() -> Optional[int]:
    """Of this process among those of a distributed training, as torch knows it, else as torchrun or srun said it."""
    if distributed.is_initialized():
        return distributed.place()[1]
    said = os.environ.get("RANK", os.environ.get("SLURM_PROCID", ""))
    return int(said) if said.isdigit() else None


STACK_SIGNAL = getattr(signal, "SIGRTMAX", None) and signal.SIGRTMAX - 3
"""As in src/probe/stack-signal.ts: one that nobody uses. None where the system has no such signals."""


def say_where_it_stands_when_asked(folder: str) -> None:
    """The stack of every thread, written by a signal handler that needs nothing of the program, nor the GIL.

    `faulthandler.dump_traceback_later` would need no signal, but a process that is forked then waits for ever as it
    ends, for a thread that it does not have. Source: cancel_dump_traceback_later in Modules/faulthandler.c.
    """
    if STACK_SIGNAL is None:
        return

    def arm() -> None:
        file = open(os.path.join(folder, f"stack-{process_name()}.txt"), "w", encoding="utf-8")  # for the process's life
        faulthandler.register(STACK_SIGNAL, file=file)

    arm()
    os.register_at_fork(after_in_child=arm)
