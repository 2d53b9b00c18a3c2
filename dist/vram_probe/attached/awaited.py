"""A process goes no further than its run: who started it may be on another machine, and cannot end it there."""

from __future__ import annotations

import os
import time

from .answers import Answers

BETWEEN_LOOKS_S = 1.0
WAIT_FOR_THE_END_S = 120


class Awaited:
    """Looks now and then whether somebody still waits for the answers."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._looked = time.monotonic()

    def give_up_in_time(self) -> None:
        """Ends this process when the run is over."""
        now = time.monotonic()
        if now - self._looked >= BETWEEN_LOOKS_S:
            self._looked = now
            if not self._answers.are_awaited():
                os._exit(1)

    def wait_for_the_end(self) -> None:
        """Holds the program where it stands until all of it is ended: nothing is saved, sent or started any more."""
        until = time.monotonic() + WAIT_FOR_THE_END_S
        while time.monotonic() < until:
            time.sleep(BETWEEN_LOOKS_S)
            self.give_up_in_time()
        os._exit(0)
