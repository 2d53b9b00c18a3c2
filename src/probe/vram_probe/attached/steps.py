"""Counts the steps of a training by the steps of its optimizers, however many it has and however often each steps."""

from __future__ import annotations

MOST_REPEATS = 64
"""An optimizer that has not stepped while another stepped so often is over."""


class StepCounter:
    """A step is complete when every optimizer that is known has stepped since the last one was.

    A generator and a discriminator step once each; five steps of a critic for one of a generator are one step; an
    optimizer for each parameter, which steps in backward, is a part of one. In the first step nobody knows yet who comes:
    an optimizer that is new belongs to the step that was just taken for complete.
    """

    def __init__(self) -> None:
        self.completed = 0
        self._known: set[int] = set()
        self._since: dict[int, int] = {}

    def stepped(self, optimizer: int) -> bool:
        """`optimizer` (its number) has stepped. True where that completes a step, or adds to the one just completed."""
        if optimizer not in self._known:
            self._known.add(optimizer)
            if not self._since and self.completed > 0:
                return True
        self._since[optimizer] = self._since.get(optimizer, 0) + 1
        if self._since[optimizer] > MOST_REPEATS:
            self._known.intersection_update(self._since)
        if not self._known.issubset(self._since):
            return False
        self._since.clear()
        self.completed += 1
        return True
