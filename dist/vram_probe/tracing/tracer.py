"""Records what a training would allocate on a CUDA device, under fake tensors.

Where Python dispatch or a CPU build of PyTorch behaves otherwise than CUDA in eager mode, the difference is put right
here; each correction says which.
"""

from __future__ import annotations

import contextlib
import math
import os
import sys
from collections.abc import Iterator
from typing import Any

import torch
from torch._subclasses.fake_tensor import FakeTensor, FakeTensorMode
from torch.utils._python_dispatch import TorchDispatchMode

from ..counting import StorageCounter, wraps
from . import batch_norm, convolution, kernels, losses, view_replay
from .data_dependent import HANDLERS
from .fake_kernels import FAKE_KERNELS
from .guesses import Guesses
from .release import RELEASE
from .target import Target
from .values import LARGEST_KNOWN, UNKNOWN, Values, real_tensors, run_real

aten, prim = torch.ops.aten, torch.ops.prim

_FUNCTIONAL_TWINS = {
    aten.index_put.default, aten.scatter.src, aten.scatter.value, aten.scatter_add.default, aten.index_add.default,
}  # fmt: skip
_ADD_BY_FORMULA = {
    f"{name}Backward0"
    for name in (
        "Aminmax", "Cholesky", "LinalgCholeskyEx", "LinalgLu", "LinalgLuFactorEx", "LinalgLuSolve", "LinalgPinv",
        "LinalgQr", "LinalgSvd", "Logcumsumexp", "LuUnpack", "NativeGroupNorm", "SpecialI1E", "StdMean",
        "TriangularSolve", "VarMean",
    )
}  # fmt: skip
"""Nodes that add out of place themselves (torch/csrc/autograd/FunctionsManual.cpp): test/probe/test_operators.py finds them."""
_IN_PLACE_IN_LOSS = {aten.sub.Tensor, aten.mul.Tensor}
_ONLY_WRITE = ("aten::_foreach_", "aten::_fused_sgd_", "aten::_fused_adagrad_")
"""Optimizer steps in place need no fake kernel, where they return nothing; some have none."""
_LAST_FIRST = {aten.native_dropout.default, aten._thnn_fused_gru_cell.default}
"""Make their last result first: aten/src/ATen/native/cuda/{Dropout,RNN}.cu."""
_LT_HAS_ITS_OWN = RELEASE < (2, 12)
"""Whether cuBLASLt has a workspace beside cuBLAS's: later releases share one."""
_RANDOM = {aten.randn.default: None, aten.randint.low: torch.int64}
"""Make the synthetic batches on the host; the dtype that they have unless another is asked for."""
_DYNAMO = os.path.join(os.path.dirname(torch.__file__), "_dynamo")
_READ_BACK_LIMIT = 64 << 20
"""Bytes of the largest fake tensor that comes back to the host as zeros."""


class _FakeMode(FakeTensorMode):
    @property
    def avoid_device_init(self) -> bool:
        """As on a machine without CUDA, though `torch.cuda.is_available()` says there is one."""
        return True

    @avoid_device_init.setter
    def avoid_device_init(self, value: bool) -> None:
        """The base class sets it where PyTorch's releases differ."""


