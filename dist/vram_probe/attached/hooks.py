"""Where PyTorch lets us look at a training without a change to it: modules, backward, optimizers.

Optimizers have hooks for all of them (torch/optim/optimizer.py). Modules have too, but those slow every module of a model
down and do not see keyword arguments; so `Module.__call__` is wrapped, and so is `torch.autograd.backward`, which
`Tensor.backward` and every library call. What is done to gradients before an optimizer's step, clipping and unscaling,
has no hooks either.
"""

from __future__ import annotations

import functools
import threading
from typing import Any, Protocol


class Watcher(Protocol):
    """Told of what a training does, in the thread that does it."""

    def before_forward(self, module: Any, args: Any, kwargs: Any) -> None: ...
    def before_backward(self) -> None: ...
    def after_backward(self) -> None: ...
    def before_preparing(self) -> None: ...
    def after_preparing(self) -> None: ...
    def before_step(self, optimizer: Any) -> None: ...
    def after_step(self, optimizer: Any) -> None: ...


WATCHED = tuple(name for name in vars(Watcher) if name.startswith(("before_", "after_")))


class _Depth(threading.local):
    value = 0


class Hooks:
    """From `__enter__` to `__exit__` the watcher is told of outermost modules, outermost backwards, what prepares the step of
    an optimizer, and the step."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self._undo: list[Any] = []

    def __enter__(self) -> Hooks:
        import torch
        from torch.optim import optimizer

        watcher, steps, depth = self._watcher, _OutermostSteps(self._watcher), _Depth()
        self._undo = [
            _wrapped(torch.nn.Module, "__call__", lambda call: _calling(call, watcher)),
            _wrapped(torch.autograd, "backward", lambda call: _telling(call, watcher.before_backward, watcher.after_backward)),
            *(
                _wrapped(owner, name, lambda call: _telling(call, watcher.before_preparing, watcher.after_preparing, depth))
                for owner, name in _preparing(torch)
            ),
            optimizer.register_optimizer_step_pre_hook(steps.before).remove,
            optimizer.register_optimizer_step_post_hook(steps.after).remove,
        ]
        return self

    def __exit__(self, *raised: Any) -> None:
        while self._undo:
            self._undo.pop()()


def _preparing(torch: Any) -> list[tuple[Any, str]]:
    """A scaler unscales, and leaves the optimizer's step out where a gradient is not finite. Both names of clipping are used."""
    clipping = [
        (owner, name) for owner in (torch.nn.utils, torch.nn.utils.clip_grad) for name in ("clip_grad_norm_", "clip_grad_value_")
    ]
    scaler = getattr(torch.amp, "GradScaler", None) or torch.cuda.amp.GradScaler  # before 2.3
    return [*clipping, (scaler, "unscale_"), (scaler, "step")]


def _wrapped(owner: Any, name: str, by: Any) -> Any:
    """Puts `by` around what is there, and gives what puts the old one back."""
    before = getattr(owner, name)
    setattr(owner, name, by(before))
    return lambda: setattr(owner, name, before)


def _calling(call: Any, watcher: Watcher) -> Any:
    depth = _Depth()

    @functools.wraps(call)
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


def _telling(call: Any, before: Any, after: Any, depth: Any = None) -> Any:
    """Around the outermost of calls that share `depth`: a reentrant checkpoint goes backward within backward."""
    depth = depth or _Depth()

    @functools.wraps(call)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if depth.value:
            return call(*args, **kwargs)
        depth.value = 1
        before()
        try:
            return call(*args, **kwargs)
        finally:
            depth.value = 0
            after()

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
