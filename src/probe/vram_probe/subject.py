"""What a training holds, by asking it: the one that the config describes, or what was found in a running program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol


class Subject(Protocol):
    """Each gives tensors as they are now; one may come twice."""

    def parameters(self) -> Iterable[Any]: ...
    def buffers(self) -> Iterable[Any]: ...
    def gradients(self) -> Iterable[Any]: ...
    def optimizer_tensors(self) -> Iterable[Any]: ...
    def batch(self, phase: str) -> Iterable[Any]: ...


def by_category(subject: Subject, phase: str) -> dict[str, Iterable[Any]]:
    """The categories that can be asked for; the rest is activations, workspace and temporary."""
    return {
        "parameters": subject.parameters(),
        "buffers": subject.buffers(),
        "gradients": subject.gradients(),
        "optimizer": subject.optimizer_tensors(),
        "batch": subject.batch(phase),
    }
