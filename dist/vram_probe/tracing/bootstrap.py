"""Lets fake CUDA tensors run forward and backward where there is no CUDA device, and PyTorch may know of none.

Works on the C++ objects of the loaded libraries (Itanium ABI: Linux and macOS); needs no compiler.
"""

from __future__ import annotations

import ctypes
import os
import platform
from typing import Any

from ..failure import Failure

_CUDA = 1
"""c10::DeviceType::CUDA, c10/core/DeviceType.h."""
_GUARD_SLOTS, _HOOK_SLOTS = 64, 90
"""More than either class has virtual functions."""
_IS_BUILT, _HAS_PRIMARY_CONTEXT = 2, 4
"""Slots of at::AcceleratorHooksInterface, ATen/detail/AcceleratorHooksInterface.h: two destructors come first."""

_kept: list[Any] = []
"""What C++ points to now; lives as long as the process."""


def bootstrap() -> None:
    """Once a process, before the first fake CUDA tensor."""
    if platform.system() not in ("Linux", "Darwin"):
        raise Failure("failed", f"Cannot trace on {platform.system()}: only Linux and macOS are known to work")
    import torch

    if _kept:
        return
    if torch.cuda.device_count() > 0:
        raise Failure("failed", "Cannot trace where there is a CUDA device: set CUDA_VISIBLE_DEVICES to nothing")
    try:
        _install_guard()
        _install_hooks()
    except (OSError, ValueError, AttributeError) as error:
        raise Failure("failed", f"This torch ({torch.__version__}) is not built as expected: {error}") from error
    accelerator = torch.accelerator.current_accelerator()
    if accelerator is None or accelerator.type != "cuda":
        raise Failure("failed", f"This torch ({torch.__version__}) does not take CUDA for its accelerator")


def _library(name: str) -> ctypes.CDLL:
    import torch

    suffix = ".dylib" if platform.system() == "Darwin" else ".so"
    return ctypes.CDLL(os.path.join(os.path.dirname(torch.__file__), "lib", name + suffix))


def _install_guard() -> None:
    """PyTorch has a guard for devices that are not there (FakeGuardImpl), but puts it only in the place of another one.

    So a stub whose every function returns 0, `deviceCount()` too, is registered to be replaced. Source:
    c10/core/impl/DeviceGuardImplInterface.h and `ensureCUDADeviceGuardSet()`.
    """
    import torch

    registry = (ctypes.c_void_p * 20).in_dll(_library("libc10"), "_ZN3c104impl26device_guard_impl_registryE")
    stub = None
    if not registry[_CUDA]:
        returns_zero = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p)(lambda this: 0)
        address = ctypes.cast(returns_zero, ctypes.c_void_p).value
        table = (ctypes.c_void_p * (_GUARD_SLOTS + 2))(None, None, *[address] * _GUARD_SLOTS)
        stub = (ctypes.c_void_p * 2)(ctypes.addressof(table) + 16, None)
        _kept.extend([returns_zero, table, stub])
        registry[_CUDA] = ctypes.addressof(stub)
    torch._C._ensureCUDADeviceGuardSet()
    if stub is not None and registry[_CUDA] == ctypes.addressof(stub):
        registry[_CUDA] = None
        raise OSError("its CUDA device guard cannot be set")


def _install_hooks() -> None:
    """The autograd engine asks whether CUDA is built and has a context: a copied table of functions says yes.

    `Py_IsInitialized` returns 1, needs no lock and is safe to call at exit.
    """
    get_hooks = _library("libtorch_cpu")._ZN2at6detail12getCUDAHooksEv
    get_hooks.restype, get_hooks.argtypes = ctypes.c_void_p, []
    pointer = ctypes.c_void_p.from_address(get_hooks())
    table = (ctypes.c_void_p * (_HOOK_SLOTS + 2)).from_address(pointer.value - 16)
    copy = (ctypes.c_void_p * (_HOOK_SLOTS + 2))(*list(table))
    yes = ctypes.cast(ctypes.pythonapi.Py_IsInitialized, ctypes.c_void_p).value
    copy[2 + _IS_BUILT] = copy[2 + _HAS_PRIMARY_CONTEXT] = yes
    _kept.append(copy)
    pointer.value = ctypes.addressof(copy) + 16
