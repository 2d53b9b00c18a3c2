"""What the training's code asks PyTorch about the device, answered for the card that the trace is made for."""

from __future__ import annotations

import collections
import contextlib
import itertools
import sys
import types
from typing import Any

import torch
from torch import nn
from torch._subclasses import fake_tensor
from torch._subclasses.fake_tensor import FakeTensor

from . import attention, recurrent
from .tracer import Tracer


def patched(tracer: Tracer) -> contextlib.ExitStack:
    """Enter it before the model is built; all is put back on exit."""
    stack = contextlib.ExitStack()
    patch = Patcher(stack)
    attention.install(tracer.target)
    recurrent.install()
    _device(patch, tracer)
    _streams(patch, tracer)
    _optimizers(patch)
    _modules(patch, tracer)
    _copies(patch)
    _values(patch)
    # One thread: a fixed order of events, and no threads of eight devices at exit.
    stack.enter_context(torch.autograd.set_multithreading_enabled(False))
    stack.enter_context(tracer.fake)
    return stack


class Patcher:
    """Sets attributes, until the stack is closed."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack

    def __call__(self, owner: Any, **attributes: Any) -> None:
        for name, value in attributes.items():
            if name in vars(owner):
                self._stack.callback(setattr, owner, name, vars(owner)[name])
            else:
                self._stack.callback(delattr, owner, name)
            setattr(owner, name, value)


def _device(patch: Patcher, tracer: Tracer) -> None:
    target = tracer.target
    major, minor = target.capability
    properties = types.SimpleNamespace(
        name=target.name, major=major, minor=minor, total_memory=target.memory_bytes,
        multi_processor_count=target.multiprocessors, warp_size=32,
    )  # fmt: skip
    held = lambda device=None: tracer.alive_bytes()  # noqa: E731
    nothing = lambda *args, **kwargs: None  # noqa: E731
    patch(
        torch.cuda,
        is_available=lambda: True,
        device_count=lambda: 1,
        current_device=lambda: 0,
        set_device=nothing,
        synchronize=nothing,
        empty_cache=nothing,
        init=nothing,
        ipc_collect=nothing,
        reset_peak_memory_stats=nothing,
        reset_max_memory_allocated=nothing,
        is_bf16_supported=lambda including_emulation=True: major >= 8,
        get_device_properties=lambda device=None: properties,
        get_device_capability=lambda device=None: target.capability,
        get_device_name=lambda device=None: target.name,
        mem_get_info=lambda device=None: (target.memory_bytes, target.memory_bytes),
        memory_allocated=held,
        max_memory_allocated=held,
        memory_reserved=held,
        max_memory_reserved=held,
        memory_stats=lambda device=None: collections.Counter(),
        memory_summary=lambda *args, **kwargs: "",
        get_rng_state=lambda device=None: torch.zeros(16, dtype=torch.uint8),
        set_rng_state=nothing,
        is_current_stream_capturing=lambda: False,
    )
    patch(
        torch.accelerator,
        is_available=lambda: True,
        device_count=lambda: 1,
        set_device_index=nothing,
        synchronize=nothing,
        current_device_index=lambda: 0,
    )
    patch(fake_tensor, init_gpu_context=nothing)
    _compile(patch, tracer)


def _compile(patch: Patcher, tracer: Tracer) -> None:
    """Eager is what is traced. Functions that packages compile as they are imported may never run: only models are noted."""

    def eager(model: Any = None, **options: Any) -> Any:
        if isinstance(model, nn.Module):
            tracer.guesses.note("torch.compile is taken to need what eager needs")
        return model if model is not None else (lambda function: function)

    patch(torch, compile=eager)
    patch(nn.Module, compile=lambda module, *args, **options: eager(module) and None)


class _Absent:
    """Of a device that is not there: an event, or a stream."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def __enter__(self) -> _Absent:
        return self

    def __exit__(self, *raised: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        return lambda *args, **kwargs: None


def _streams(patch: Patcher, tracer: Tracer) -> None:
    # a DataLoader's thread pins memory, where no mode is that would see it
    patch(torch.Tensor, pin_memory=lambda tensor, device=None: tensor, is_pinned=lambda tensor, device=None: True)
    numbers = itertools.count(1)

    class Stream(_Absent):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self.number = next(numbers)

    def numbered(number: int) -> Any:
        stream = _Absent()
        stream.number = number
        return stream

    def entered(stream: Any) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext() if stream is None else tracer.on_stream(stream.number)

    current = lambda device=None: numbered(tracer.stream)  # noqa: E731
    patch(
        torch.cuda,
        Event=_Absent,
        Stream=Stream,
        stream=entered,
        current_stream=current,
        default_stream=lambda device=None: numbered(0),
    )
    patch(torch, Event=_Absent, Stream=Stream, Generator=_generators())
    patch(torch.accelerator, current_stream=current)
    patch(torch._C, _cuda_getCurrentRawStream=lambda device: 0)  # packages launch their kernels on it


def _generators() -> Any:
    """Generators of the device are made on the host."""
    real = torch.Generator

    class OnHost(type):
        def __instancecheck__(cls, instance: Any) -> bool:
            return isinstance(instance, real)

        def __call__(cls, device: Any = "cpu") -> Any:
            return real("cpu")

    return OnHost("Generator", (), {})


def _optimizers(patch: Patcher) -> None:
    """foreach is chosen for tensors of these types only."""
    import torch.optim.optimizer as optimizers
    import torch.utils._foreach_utils as foreach

    for module in (optimizers, foreach):
        patch(module, _foreach_supported_types=[*module._foreach_supported_types, FakeTensor])


def _modules(patch: Patcher, tracer: Tracer) -> None:
    """Parameters are fake from birth: no memory, and tied weights stay tied when they move to the device."""
    make = nn.Parameter.__new__
    swap_tensors = torch.utils.swap_tensors

    def new(cls: Any, data: Any = None, requires_grad: bool = True) -> Any:
        if type(data) in (torch.Tensor, nn.Parameter):
            data = tracer.to_fake(data.detach())
        return make(cls, data, requires_grad)

    def swap(one: Any, other: Any) -> Any:
        # it refuses tensors with weak references, and the converter's memo holds some
        tracer.fake.fake_tensor_converter.meta_converter.tensor_memo.clear()
        return swap_tensors(one, other)

    patch(nn.Parameter, __new__=staticmethod(new))
    patch(torch.utils, swap_tensors=swap)
    # `.to()` swaps tensors of wrapper classes, and fake ones from torch 2.7 on; setting the data leaves those on the host
    patch(torch.nn.modules.module, is_traceable_wrapper_subclass=lambda tensor: isinstance(tensor, FakeTensor))


def _copies(patch: Patcher) -> None:
    def deepcopy(tensor: Any, memo: dict[int, Any]) -> Any:
        """Without the mode, which a fake tensor refers to."""
        if id(tensor) not in memo:
            with torch.no_grad():
                copy = tensor.detach().clone()
            copy.requires_grad_(tensor.is_leaf and tensor.requires_grad)
            if getattr(tensor, "_is_param", False):
                copy._is_param = True
            memo[id(tensor)] = copy
        return memo[id(tensor)]

    def in_text(tensor: Any, form: str) -> str:
        return format(tensor.item(), form) if tensor.dim() == 0 else object.__format__(tensor, form)

    patch(FakeTensor, __deepcopy__=deepcopy, __format__=in_text)


def _values(patch: Patcher) -> None:
    """`isfinite()` is taken apart before the tracer could see what is asked; a training's numbers mostly are."""
    isfinite = torch.isfinite

    def expected(tensor: Any) -> Any:
        result = isfinite(tensor)
        if isinstance(result, FakeTensor):
            result._expected = True
        return result

    patch(torch, isfinite=expected)
    patch(torch.Tensor, isfinite=expected)


def libraries_patched() -> contextlib.ExitStack:
    """Enter it when the model is built: what it has not imported by then is left alone, and takes no time to import.

    transformers takes a fake tensor for a sign of torch.compile, and keeps masks that it would drop.
    """
    stack = contextlib.ExitStack()
    import_utils = sys.modules.get("transformers.utils.import_utils")
    if hasattr(import_utils, "is_fake_tensor"):
        Patcher(stack)(import_utils, is_fake_tensor=lambda value: False)
    return stack
