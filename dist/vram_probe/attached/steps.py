"""Counts the steps of a training by the steps of its optimizers, however many it has and however often each steps."""

from __future__ import annotations

MOST_REPEATS = 64
"""An optimizer that has not stepped while another stepped so often is over."""


class StepCounter:
    """A step is complete when every optimizer that is known has stepped since the last one was.

    A generator and a discriminator step once each; five steps of a critic for one of a generator are one step; an
    optimizer for each parameter, which steps in backward, is a part of one. Before all have come nobody knows who will:
    an optimizer that is new belongs to the step that was just taken for complete, and what came before was less than a
    whole step of this training.
    """

    def __init__(self) -> None:
        self.completed = 0
        self.begun_with = 1
        """The first step that all optimizers are known to belong to."""
        self._known: set[int] = set()
        self._over: set[int] = set()
        self._since: dict[int, int] = {}

    def stepped(self, optimizer: int) -> bool:
        """`optimizer` (its number) has stepped. True where that completes a step, or adds to the one just completed."""
        if optimizer not in self._known:
            reopens = not self._since and self.completed > 0 and optimizer not in self._over
            self._known.add(optimizer)
            if optimizer not in self._over:
                self.begun_with = self.completed if reopens else self.completed + 1
            if reopens:
                return True
        self._since[optimizer] = self._since.get(optimizer, 0) + 1
        if self._since[optimizer] > MOST_REPEATS:
            self._over |= self._known.difference(self._since)
            self._known.intersection_update(self._since)
        if not self._known.issubset(self._since):
            return False
        self._since.clear()
        self.completed += 1
        return True
