"""Lets fake CUDA tensors run forward and backward where there is no CUDA device, and PyTorch may know of none.

Works on the C++ objects of the loaded libraries (Itanium ABI: Linux and macOS); needs no compiler.
"""

from __future__ import annotations

import ctypes
import os
import platform
import re
from typing import Any

from ..failure import OTHER_TORCH, Failure

_CUDA = 1
"""c10::DeviceType::CUDA, c10/core/DeviceType.h."""
_GUARD_SLOTS, _HOOK_SLOTS = 64, 90
"""More than either class has virtual functions."""
_DESTRUCTORS = 2
"""Slots of a table before the functions."""

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
    except (OSError, ValueError, AttributeError, KeyError) as error:
        raise Failure("failed", f"This torch ({torch.__version__}) is not built as expected: {error}", OTHER_TORCH) from error
    accelerator = torch.accelerator.current_accelerator()
    if accelerator is None or accelerator.type != "cuda":
        raise Failure("failed", f"This torch ({torch.__version__}) does not take CUDA for its accelerator", OTHER_TORCH)


def _library(name: str) -> ctypes.CDLL:
    import torch

    suffix = ".dylib" if platform.system() == "Darwin" else ".so"
    return ctypes.CDLL(os.path.join(os.path.dirname(torch.__file__), "lib", name + suffix))


def _yes() -> int:
    """The address of a function that returns 1, needs no lock and is safe to call at exit."""
    return ctypes.cast(ctypes.pythonapi.Py_IsInitialized, ctypes.c_void_p).value or 0


def _install_guard() -> None:
    """A guard for one device that is always the current one: each of its functions returns 1.

    1 is the type CUDA, one device, an event that is over; and `Device` is two bytes, type and index, so that 1 is cuda:0
    too. Nobody asks for the streams of fake tensors but to wait for them. Source: c10/core/Device.h and
    c10/core/impl/DeviceGuardImplInterface.h.
    """
    registry = (ctypes.c_void_p * 20).in_dll(_library("libc10"), "_ZN3c104impl26device_guard_impl_registryE")
    table = (ctypes.c_void_p * (_DESTRUCTORS + _GUARD_SLOTS))(*[_yes()] * (_DESTRUCTORS + _GUARD_SLOTS))
    guard = ctypes.c_void_p(ctypes.addressof(table))
    _kept.extend([table, guard])
    registry[_CUDA] = ctypes.addressof(guard)


def _install_hooks() -> None:
    """The autograd engine asks whether CUDA is there and has a context: a copied table of functions says yes."""
    get_hooks = _library("libtorch_cpu")._ZN2at6detail12getCUDAHooksEv
    get_hooks.restype, get_hooks.argtypes = ctypes.c_void_p, []
    pointer = ctypes.c_void_p.from_address(get_hooks())
    table = (ctypes.c_void_p * (_HOOK_SLOTS + 2)).from_address(pointer.value - 16)
    copy = (ctypes.c_void_p * (_HOOK_SLOTS + 2))(*list(table))
    slots = hook_slots()
    there = "isBuilt" if "isBuilt" in slots else "hasCUDA"  # which of them getAccelerator() asks: torch 2.6 the second
    copy[2 + slots[there]] = copy[2 + slots["hasPrimaryContext"]] = _yes()
    _kept.append(copy)
    pointer.value = ctypes.addressof(copy) + 16


def hook_slots() -> dict[str, int]:
    """Where at::CUDAHooksInterface has its functions, by the headers that come with torch: they move from release to release."""
    import torch

    folder = os.path.join(os.path.dirname(torch.__file__), "include", "ATen", "detail")
    names: list[str] = []
    for header in ("AcceleratorHooksInterface", "CUDAHooksInterface"):
        with open(os.path.join(folder, header + ".h"), encoding="utf-8") as file:
            code = re.sub(r"//[^\n]*", "", file.read())
        body = code[re.search(rf"struct TORCH_API {header}[^;]*?{{", code).end() :].split("\n};")[0]
        for virtual in re.finditer(r"virtual\s([^;{]*?)(\w+)\s*\([^;{]*", body):
            if "~" not in virtual[1] and "override" not in virtual[0]:
                names.append(virtual[2])
    return {name: _DESTRUCTORS + position for position, name in enumerate(names)}
