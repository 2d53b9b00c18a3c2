"""Runs PyTorch's own database of operators for real on the CPU and under fake tensors, and writes where they differ.

`operators.py SHARD SHARDS SAMPLES` takes every SHARDS-th operator from SHARD on, SAMPLES samples of each (0: all). Writes one
JSON object an operator, as `compare()` gives it. Needs numpy and expecttest, as the database does.
"""

from __future__ import annotations

import collections
import itertools
import json
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch.autograd.profiler import profile
from torch.testing._internal.common_methods_invocations import op_db

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src" / "probe"))

from vram_probe.counting import StorageCounter  # noqa: E402
from vram_probe.failure import Failure  # noqa: E402
from vram_probe.tracing.bootstrap import bootstrap  # noqa: E402
from vram_probe.tracing.patches import patched  # noqa: E402
from vram_probe.tracing.selftest import calibrate  # noqa: E402
from vram_probe.tracing.target import Target  # noqa: E402
from vram_probe.tracing.tracer import Tracer  # noqa: E402

from under_a_mode import UnderAMode  # noqa: E402

A100 = Target("NVIDIA A100-SXM4-80GB", (8, 0), 108, 80 << 30)
DTYPES = (torch.float32, torch.complex64, torch.int64, torch.bool)
SCALAR_BYTES = 8
"""Storages up to this size are not compared: a number that PyTorch makes beside the operands may stay on the host."""

Sizes = list[int]
"""Bytes of each storage that is born; negative for one that dies."""


def compare(operator: Any, samples: int, sole_owner: tuple[int, int]) -> dict[str, Any]:
    """Counts of what was compared, and the first of each kind of difference in words.

    `differs`: not event by event what the CPU's StorageCounter saw. `phantom`: a storage that the CPU's allocator did not hand
    out. `unconfirmed`: a gradient accumulated in place, but not so by the allocator. `refused`: does not run under fake tensors.
    """
    found: dict[str, Any] = {"operator": operator.name, "samples": 0, "storages": 0, "in_place": 0, "skipped": {}}
    if operator.variant_test_name:
        found["operator"] += "." + operator.variant_test_name
    for sample in _samples(operator, samples, found["skipped"]):
        try:
            real, handed_out = _counted(operator, sample), _handed_out(operator, sample)
        except (Failure, RuntimeError, NotImplementedError, AssertionError, AttributeError) as error:
            _skip(found["skipped"], f"the CPU cannot: {_first_line(error)}")
            continue
        found["samples"] += 1
        try:
            under_a_mode = _traced(operator, sample, UnderAMode(A100))
            traced = _traced(operator, sample, Tracer(A100, sole_owner))
        except Exception as error:
            found.setdefault("refused", _first_line(error))
            continue
        found["storages"] += sum(size > 0 for size in real)
        if under_a_mode != real:
            found.setdefault("differs", f"{real} on the CPU, {under_a_mode} traced")
        phantoms = _births(traced) - _births(handed_out)
        if phantoms:
            found.setdefault("phantom", str(dict(phantoms)))
        if traced != under_a_mode:
            found["in_place"] += 1
            if traced != handed_out:
                found.setdefault("unconfirmed", f"{handed_out} handed out, {traced} traced")
    return found


def _samples(operator: Any, count: int, skipped: dict[str, int]) -> Iterator[Any]:
    dtype = next((dtype for dtype in DTYPES if dtype in operator.supported_dtypes("cpu")), None)
    if dtype is None:
        return _skip(skipped, "the CPU has no kernel")
    trains = operator.supports_autograd and dtype in operator.supported_backward_dtypes("cpu")
    torch.manual_seed(0)
    try:
        for sample in itertools.islice(operator.sample_inputs("cpu", dtype, requires_grad=trains), count or None):
            if any(True for _ in _tensors((sample.input, sample.args, sample.kwargs))):
                yield sample
            else:
                _skip(skipped, "no tensor goes in")
    except AssertionError as error:
        _skip(skipped, f"the CPU cannot: {_first_line(error)}")


def _counted(operator: Any, sample: Any) -> Sizes:
    counter = StorageCounter()
    with counter:
        return _events(operator, sample, "cpu", counter)


def _traced(operator: Any, sample: Any, tracer: Tracer) -> Sizes:
    with patched(tracer), tracer:
        return _events(operator, sample, "cuda", tracer)


def _events(operator: Any, sample: Any, device: str, counter: StorageCounter) -> Sizes:
    placed = _placed(sample, device)
    before = len(counter.events)
    _run(operator, placed)
    events = [event for event in counter.events[before:] if event["op"] != "kernel"]
    sizes = {event["id"]: event["bytes"] for event in events if event["op"] == "alloc"}
    signed = (sizes[event["id"]] if event["op"] == "alloc" else -sizes[event["id"]] for event in events)
    return [size for size in signed if abs(size) > SCALAR_BYTES]


def _handed_out(operator: Any, sample: Any) -> Sizes:
    """By the CPU's allocator, with no dispatch mode: scratch that kernels take is among it."""
    placed = _placed(sample, "cpu")
    torch.manual_seed(0)
    with profile(use_kineto=True, profile_memory=True, use_cpu=True) as profiled:
        _run(operator, placed)
    sizes = (event.nbytes() for event in profiled.kineto_results.events() if event.name() == "[memory]")
    return [size for size in sizes if abs(size) > SCALAR_BYTES]


def _placed(sample: Any, device: str) -> Any:
    def place(value: Any) -> Any:
        if not isinstance(value, torch.Tensor):
            return value
        with torch.no_grad():
            return value.to(device, copy=True).requires_grad_(value.requires_grad)

    placed = sample.transform(place)
    if "device" in placed.kwargs:
        placed.kwargs["device"] = device
    return placed


def _run(operator: Any, sample: Any) -> None:
    """Forward, and backward from ones."""
    torch.manual_seed(0)
    inputs = [tensor for tensor in _tensors((sample.input, sample.args, sample.kwargs)) if tensor.requires_grad]
    result = operator(sample.input, *sample.args, **sample.kwargs)
    outputs = [tensor for tensor in _tensors(result) if tensor.requires_grad]
    if outputs and inputs:
        torch.autograd.grad(outputs, inputs, [torch.ones_like(output) for output in outputs], allow_unused=True)


def _tensors(value: Any) -> Iterator[Any]:
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _tensors(part)
    elif isinstance(value, dict):
        yield from _tensors(list(value.values()))


def _births(sizes: Sizes) -> collections.Counter[int]:
    return collections.Counter(size for size in sizes if size > 0)


def _skip(skipped: dict[str, int], why: str) -> None:
    skipped[why] = skipped.get(why, 0) + 1


def _first_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:160]


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    shard, shards, asked = map(int, sys.argv[1:])
    bootstrap()
    held_alone = calibrate(A100)
    for each in op_db[shard::shards]:
        print(json.dumps(compare(each, asked, held_alone)), flush=True)
    os._exit(0)  # PyTorch's own teardown would ask for a device that is not there
