"""Lets the probe into this process, when and if it imports torch."""

from __future__ import annotations

import atexit
import json
import os
from typing import Any

from .answers import Answers
from .guard import Guard, GuardedWatcher
from .hooks import Hooks
from .importing import after_import
from .last_words import LastWords, rank, say_where_it_stands_when_asked


def attach(folder: str) -> None:
    """`folder` is the run's own: `request.json` (src/probe/attached.ts), and what the processes write."""
    with open(os.path.join(folder, "request.json"), encoding="utf-8") as file:
        request = json.load(file)
    answers = Answers(folder)
    answers.send("reached", {"stage": "python", "rank": rank()})
    say_where_it_stands_when_asked(folder)
    last_words = LastWords(answers)
    traces = request.get("trace") is not None
    guard = Guard(last_words.say_and_exit if traces else last_words.say_of_the_probe)  # what is not traced would train
    after_import("torch", guard.around(lambda: _attach_to_torch(request, answers, last_words, guard)))


def _attach_to_torch(request: dict[str, Any], answers: Answers, last_words: LastWords, guard: Guard) -> None:
    from ..limit import cap_card_at_start
    from .on_card import when_out_of_memory
    from .session import Session
    from .tracing import start_tracing

    answers.send("reached", {"stage": "torch", "rank": rank()})
    asked = request.get("trace")
    tracing = None if asked is None else start_tracing(asked, last_words)
    if request.get("limit_bytes") is not None:
        cap_card_at_start(request["limit_bytes"])
    session = Session(request, answers, tracing, guard)
    Hooks(GuardedWatcher(session, guard)).__enter__()
    when_out_of_memory(session.ran_out)
    atexit.register(guard.around(session.ended))
    last_words.trained = session.trained
