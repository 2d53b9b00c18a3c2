"""Where PyTorch lets us look at a training without a change to it: modules, backward, optimizers.

Optimizers have hooks for all of them (torch/optim/optimizer.py). Modules have too, but those slow every module of a model
down and do not see keyword arguments; so `Module.__call__` is wrapped, and so is `torch.autograd.backward`, which
`Tensor.backward` and every library call.
"""

from __future__ import annotations

import threading
from typing import Any, Protocol


class Watcher(Protocol):
    """Told of what a training does, in the thread that does it."""

    def before_forward(self, module: Any, args: Any, kwargs: Any) -> None: ...
    def before_backward(self) -> None: ...
    def after_backward(self) -> None: ...
    def before_step(self, optimizer: Any) -> None: ...
    def after_step(self, optimizer: Any) -> None: ...


class _Depth(threading.local):
    value = 0


class Hooks:
    """From `__enter__` to `__exit__` the watcher is told of outermost modules, outermost backwards and steps of optimizers."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self._undo: list[Any] = []

    def __enter__(self) -> Hooks:
        import torch
        from torch.optim import optimizer

        steps = _OutermostSteps(self._watcher)
        self._undo = [
            _replaced(torch.nn.Module, "__call__", _calling(torch.nn.Module.__call__, self._watcher)),
            _replaced(torch.autograd, "backward", _going_backward(torch.autograd.backward, self._watcher)),
            optimizer.register_optimizer_step_pre_hook(steps.before).remove,
            optimizer.register_optimizer_step_post_hook(steps.after).remove,
        ]
        return self

    def __exit__(self, *raised: Any) -> None:
        while self._undo:
            self._undo.pop()()


def _replaced(owner: Any, name: str, by: Any) -> Any:
    """Puts `by` in, and gives what puts the old one back."""
    before = getattr(owner, name)
    setattr(owner, name, by)
    return lambda: setattr(owner, name, before)


def _calling(call: Any, watcher: Watcher) -> Any:
    depth = _Depth()

    def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:
        if depth.value:
            return call(self, *args, **kwargs)
        depth.value = 1
        try:
            watcher.before_forward(self, args, kwargs)
            return call(self, *args, **kwargs)
        finally:
            depth.value = 0

    return __call__


def _going_backward(backward: Any, watcher: Watcher) -> Any:
    depth = _Depth()

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if depth.value:  # a reentrant checkpoint
            return backward(*args, **kwargs)
        depth.value = 1
        watcher.before_backward()
        try:
            return backward(*args, **kwargs)
        finally:
            depth.value = 0
            watcher.after_backward()

    wrapped.__name__, wrapped.__doc__ = backward.__name__, backward.__doc__
    return wrapped


class _OutermostSteps:
    """An optimizer that steps another within its own step, as ZeroRedundancyOptimizer does, is one."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self._stepping: list[int] = []

    def before(self, optimizer: Any, args: Any, kwargs: Any) -> None:
        if id(optimizer) in self._stepping:  # its last step ended in an error
            self._stepping.clear()
        self._stepping.append(id(optimizer))
        if len(self._stepping) == 1:
            self._watcher.before_step(optimizer)

    def after(self, optimizer: Any, args: Any, kwargs: Any) -> None:
        if id(optimizer) not in self._stepping:
            return
        outermost = self._stepping.index(id(optimizer)) == 0
        del self._stepping[self._stepping.index(id(optimizer)) :]
        if outermost:
            self._watcher.after_step(optimizer)
