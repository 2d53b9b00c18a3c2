"""An error of the probe's own ends the measurement, and is never the program's."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from .hooks import WATCHED, Watcher


class Guard:
    """Of one process. After the first error nothing of what it guards is called any more: the program goes on without us.

    What was put into the program stays and does nothing: a hook that takes itself out while it runs would be an error too.
    """

    def __init__(self, say: Callable[[BaseException], Any]) -> None:
        """`say` is told of the first error."""
        self._say, self._failed = say, False

    def around(self, call: Callable[..., Any], meant: tuple[type[Exception], ...] = ()) -> Callable[..., Any]:
        """`call`, which gives None where it fails, and after anything has failed. Errors that are `meant` pass."""

        @functools.wraps(call)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if self._failed:
                return None
            try:
                return call(*args, **kwargs)
            except meant:
                raise
            except Exception as error:
                self._failed = True
                self._say(error)
                return None

        return guarded


class GuardedWatcher:
    """A Watcher around another."""

    def __init__(self, watcher: Watcher, guard: Guard) -> None:
        for name in WATCHED:
            setattr(self, name, guard.around(getattr(watcher, name)))
