"""Follows every tensor storage that PyTorch makes, from birth to death, without holding any of them."""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Optional

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from . import collectives, enumeration
from .failure import Failure
from .limit import Limit
from .resizing import told_of_resizes
from .stacks import BEFORE, Stacks

Event = dict[str, Any]
"""As in src/memory/trace.ts; the category is filled in when the training is over."""


@lru_cache(maxsize=None)
def _aliases(func: Any) -> bool:
    """A view, or what is changed in place, has the storage of an argument, which may be older than the counting.

    `lift_fresh` is the first operator that sees what `torch.tensor()` made.
    """
    returns = func._schema.returns
    aliases = bool(returns) and all(value.alias_info is not None for value in returns)
    return aliases and func is not torch.ops.aten.lift_fresh.default


def wraps(kind: type) -> bool:
    """Whether tensors of a class hold others, as DTensor: its dispatch runs the operator on those, and they are counted."""
    return hasattr(kind, "__tensor_flatten__")


class _StorageRef(weakref.ref):
    """A weak reference that knows which storage it was."""

    __slots__ = ("address", "id")


class StorageCounter(TorchDispatchMode):
    """A storage is born when an operator first returns it and dies with its last reference.

    What an operator makes and drops inside of itself is not seen: the CPU's caches and scratch are no tensors.
    """

    def __init__(self, stacks: Optional[Stacks] = None, limit: Optional[Limit] = None) -> None:
        """With `stacks` the birth of each storage says where in the code it was asked for; with a `limit` one may be refused."""
        super().__init__()
        self._stacks, self._limit = stacks, limit
        self.events: list[Event] = []
        self.moment: dict[str, Any] = {"phase": "setup", "step": 0}
        self._births: list[Event] = []
        self._live: dict[int, _StorageRef] = {}
        self._emptied: dict[int, _StorageRef] = {}
        """What was resized to nothing: FSDP2 keeps the storages of whole parameters, and gives them memory again."""
        self._buffers: dict[int, tuple[str, str]] = {}
        """Ids of storages that a collective was given first, with the category that it gives them, and its name."""
        self._modules: list[str] = []
        self._hooks: list[Any] = []
        self._alive_bytes = self._peak_bytes = 0

    def follow_modules(self, model: Any) -> None:
        """Events name the module that runs, until this mode is left."""
        for name, module in model.named_modules():
            self._hooks.append(module.register_forward_pre_hook(self._entering(name)))
            self._hooks.append(module.register_forward_hook(self._leaving, always_call=True))

    def __enter__(self) -> Any:
        self._resizes = told_of_resizes(self._resized)
        self._resizes.__enter__()
        return super().__enter__()

    def __exit__(self, *raised: Any) -> None:
        super().__exit__(*raised)
        self._resizes.__exit__(*raised)
        while self._hooks:
            self._hooks.pop().remove()

    @contextlib.contextmanager
    def within(self, module: str) -> Iterator[None]:
        """Events within name `module`."""
        self._modules.append(module)
        try:
            yield
        finally:
            self._modules.pop()

    def enter(self, phase: str, step: int) -> None:
        """A new phase begins. What forward leaves to backward is an activation, by its lifetime."""
        if phase == "backward":
            self.label_born("forward", step, "activations")
        self.moment = {"phase": phase, "step": step}

    def label(self, tensors: Iterable[Any], category: str) -> None:
        """Says what the storages of `tensors` are for; a label is for life."""
        for tensor in tensors:
            birth = self.birth_of(tensor)
            if birth is not None:
                birth.setdefault("category", category)

    def label_born(self, phase: str, step: int, category: str) -> None:
        """Labels what was born in a phase and still lives."""
        for ref in self._live.values():
            birth = self._births[ref.id]
            if birth["phase"] == phase and birth["step"] == step:
                birth.setdefault("category", category)

    def label_passed(self, phase: str, category: str) -> None:
        """Labels what was born in a phase of any step and outlived it, but is gone now."""
        for event in (event for event in self.events if event["op"] == "free"):
            birth = self._births[event["id"]]
            outlived = (birth["phase"], birth["step"]) != (event["phase"], event["step"])
            if birth["phase"] == phase and outlived:
                birth.setdefault("category", category)

    def finish(self) -> list[Event]:
        """The events so far, as they can be told now; counting may go on, and more may be labelled."""
        return [self._told(event) if event["op"] == "alloc" else event for event in self.events]

    def _told(self, birth: Event) -> Event:
        """What nobody labelled was a buffer of a collective, or temporary."""
        category = birth.get("category")
        buffer = self._buffers.get(birth["id"])
        if buffer is not None:
            of_buffer, collective = buffer
            category = of_buffer if category in (None, "activations") else category  # the latter by its lifetime alone
            if category == of_buffer and birth["operator"] in collectives.SAYS_NOTHING:
                return {**birth, "category": category, "operator": collective}
        return {**birth, "category": category or "temporary"}

    def adopt(self, tensors: Iterable[Any], category: str) -> None:
        """What was there before, or came from elsewhere, is as if born now."""
        for tensor in tensors:
            storage = enumeration.local(tensor).untyped_storage()
            if storage._cdata not in self._live and storage.nbytes() > 0:
                birth = self._born(storage, "")
                birth["category"] = category
                if self._stacks is not None:
                    birth.update(vars(BEFORE))

    def alive_bytes(self) -> int:
        return self._alive_bytes

    def take_peak(self) -> int:
        """The most that was alive at once since the last time this was asked."""
        peak, self._peak_bytes = self._peak_bytes, self._alive_bytes
        return peak

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if any(map(wraps, types)):
            return NotImplemented
        result = func(*args, **(kwargs or {}))
        self.follow(result, func, args, kwargs)
        return result

    def follow(self, result: Any, func: Any, args: Any, kwargs: Any) -> None:
        """`func` was called with these arguments."""
        if not _aliases(func):
            self.see(result, func)
        self.name_buffers(func, args, kwargs)

    def see(self, result: Any, func: Any) -> None:
        """`func` returned `result`: what is new among its storages is born."""
        if isinstance(result, (tuple, list)):
            for part in result:
                self.see(part, func)
        elif self._counted(result):
            if result.layout is not torch.strided:
                what = f"Cannot follow a tensor of layout {result.layout}, which {func} makes"
                raise Failure("failed", what, "leave sparse=True out, or measure the training on its GPU")
            storage = result.untyped_storage()
            if storage._cdata not in self._live and storage.nbytes() > 0:
                if self._limit is not None:
                    self._limit.check(storage.nbytes(), self._alive_bytes, self.moment)
                self._born(storage, func._schema.name)

    def name_buffers(self, func: Any, args: Any, kwargs: Any) -> None:
        """`func` may be a collective, to which parameters too are given: what is not said to be something else is its buffer."""
        if func._schema.name not in collectives.BUFFERS:
            return
        for tensor, category in collectives.buffers(func, args, kwargs):
            birth = self.birth_of(tensor)
            if birth is not None:
                self._buffers.setdefault(birth["id"], (category, func._schema.name))

    def _counted(self, result: Any) -> bool:
        """Fake tensors have no memory, DTensor takes shapes from some; and what is wrapped is counted when it is made."""
        return hasattr(result, "untyped_storage") and not hasattr(result, "fake_device") and not wraps(type(result))

    def birth_of(self, tensor: Any) -> Optional[Event]:
        """The event with which the storage of `tensor` was born; None where it was not seen, or is gone."""
        ref = self._live.get(enumeration.local(tensor).untyped_storage()._cdata)
        return None if ref is None else self._births[ref.id]

    def _born(self, storage: Any, operator: str) -> Event:
        ref = _StorageRef(storage, self._died)
        ref.id, ref.address = len(self._births), storage._cdata
        self._live[ref.address] = ref
        module = self._modules[-1] if self._modules else ""
        birth = {"op": "alloc", "id": ref.id, "bytes": storage.nbytes(), "operator": operator, "module": module}
        birth.update(self.moment)
        if self._stacks is not None:
            birth.update(vars(self._stacks.here()))
        if self.moment["phase"] == "evaluation" and not self._modules and operator == "aten::_to_copy":
            birth["category"] = "batch"
        self._births.append(birth)
        self.events.append(birth)
        self._alive_bytes += birth["bytes"]
        self._peak_bytes = max(self._peak_bytes, self._alive_bytes)
        return birth

    def _died(self, ref: _StorageRef) -> None:
        if self._emptied.get(ref.address) is ref:
            del self._emptied[ref.address]
            return
        if self._live.get(ref.address) is ref:
            del self._live[ref.address]
        self._freed(ref)

    def _freed(self, ref: _StorageRef) -> None:
        self._alive_bytes -= self._births[ref.id]["bytes"]
        self.events.append({"op": "free", "id": ref.id, **self.moment})

    def _resized(self, storage: Any) -> None:
        """Its memory is gone, and other memory is there."""
        address = storage._cdata
        ref = self._live.pop(address, None)
        if ref is not None:
            self._freed(ref)
            self._emptied[address] = ref
        if storage.nbytes() > 0 and self._counted_anew(storage):
            self._emptied.pop(address, None)
            self._born(storage, "resize_")

    def _counted_anew(self, storage: Any) -> bool:
        """It may have been emptied before the counting began."""
        return storage.device.type != "meta"

    def _entering(self, name: str) -> Any:
        return lambda module, inputs: self._modules.append(name)

    def _leaving(self, module: Any, inputs: Any, output: Any) -> None:
        self._modules.pop()
