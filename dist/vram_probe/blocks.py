"""The storages that are alive at the peak, by the lines that asked for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .counting import Event

MOST_GROUPS = 20
"""As in src/memory/block-groups.ts, beside one group of the rest."""

_KEY = ("origin", "file", "line", "function", "library", "category", "operator")
_NOTHING = {"file": "", "line": 0, "function": "", "library": "", "category": None, "operator": "", "module": ""}


def groups_alive(events: Sequence[Event]) -> list[dict[str, Any]]:
    """What is alive after `events`, which were counted with stacks: the largest groups first, of equal ones the older,
    and the rest in one.

    A group is of one place, operator and category; where its modules differ in numbers alone, these are `*`.
    """
    alive: dict[int, Event] = {}
    for event in events:
        if event["op"] == "alloc":
            alive[event["id"]] = event
        else:
            del alive[event["id"]]
    groups: dict[tuple[Any, ...], dict[str, Any]] = {}
    for birth in alive.values():
        key = (*(birth[name] for name in _KEY), _any_number(birth["module"]))
        group = groups.setdefault(key, {**dict(zip(_KEY, key)), "module": birth["module"], "bytes": 0, "count": 0})
        group["bytes"] += birth["bytes"]
        group["count"] += 1
        if group["module"] != birth["module"]:
            group["module"] = key[-1]
    ordered = sorted(groups.values(), key=lambda group: -group["bytes"])
    rest = ordered[MOST_GROUPS:]
    return ordered if not rest else [*ordered[:MOST_GROUPS], {"origin": "rest", **_NOTHING, **_sums(rest)}]


def _sums(groups: Sequence[dict[str, Any]]) -> dict[str, int]:
    return {name: sum(group[name] for group in groups) for name in ("bytes", "count")}


def _any_number(module: str) -> str:
    """`layers.11.attention` is `layers.*.attention`."""
    return re.sub(r"(?<![^.])\d+(?![^.])", "*", module)
