"""Sums up counted events: peaks by phase and step, the categories at the peak, the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .counting import Event
from .enumeration import CATEGORIES

MAX_POINTS = 20_000
"""As src/measure/measurement.ts allows."""


@dataclass(frozen=True)
class Entered:
    """A phase began after so many events."""

    after: int
    phase: str
    step: int


class Profile:
    """Follows what is alive by category; peaks count from the step `first_step` on, and in the evaluation."""

    def __init__(self, first_step: int, last_step: int) -> None:
        self.phases: dict[str, int] = {}
        self.steps: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        """What is alive when a step's last optimizer is done."""
        self.peak: dict[str, Any] = {"phase": "setup", "step": 0, "total": -1, "categories": {}}
        self.events_to_peak = 0
        """After so many events the peak is reached."""
        self.timeline: list[dict[str, Any]] = []
        self._first_step, self._last_step = first_step, last_step
        self._alive = dict.fromkeys(CATEGORIES, 0)
        self._births: dict[int, Event] = {}
        self._moment = ("", -1)
        self._events = 0

    def follow(self, events: Iterable[Event], entered: Sequence[Entered] = ()) -> Profile:
        """`entered` are the phases in order: in some nothing is allocated or freed."""
        phases = iter(entered)
        following = next(phases, None)
        for event in events:
            while following is not None and following.after <= self._events:
                self._enter(following.phase, following.step)
                following = next(phases, None)
            self._enter(event["phase"], event["step"])
            birth = event if event["op"] == "alloc" else self._births.pop(event["id"])
            if event["op"] == "alloc":
                self._births[event["id"]] = event
            self._events += 1
            self._alive[birth["category"]] += birth["bytes"] if event["op"] == "alloc" else -birth["bytes"]
            self._note(event["phase"], event["step"])
        if self._moment[0] != "evaluation":
            self._end_step()
        self.timeline = _thinned(self.timeline)
        return self

    def measured(self) -> dict[str, Any]:
        """What the document has of a device whose three tiers are one."""
        peak = {name: self.peak[name] for name in ("phase", "step")}
        categories = self.peak["categories"] or dict.fromkeys(CATEGORIES, 0)
        total = max(self.peak["total"], 0)
        return {
            "allocated_bytes": total,
            "reserved_bytes": total,
            "device_bytes": total,
            "context_bytes": 0,
            "phases": {name: _tiers(size) for name, size in self.phases.items()},
            "peak": {**peak, "categories": categories, "unattributed_bytes": 0},
            "step_peaks": [
                {"step": step, **_tiers(size), "end_allocated_bytes": self.ends[step]}
                for step, size in sorted(self.steps.items())
                if step <= self._last_step
            ],
            "num_alloc_retries": 0,
            "co_tenants": [],
            "timeline": self.timeline,
        }

    def _enter(self, phase: str, step: int) -> None:
        """What is alive when a phase begins counts for it, as in the allocator's statistics after a reset."""
        if (phase, step) != self._moment:
            if step != self._moment[1] or phase == "evaluation":
                self._end_step()
            self._moment = (phase, step)
            self._note(phase, step)

    def _end_step(self) -> None:
        """Some optimizers, as SGD without momentum, allocate and free nothing: what follows them tells what they left."""
        self.ends[self._moment[1]] = sum(self._alive.values())

    def _note(self, phase: str, step: int) -> None:
        if step < self._first_step:
            return
        total = sum(self._alive.values())
        self.phases[phase] = max(self.phases.get(phase, 0), total)
        if phase != "evaluation":
            self.steps[step] = max(self.steps.get(step, 0), total)
        if total > self.peak["total"]:
            self.peak = {"phase": phase, "step": step, "total": total, "categories": dict(self._alive)}
            self.events_to_peak = self._events
        if step == self._last_step:
            self.timeline.append(
                {"phase": phase, "step": step, "categories": dict(self._alive), "unattributed_bytes": 0, "reserved_bytes": total}
            )


def _tiers(size: int) -> dict[str, int]:
    return {"allocated_bytes": size, "reserved_bytes": size}


def _thinned(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of each run of points the highest, so that no peak is lost."""
    width = -(-len(points) // MAX_POINTS)
    if width <= 1:
        return points
    runs = (points[start : start + width] for start in range(0, len(points), width))
    return [max(run, key=lambda point: point["reserved_bytes"]) for run in runs]
