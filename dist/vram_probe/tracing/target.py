"""The card that a trace is made for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any


@dataclasses.dataclass(frozen=True)
class Target:
    name: str
    capability: tuple[int, int]
    multiprocessors: int
    memory_bytes: int

    @property
    def sm(self) -> int:
        """80 for compute capability 8.0."""
        return self.capability[0] * 10 + self.capability[1]


def target_of(device: Mapping[str, Any]) -> Target:
    """`device` as src/probe/protocol.ts sends it."""
    major, minor = device["compute_capability"].split(".")
    return Target(device["name"], (int(major), int(minor)), device["multiprocessors"], device["memory_bytes"])
