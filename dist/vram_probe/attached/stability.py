"""When enough has been seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

STABLE_STEPS = 5
"""So many steps in a row without a new peak."""

MOST_STEPS = 50

RISE = 1 / 1000
"""A peak that is higher by less than this is not a new one."""


def reason_to_stop(peaks: Sequence[int], steps: Optional[int]) -> Optional[str]:
    """`peaks` are the bytes of each measured step so far; `steps` is how many were asked for, None to stop when stable.

    A training that leaks never gets stable, and one whose batches vary late: the most steps end it.
    """
    if steps is not None:
        return "steps" if len(peaks) >= steps else None
    if len(peaks) >= MOST_STEPS:
        return "steps"
    if len(peaks) <= STABLE_STEPS:
        return None
    return "stable" if max(peaks[-STABLE_STEPS:]) <= max(peaks[:-STABLE_STEPS]) * (1 + RISE) else None
