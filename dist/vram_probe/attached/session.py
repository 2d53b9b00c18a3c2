"""One training process under the probe: from the first optimizer step through the warm-up to the last measured step."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import Any, Optional, Union

from .. import distributed, environment
from ..imported import imported
from ..largest_blocks import largest_blocks
from ..limit import Limit
from .answers import Answers
from .awaited import Awaited
from .counted import Counted
from .found import Found
from .guard import Guard
from .last_words import rank
from .on_card import OnCard
from .stability import MOST_STEPS, reason_to_stop
from .steps import StepCounter
from .traced import Traced
from .tracing import Tracing

STEPS_OF_SEVERAL = 10
"""Processes of one training must stop at the same step, and cannot each wait until its own peak is stable."""

COUNTED_BEFORE = 1
"""So many steps of the warm-up are counted on the CPU, so that what lives from one step to the next is known."""

BETWEEN_PROGRESS_S = 0.2


class Session:
    """A Watcher that knows the phase and the step, and tells the observer of the device."""

    def __init__(self, request: Mapping[str, Any], answers: Answers, tracing: Optional[Tracing], guard: Guard) -> None:
        """`tracing` where the program runs under fake tensors."""
        self._answers = answers
        self._guard = guard
        self._tracing = tracing
        self._warmup: int = request["warmup"]
        self._steps: Optional[int] = request["steps"]
        self._cards = request["cards"]
        self._explain: bool = request["explain"]
        self._folder: str = request["workspace"]
        self._workspace = self._folder if request["explain"] else None
        self._limit_bytes: Optional[int] = request.get("limit_bytes")
        described = request.get("training")
        data_are_real = described is None or described.get("data") is not None
        self._shows_images = self._explain and data_are_real
        self._observer: Optional[Union[Counted, OnCard, Traced]] = None
        self._start_again()
        os.register_at_fork(after_in_child=self._start_again)

    def _start_again(self) -> None:
        """A process that was forked is another training, if it is one; a data loader's is none, and is not counted."""
        if self._observer is not None:
            self._observer.leave()
        self._found = Found(self._shows_images)
        self._counter = StepCounter()
        self._observer = None if self._tracing is None else Traced(self._tracing, self._found)
        self._moment = ("setup", 0)
        self._peaks: list[int] = []
        self._backward = self._preparing = self._stepping = False
        self._known: dict[str, Any] = {}
        self._delivered = False
        self._out_of_memory: Optional[dict[str, Any]] = None
        self._limit = None if self._limit_bytes is None else Limit(self._limit_bytes, self._run_out)
        self._told = 0.0
        self._awaited = Awaited(self._answers)
        self._forwards = self._backwards = 0

    # As a Watcher

    def before_forward(self, module: Any, args: Any, kwargs: Any) -> None:
        if self._backward:  # a checkpoint runs its part of the model again
            return
        self._forwards += 1
        if self._forwards == 1:
            self._answers.send("reached", {"stage": "training", "rank": rank()})
        before, phase = self._moment[0], self._phase_of(module)
        is_new = self._found.model(module)
        if self._observer is None and self._warmup <= COUNTED_BEFORE and not _on_card():
            self._observer = Counted(self._found, 1, self._workspace, self._limit, self._guard)
        self._enter(phase)
        self._found.inputs(module, (args, kwargs), first_of_step=phase != before, evaluating=phase == "evaluation")
        if self._observer is not None:
            self._observer.inputs_came(is_new)

    def before_backward(self) -> None:
        self._backward = True
        self._backwards += 1
        self._enter("backward")

    def after_backward(self) -> None:
        self._backward = False
        self._leave()

    def before_preparing(self) -> None:
        self._preparing = True
        self._enter("optimizer")

    def after_preparing(self) -> None:
        self._preparing = False
        self._leave()

    def before_step(self, optimizer: Any) -> None:
        self._stepping = True
        self._found.optimizer(optimizer)
        if self._observer is not None:
            self._observer.gradients_come()
        self._enter("optimizer")

    def after_step(self, optimizer: Any) -> None:
        self._stepping = False
        before = self._counter.completed
        if self._counter.stepped(id(optimizer)):
            self._complete(self._counter.completed, is_new=self._counter.completed > before)
        else:
            self._leave()

    # The phases

    def _phase_of(self, module: Any) -> str:
        """Of a forward. What an evaluation calls beside the model, as its loss, belongs to it; a teacher belongs to the step."""
        import torch

        if torch.is_grad_enabled():
            return "forward"
        is_model = self._found.trains(module) if self._counter.completed > 0 else next(module.parameters(), None) is not None
        if is_model and not module.training:
            return "evaluation"
        return "evaluation" if self._moment[0] == "evaluation" else "forward"

    def _leave(self) -> None:
        """A backward, or a part of the optimizer's work, is over: it may have been a part of the other."""
        if self._stepping or self._preparing:
            self._enter("optimizer")
        else:
            self._enter("backward" if self._backward else "setup")

    # The steps

    def _before_measured(self) -> int:
        """The last step of the warm-up, which begins anew where an optimizer comes later."""
        return self._counter.begun_with - 1 + self._warmup

    def _enter(self, phase: str, step: Optional[int] = None) -> None:
        moment = (phase, self._counter.completed + 1 if step is None else step)
        if moment == self._moment:
            return
        self._moment = moment
        if self._observer is None:
            self._observe_a_card()
        if self._observer is not None:
            self._observer.enter(*moment)

    def _observe_a_card(self) -> None:
        if _on_card():
            self._observer = self._card_observer()
            if self._explain:
                self._observer.record()

    def _card_observer(self) -> OnCard:
        return OnCard(self._found, self._cards, self._before_measured() + 1, self._guard)

    def _complete(self, step: int, is_new: bool) -> None:
        warm = self._before_measured()
        measuring = is_new and step > warm
        self._backward = False  # where the last optimizer of the step was the last parameter's, within backward
        self._enter("setup", step + 1)
        if step <= warm and self._peaks:
            self._peaks = []
            self._found.forget_steps()
        if is_new and self._observer is not None:
            peak = self._observer.end_step(step)
            self._peaks += [peak] if measuring else []
        self._found.end_step(measuring)
        if step >= warm - COUNTED_BEFORE and self._observer is None:
            self._observer = Counted(self._found, step + 1, self._workspace, self._limit, self._guard)
        if step == warm + 1:
            self._know()
        if self._explain and is_new:
            self._record(step - warm)
        self._tell(step)
        self._awaited.give_up_in_time()
        why = reason_to_stop(self._peaks, self._asked_steps())
        if why is not None:
            self._know()
            self._deliver(why)
            self._awaited.wait_for_the_end()

    def _record(self, measured: int) -> None:
        """Up to the end of the first measured step, after which so many are; anew where the warm-up begins anew."""
        if self._observer is None or self._out_of_memory is not None:
            return
        if measured <= 0:
            self._observer.record()
        elif measured == 1:
            self._observer.write_recording(self._answers.recording())

    def _asked_steps(self) -> Optional[int]:
        return STEPS_OF_SEVERAL if self._steps is None and distributed.place()[0] > 1 else self._steps

    def _tell(self, step: int) -> None:
        now = time.monotonic()
        if now - self._told > BETWEEN_PROGRESS_S and distributed.place()[1] == 0:
            self._told = now
            asked = self._asked_steps()
            most = self._before_measured() + (asked or MOST_STEPS)
            progress = {"phase": "optimizer", "step": step, "steps": most, "at_most": asked is None}
            self._answers.send("progress", progress)

    # The end

    def _know(self) -> None:
        """What can be asked only while the program lives."""
        self._known = {**self._found.counts(), "nominal_bytes": self._found.nominal_bytes()}

    def ended(self) -> None:
        """The program is over, of its own accord or by an error."""
        if self._delivered:
            return
        if self._tracing is None and (self._peaks or self._out_of_memory is not None):
            self._deliver("ended" if self._out_of_memory is None else "out-of-memory")
        else:
            passes = {"forwards": self._forwards, "backwards": self._backwards}
            self._answers.send("ended", {"steps": self._counter.completed, **passes})

    def trained(self) -> bool:
        return self._counter.completed > 0

    def ran_out(self, device: int, requested: int, total: int, free: int) -> None:
        """The card's allocator had no more, and holds no lock. Source: OutOfMemoryObserver of CUDACachingAllocator.h."""
        import torch

        if self._out_of_memory is not None:
            return
        if self._observer is None:
            self._observer = self._card_observer()
        stats = torch.cuda.memory_stats_as_nested_dict(device)
        phase, step = self._moment
        self._run_out({
            "phase": phase,
            "step": step,
            "requested_bytes": requested,
            "allocated_bytes": stats["allocated_bytes"]["all"]["current"],
            "reserved_bytes": stats["reserved_bytes"]["all"]["current"],
            "largest_blocks": largest_blocks(torch.cuda, self._found, phase),
            "message": f"device {device} has {free} of {total} bytes free",
        })  # fmt: skip
        self._observer.write_recording(self._answers.recording())

    def _run_out(self, out_of_memory: dict[str, Any]) -> None:
        """Only the first time says what the program, as it is, could not have."""
        if self._out_of_memory is not None:
            return
        self._out_of_memory = out_of_memory
        if not self._peaks:
            self._know()

    def _deliver(self, stopped: str) -> None:
        assert self._observer is not None
        self._delivered = True
        if isinstance(self._observer, Traced):
            self._observer.deliver(self._answers, self._known, len(self._peaks))
            return
        kind = self._observer.device_type
        images = self._found.images()
        self._answers.send("measurement", {
            "schema": "vram-budget/measurement@2",
            "device": environment.describe(kind, self._observer.card),
            "batch_size": None,
            "steps": len(self._peaks),
            "warmup": self._before_measured(),
            "stopped": stopped,
            **self._known,
            **self._observer.measured(self._before_measured() + 1),
            **imported(self._folder),
            "batch_shapes": self._found.batch_shapes(),
            "distributed": distributed.describe(self._found.models(), self._found.optimizers()) if distributed.place()[0] > 1 else None,
            "out_of_memory": self._out_of_memory,
            **({} if images is None else {"images": images}),
        })  # fmt: skip


def _on_card() -> bool:
    import torch

    return torch.cuda.is_initialized()
