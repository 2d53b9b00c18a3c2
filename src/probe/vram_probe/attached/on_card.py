"""On a CUDA device: the allocator's statistics from the first moment on, and what the driver says beside them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Optional

from ..cuda import measured
from ..peaks import Peaks, apart
from ..recording import MOST_ENTRIES, Recording, start
from ..smi import Card
from ..subject import by_category
from .found import Found
from .guard import Guard


def when_out_of_memory(tell: Callable[[int, int, int, int], None]) -> None:
    """From the moment on that this process uses CUDA: what torch.cuda queues for it is done then."""
    import torch

    def told(*sizes: int) -> None:
        try:
            tell(*sizes)
        except Exception as error:  # it would take the place of PyTorch's own
            sys.stderr.write(f"vram-budget: cannot look at what ran out of memory: {error!r}\n")

    attach = getattr(torch._C, "_cuda_attach_out_of_memory_observer", None)  # not in a build for the CPU
    if attach is not None:
        torch.cuda._lazy_call(lambda: attach(told))


class OnCard:
    """The current device of this process."""

    device_type = "cuda"

    def __init__(self, found: Found, cards: Sequence[Mapping[str, Any]], timeline_step: int, guard: Guard) -> None:
        import torch

        self._cuda = torch.cuda
        self._found = found
        self._peaks = Peaks(torch.cuda, found, first_step=0, timeline_step=timeline_step)
        self._recording: Optional[Recording] = None
        self._can_record = True
        self._last_step = 0
        self._hooks: list[Any] = []
        self._hooked_at = 0
        self._gradient_came = guard.around(self._peaks.gradient)
        self.card = _own_card(torch.cuda, cards)

    def leave(self) -> None:
        """Looks no more: a process that was forked has no use of the card."""
        while self._hooks:
            self._hooks.pop().remove()

    def gradients_come(self) -> None:
        """A reading while gradients come in tells which of them were there at the peak of the backward."""
        if self._found.walks() == self._hooked_at:
            return
        self._hooked_at = self._found.walks()
        self.leave()
        for parameter in apart(self._found.parameters()):
            self._hooks.append(parameter.register_post_accumulate_grad_hook(self._gradient_came))

    def enter(self, phase: str, step: int) -> None:
        self._peaks.enter(phase, step)

    def inputs_came(self, to_a_new_model: bool) -> None:
        """Batches are asked for when a peak is found; a recording names the modules of each model."""
        if to_a_new_model and self._recording is not None:
            self._recording.follow(self._found.models())

    def end_step(self, step: int) -> int:
        """The peaks of the step, allocated and reserved together, in bytes."""
        self._last_step = step
        tiers = self._peaks.steps.get(step, {})
        return tiers.get("allocated_bytes", 0) + tiers.get("reserved_bytes", 0)

    def record(self) -> None:
        """From here on the allocator keeps its own record, with the lines that ask, if it does not yet."""
        if self._recording is not None or not self._can_record:
            return
        try:
            self._recording = start(self._cuda, MOST_ENTRIES, self._found.models())
        except RuntimeError as error:  # the program is measured all the same
            self._can_record = False
            sys.stderr.write(f"vram-budget: cannot record what the allocator is asked for: {error}\n")

    def write_recording(self, path: str) -> None:
        """What was recorded until now, as PyTorch's memory snapshot; it ends here."""
        if self._recording is not None:
            self._recording.stop_and_dump(f"{path}.pickle", by_category(self._found, "optimizer").items())
            self._recording = None

    def measured(self, first_step: int) -> dict[str, Any]:
        """The peak is of all that ran: nothing says that a warm-up needs less. Steps are those that were measured."""
        self._peaks.finish()
        self.leave()
        all_of_it = measured(self._peaks, self._cuda, self.card)
        steps = [step for step in all_of_it["step_peaks"] if first_step <= step["step"] <= self._last_step]
        return {**all_of_it, "step_peaks": steps}


def _own_card(cuda: Any, cards: Sequence[Mapping[str, Any]]) -> Optional[Card]:
    """Of those that were asked before anything ran. An older torch does not tell a card's uuid, and one alone is it."""
    uuid = getattr(cuda.get_device_properties(cuda.current_device()), "uuid", None)
    own = [card for card in cards if card["uuid"] == f"GPU-{uuid}"] or (list(cards) if len(cards) == 1 else [])
    return Card(own[0]["uuid"], own[0]["driver"], own[0]["used_bytes"]) if own else None
