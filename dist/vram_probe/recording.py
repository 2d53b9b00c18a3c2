"""The CUDA caching allocator's own recording of a stretch of training, as PyTorch's memory snapshot.

src/memory/recording reads it: the blocks at the peak with their lines, and what other settings would have made of it.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import Any, Protocol

import torch

from . import enumeration

MOST_ENTRIES = 1_000_000
"""A step of a large model has a hundred thousand allocations and frees."""

MODULE = "module="
"""What stands before a module's name in the metadata of allocations: src/memory/recording/births.ts reads it."""


class Memory(Protocol):
    """The part of ``torch.cuda.memory`` that is used here. Later releases also have `_set_memory_metadata` and
    `_get_memory_metadata`, whose text comes back as the `user_metadata` of allocations."""

    def _record_memory_history(self, enabled: Any, context: Any = ..., stacks: str = ..., max_entries: int = ...) -> None: ...
    def _snapshot(self) -> dict[str, Any]: ...


class Cuda(Protocol):
    """The part of ``torch.cuda`` that is used here."""

    memory: Memory


def start(cuda: Cuda, max_entries: int, models: Iterable[Any] = ()) -> Recording:
    """Records from now on: of more than `max_entries` the last are kept. Allocations name the modules of `models`.

    Raises RuntimeError where the allocator cannot record, as cudaMallocAsync.
    """
    recording = Recording(cuda.memory, max_entries, models)
    recording.__enter__()
    return recording


class Recording:
    """While it is entered, the allocator records, and hooks name the modules. Nothing of it stays behind."""

    def __init__(self, memory: Memory, max_entries: int, models: Iterable[Any]) -> None:
        self._memory, self._max_entries = memory, max_entries
        self._models = list(models)
        self._followed: set[int] = set()
        self._workspace = os.getcwd()
        self._names: list[str] = []
        self._undo = ExitStack()

    def __enter__(self) -> Recording:
        with ExitStack() as undo:
            if not _records_already():
                # "alloc": the stacks of allocations alone; a free's are not read.
                self._memory._record_memory_history("all", context="alloc", stacks="python", max_entries=self._max_entries)
                undo.callback(self._memory._record_memory_history, None)
            if hasattr(self._memory, "_set_memory_metadata"):
                # In anomaly mode an allocation of backward has the line of forward; values are not looked at. Releases
                # without metadata do not write that line either.
                undo.enter_context(torch.autograd.set_detect_anomaly(True, check_nan=False))
                self._names.append(self._memory._get_memory_metadata())
                undo.callback(self._memory._set_memory_metadata, self._names[0])
                self._follow_all(self._models, undo)
            self._models.clear()
            self._undo = undo.pop_all()
        return self

    def follow(self, models: Iterable[Any]) -> None:
        """Allocations name the modules of these too, from now on."""
        if self._names:
            self._follow_all(models, self._undo)

    def __exit__(self, *raised: Any) -> None:
        """A recording that the training itself began goes on."""
        self._undo.close()
        self._names.clear()
        self._followed.clear()

    def stop_and_dump(self, path: str, tensors: Iterable[tuple[str, Iterable[Any]]] = ()) -> None:
        """Ends the recording and writes it. `tensors` are what is there now on this device, by category."""
        try:
            snapshot = self._memory._snapshot()  # stopping forgets what was recorded
        finally:
            self.__exit__(None, None, None)
        with open(path, "wb") as file:
            note = {"categories": _addresses(tensors), "workspace": self._workspace}
            pickle.dump({**snapshot, "vram_budget": note}, file, protocol=4)

    def _follow_all(self, models: Iterable[Any], undo: ExitStack) -> None:
        for model in models:
            if id(model) in self._followed:
                continue
            self._followed.add(id(model))
            for hook in self._follow(model):
                undo.callback(hook.remove)

    def _follow(self, model: Any) -> Iterator[Any]:
        """A compiled model is let be: a hook would have it compiled anew."""
        modules = list(model.named_modules())
        if any(_is_compiled(module) for _, module in modules):
            return
        for name, module in modules:
            if isinstance(module, torch.jit.ScriptModule):
                continue
            yield module.register_forward_pre_hook(self._entering(name))
            yield module.register_forward_hook(self._leaving, always_call=True)

    def _entering(self, name: str) -> Any:
        def enter(module: Any, inputs: Any) -> None:
            self._names.append(MODULE + name)
            self._memory._set_memory_metadata(self._names[-1])

        return enter

    def _leaving(self, module: Any, inputs: Any, output: Any) -> None:
        self._names.pop()
        self._memory._set_memory_metadata(self._names[-1])


def _records_already() -> bool:
    """Whether the training itself records."""
    return torch.cuda.is_initialized() and torch._C._cuda_isHistoryEnabled()


def _is_compiled(module: Any) -> bool:
    return getattr(module, "_compiled_call_impl", None) is not None or type(module).__name__ == "OptimizedModule"


def _addresses(tensors: Iterable[tuple[str, Iterable[Any]]]) -> dict[int, str]:
    """A storage of the caching allocator begins where its block does. The first category of a storage is its own."""
    found: dict[int, str] = {}
    for category, each in tensors:
        for tensor in each:
            found.setdefault(enumeration.local(tensor).untyped_storage().data_ptr(), category)
    return found
