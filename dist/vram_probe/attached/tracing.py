"""Lets a program see, from its import of torch on, a card that is not there."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, Optional

from .. import torchvision
from ..failure import Failure
from ..tracing.refusal import failure_of
from ..tracing.run import trusted
from ..tracing.target import target_of
from .importing import after_import
from .last_words import LastWords

_kept = ExitStack()
"""All stays as it is until the process ends."""


@dataclasses.dataclass(frozen=True)
class Tracing:
    """What a process that is traced has."""

    tracer: Any
    batch_size: Optional[int]
    last_words: LastWords


def start_tracing(asked: Mapping[str, Any], last_words: LastWords) -> Tracing:
    """`asked` is `trace` of AttachRequest. A program that cannot be traced would train for real, and is ended."""
    last_words.describe = lambda error: failure_of(error, None).content()
    try:
        return Tracing(_start(asked["card"]), asked["batch_size"], last_words)
    except Failure as failure:
        last_words.say_and_exit(failure)


def _start(card: Mapping[str, Any]) -> Any:
    """The tracer of this thread.

    :raises Failure: where a trace with this torch could not be trusted
    """
    target = target_of(card)
    sole_owner = trusted(target)
    torchvision.declare_operators()
    from ..tracing.module_names import modules_named
    from ..tracing.outside import left_alone
    from ..tracing.patches import libraries_patched, patched
    from ..tracing.tracer import Tracer

    tracer = Tracer(target, sole_owner)
    _kept.enter_context(patched(tracer))
    _kept.enter_context(left_alone())
    _kept.enter_context(tracer)
    _kept.enter_context(modules_named(tracer))
    after_import("transformers.utils.import_utils", lambda: _kept.enter_context(libraries_patched()))
    return tracer