class Tracer(StorageCounter):
    """A StorageCounter of CUDA storages that do not exist. Its events have `kernel` calls among them."""

    def __init__(self, target: Target, sole_owner: tuple[int, int] | None) -> None:
        """`sole_owner`: use counts of a gradient that nobody else holds, as `selftest.calibrate()` found them."""
        super().__init__()
        self.target = target
        self.fake = _FakeMode(allow_non_fake_inputs=True, allow_fallback_kernels=False)
        self.values = Values()
        self.guesses = Guesses()
        self.accumulations: list[tuple[int, int]] = []
        """Use counts at each accumulation of two gradients; (storage, tensor)."""
        self.stream = 0
        """The number of the stream that kernels run on: the allocator keeps the memory of each apart."""
        self._unseeing = False
        self._sole_owner = sole_owner
        self._gemm_threads: set[str] = set()
        self._last_view = -1
        """The number of the last node of autograd that took a view: it may take several."""

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func is prim.device.default:  # half of all calls
            tensor = args[0]
            return tensor.fake_device if isinstance(tensor, FakeTensor) else run_real(func, args, {})
        if any(map(wraps, types)):
            return NotImplemented
        if self._unseeing:
            return func(*args, **(kwargs or {}))
        kwargs = kwargs or {}
        if torch.is_inference_mode_enabled() and func._can_decompose():
            # inference mode skips the keys that take composite operators apart
            with self.entered():
                result = func.decompose(*args, **kwargs)
            if result is not NotImplemented:
                return result
        if not any(issubclass(each, FakeTensor) for each in types):
            return self._without_fake(func, args, kwargs)
        result = self._special(func, args, kwargs)
        if result is NotImplemented:
            result = func(*args, **kwargs)
        aside: Any = ()
        if func in losses.BY_ELEMENT and self._counted(result):
            result, aside = losses.storages(func, args, result)
            self.see(aside, func)
        runs = batch_norm.as_on_cuda(func, args)
        self.see(result[::-1] if func in _LAST_FIRST else result, runs)
        self.name_buffers(func, args, kwargs)
        self._call(runs, args, kwargs)
        del aside
        self.values.follow(func, args, kwargs, result)
        if func in (aten.all.default, aten.isfinite.default) and isinstance(result, FakeTensor):
            result._expected = True
        return result

    @contextlib.contextmanager
    def entered(self) -> Iterator[None]:
        """Within, this mode sees what its own dispatch calls."""
        TorchDispatchMode.__enter__(self)
        try:
            yield
        finally:
            TorchDispatchMode.__exit__(self, None, None, None)

    @contextlib.contextmanager
    def unseeing(self) -> Iterator[None]:
        """Within, what is made is not part of the training."""
        before, self._unseeing = self._unseeing, True
        try:
            yield
        finally:
            self._unseeing = before

    @contextlib.contextmanager
    def on_stream(self, number: int) -> Iterator[None]:
        before, self.stream = self.stream, number
        try:
            yield
        finally:
            self.stream = before

    def to_fake(self, tensor: Any) -> Any:
        with real_tensors():
            return self.fake.fake_tensor_converter.from_real_tensor(self.fake, tensor)

    def _counted(self, tensor: Any) -> bool:
        return isinstance(tensor, FakeTensor) and tensor.fake_device.type == "cuda"

    def _counted_anew(self, storage: Any) -> bool:
        """A storage does not say that its device is a card."""
        return storage._cdata in self._emptied

    def _born(self, storage: Any, operator: str) -> Any:
        birth = super()._born(storage, operator)
        if self.stream != 0:
            birth["stream"] = self.stream
        return birth

    def _died(self, ref: Any) -> None:
        self.values.forget(ref.address)
        super()._died(ref)

    def _without_fake(self, func: Any, args: Any, kwargs: Any) -> Any:
        if func is aten._pin_memory.default:
            return args[0]
        device = kwargs.get("device")
        if device is None or torch.device(device).type == "cpu":
            return _random(func, args, kwargs) if func in _RANDOM else run_real(func, args, kwargs)
        # a copy of a host tensor: before torch 2.10 FakeTensorMode makes it for real where no argument is fake
        given = (self.to_fake(args[0]), *args[1:]) if func is aten._to_copy.default else args
        result = func(*given, **kwargs)
        self.see(result, func)
        self.values.follow(func, args, kwargs, result)
        return result

    def _special(self, func: Any, args: Any, kwargs: Any) -> Any:
        handler = HANDLERS.get(func)
        if handler is not None:
            return handler(self, func, args, kwargs)
        if func is aten._to_copy.default and _is_cpu(kwargs.get("device")) and self._counted(args[0]):
            return self._read_back(args[0], kwargs)
        if func is aten.convolution_backward.default and self._counted(args[0]):
            return convolution.backward(func, args)
        if func in batch_norm.ON_CUDA and self._counted(args[0]):
            return batch_norm.run(func, args)
        if func in FAKE_KERNELS:
            return FAKE_KERNELS[func](*args, **kwargs)
        if not func._schema.returns and func._schema.name.startswith(_ONLY_WRITE):
            return None
        if func is aten.copy_.default and not isinstance(args[0], FakeTensor):
            return args[0]  # a host tensor that takes device values: they are not known
        if func is aten.add.Tensor and not kwargs and len(args) == 2 and self._in_formula(args[0]):
            return self._accumulate(args[0], args[1])
        if func in view_replay.VIEWS and self._in_formula(args[0]):
            self._follow_view()
        if func in _IN_PLACE_IN_LOSS and self._in_formula(args[0]) and self._in_logits_formula(args[0]):
            return args[0]
        if func in _FUNCTIONAL_TWINS and self._in_formula(args[0]) and self._just_zeros(args[0]):
            return args[0]
        return NotImplemented

    def _in_formula(self, tensor: Any) -> bool:
        """In a backward node of PyTorch's own, or in the engine: not in a recomputed forward pass, nor in a user's backward()."""
        return (
            isinstance(tensor, FakeTensor)
            and torch._C._current_graph_task_id() != -1
            and not torch.is_grad_enabled()
            and (
                not isinstance(torch._C._current_autograd_node(), torch.autograd.function.BackwardCFunction)
                or _engine_calls()
            )
        )

    def _accumulate(self, gradient: Any, other: Any) -> Any:
        """The engine adds a second gradient in place where it owns the first, unless a dispatch mode is active.

        Source: `accumulate()` in torch/csrc/autograd/input_buffer.cpp and `isTensorSubclassLike()`.
        """
        if not isinstance(other, FakeTensor) or gradient.dtype != other.dtype or gradient.shape != other.shape:
            return NotImplemented
        if type(torch._C._current_autograd_node()).__name__ in _ADD_BY_FORMULA:
            return NotImplemented
        storage = gradient.untyped_storage()
        # As seen from here: the arguments' tuple and this function's name hold the tensor too.
        counts = (torch._C._storage_Use_Count(storage._cdata), gradient._use_count())
        self.accumulations.append(counts)
        owned = self._sole_owner is not None and all(a <= b for a, b in zip(counts, self._sole_owner))
        if not owned or not aten.is_non_overlapping_and_dense.default(gradient):
            return NotImplemented
        return gradient

    def _follow_view(self) -> None:
        node = torch._C._current_autograd_node()
        if node is not None and node._sequence_nr() != self._last_view:
            self._last_view = node._sequence_nr()
            view_replay.follow(node)

    def _in_logits_formula(self, tensor: Any) -> bool:
        """(sigmoid(x) - target) * grad is made in place, but not under a dispatch mode.

        Source: `binary_cross_entropy_with_logits_backward()` in torch/csrc/autograd/FunctionsManual.cpp.
        """
        node = torch._C._current_autograd_node()
        if node is None or node.name() != "BinaryCrossEntropyWithLogitsBackward0":
            return False
        birth = self.birth_of(tensor)
        return birth is not None and birth["operator"] in ("aten::sigmoid", "aten::add")

    def _just_zeros(self, tensor: Any) -> bool:
        """index, gather, max, sort and topk write into their own zeros in backward, but not under a dispatch mode.

        Source: `areAnyTensorSubclassLike()` in torch/csrc/autograd/FunctionsManual.cpp.
        """
        birth = self.birth_of(tensor)
        return birth is not None and birth is self._births[-1] and "zeros" in birth["operator"]

    def _read_back(self, tensor: Any, kwargs: Any) -> Any:
        dtype = kwargs.get("dtype") or tensor.dtype
        known = self.values.of(tensor)
        if known is not UNKNOWN:
            with real_tensors():
                return known.to(dtype, copy=True)
        if tensor.numel() * tensor.element_size() > _READ_BACK_LIMIT:
            return NotImplemented
        self.guesses.note("values that the code brings to the host are taken for 0")
        return run_real(aten.zeros.default, (list(tensor.shape),), {"dtype": dtype})

    def _call(self, func: Any, args: Any, kwargs: Any) -> None:
        name = func._schema.name
        if name in kernels.GEMMS and self._counted(args[0]):
            thread = "main" if torch._C._current_graph_task_id() == -1 else "autograd"
            first = thread not in self._gemm_threads
            self._gemm_threads.add(thread)
            if _LT_HAS_ITS_OWN and kernels.is_cublaslt(func, args, kwargs):
                self._kernel("cublaslt", {"thread": thread, "first": first})
            elif first:
                self._kernel("cublas", {})
            if name in kernels.PRODUCTS and kernels.copies_matrices(args):
                self._kernel(name, kernels.call_of(func, args, kwargs))
        elif name in kernels.SCRATCH and self._on_card(args[0]):
            self._kernel(name, kernels.call_of(func, args, kwargs))

    def _on_card(self, operand: Any) -> bool:
        return self._counted(operand[0] if isinstance(operand, (list, tuple)) and operand else operand)

    def _kernel(self, operator: str, call: dict[str, Any]) -> None:
        module = self._modules[-1] if self._modules else ""
        self.events.append({"op": "kernel", "operator": operator, "module": module, "call": call, **self.moment})


def _engine_calls() -> bool:
    """Whether no Python runs within the backward pass: what a Python function's backward() returned is being added up.

    A mode's dispatch is wrapped so that torch.compile lets it be.
    """
    frame = sys._getframe(1)
    while frame.f_code.co_filename.startswith((__file__, torch._compile.__file__, _DYNAMO)):
        frame = frame.f_back
    return frame.f_code.co_name == "_engine_run_backward"


def _random(func: Any, args: Any, kwargs: Any) -> Any:
    """Random values on the host; where they are too many to be followed, memory that nobody writes to takes none."""
    shape = args[-1]
    if math.prod(shape) <= LARGEST_KNOWN:
        return run_real(func, args, kwargs)
    return run_real(aten.empty.memory_format, (shape,), {"dtype": _RANDOM[func], **kwargs})


def _is_cpu(device: Any) -> bool:
    return device is not None and torch.device(device).type == "cpu"
