"""Batches on the host: of a real data set, or synthetic ones of the config's exact shape."""

from __future__ import annotations

import gzip
import itertools
import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .build import call
from .failure import Failure
from .recipe import weights_dtype

Batch = tuple[Any, Any]
Sample = tuple[Any, Any]

_IDX_IMAGES, _IDX_LABELS = 2051, 2049
"""Magic numbers: unsigned bytes of rank 3, of rank 1. Source: the description of the IDX format with MNIST."""


def host_batches(training: Mapping[str, Any], batch_size: int, count: int) -> list[Batch]:
    """`count` batches of (inputs, targets): float32 or int64 [N, …input], by name where the config names them; int64
    [N, …] or float32 [N, …target], None where the model returns its loss."""
    samples = _samples(training)
    if samples is None:
        batches = [_synthetic(training, batch_size) for _ in range(count)]
    else:
        batches = [_stack(training, itertools.islice(samples, batch_size), batch_size) for _ in range(count)]
    return [(_in_precision(training, inputs), targets) for inputs, targets in batches]


def describe(tensor: Any) -> str:
    """`float32[8, 3, 224, 224]`"""
    return f"{str(tensor.dtype).removeprefix('torch.')}{list(tensor.shape)}"


def _in_precision(training: Mapping[str, Any], inputs: Any) -> Any:
    """What the model's weights can be multiplied with."""
    if isinstance(inputs, dict):
        return {name: _in_precision(training, tensor) for name, tensor in inputs.items()}
    dtype = weights_dtype(training)
    return inputs if dtype is None or not inputs.is_floating_point() else inputs.to(dtype)


def _synthetic(training: Mapping[str, Any], batch_size: int) -> Batch:
    spec, target = training["input"], training.get("target")
    if "tensors" in spec:
        inputs = {name: _random(tensor, batch_size) for name, tensor in spec["tensors"].items()}
    else:
        inputs = _random(spec, batch_size)
    if target is None:
        return inputs, None
    if target["kind"] == "classes":
        return inputs, _random({"shape": target["shape"], "dtype": "int64", "high": target["classes"]}, batch_size)
    return inputs, _random(target, batch_size)


def _random(spec: Mapping[str, Any], batch_size: int) -> Any:
    import torch

    if spec["dtype"] == "int64":
        return torch.randint(0, spec["high"], (batch_size, *spec["shape"]))
    return torch.randn(batch_size, *spec["shape"])


def _samples(training: Mapping[str, Any]) -> Iterator[Sample] | None:
    """An endless run through the data set; None where batches are synthetic."""
    data = training.get("data")
    if data is None:
        return None
    if data["kind"] == "idx":
        return _cycle(_idx_samples(data["images"], data["labels"], training["input"]["shape"]))
    return _cycle(_pairs(call(data["target"], data["args"])))


def _cycle(samples: list[Sample]) -> Iterator[Sample]:
    if not samples:
        raise Failure("failed", "Cannot train on the data set: it has no samples")
    return itertools.cycle(samples)


def _stack(training: Mapping[str, Any], samples: Iterable[Sample], batch_size: int) -> Batch:
    inputs, targets = zip(*samples)
    spec, target = training["input"], training.get("target")
    if "tensors" in spec:
        batch = {name: _column(f"the input {name}", [each[name] for each in inputs], one) for name, one in spec["tensors"].items()}
    else:
        batch = _column("a sample", inputs, spec)
    if target is None:
        return batch, None
    if target["kind"] == "classes":
        return batch, _column("a target", targets, {**target, "dtype": "int64", "high": target["classes"]})
    return batch, _column("a target", targets, target)


def _column(what: str, samples: Iterable[Any], spec: Mapping[str, Any]) -> Any:
    """One tensor of the batch, as the config describes it."""
    import torch

    column = torch.stack([torch.as_tensor(sample) for sample in samples])
    if list(column.shape[1:]) != list(spec["shape"]):
        found = list(column.shape[1:])
        raise Failure("failed", f"Cannot train on the data set: {what} has shape {found}, the config says {spec['shape']}")
    if spec["dtype"] != "int64":
        return column.float()
    if column.min() < 0 or column.max() >= spec["high"]:
        raise Failure("failed", f"Cannot train on the data set: {what} has values beyond 0 to {spec['high'] - 1}")
    return column.long()


def _pairs(made: Any) -> list[Sample]:
    """A data set is (inputs, targets), or anything that yields (input, target) samples."""
    import torch

    if isinstance(made, (tuple, list)) and len(made) == 2 and all(isinstance(part, torch.Tensor) for part in made):
        return list(zip(made[0], made[1]))
    return list(made)


def _idx_samples(images: str, labels: str, shape: list[int]) -> list[Sample]:
    import torch

    pixels, (count, height, width) = _read_idx(images, _IDX_IMAGES, 3)
    classes, (label_count,) = _read_idx(labels, _IDX_LABELS, 1)
    if count != label_count:
        raise Failure("failed", f"Cannot pair {images} with {labels}: {count} images and {label_count} labels")
    if height * width != _product(shape):
        raise Failure("failed", f"Cannot use {images}: its images are {height}×{width}, the config's input is {shape}")
    inputs = torch.frombuffer(pixels, dtype=torch.uint8).float().div(255).reshape(count, *shape)
    return list(zip(inputs, torch.frombuffer(classes, dtype=torch.uint8).long()))


def _read_idx(path: str, magic: int, rank: int) -> tuple[bytearray, tuple[int, ...]]:
    opened = gzip.open(path) if path.endswith(".gz") else open(path, "rb")
    try:
        with opened as file:
            header = file.read(4 * (1 + rank))
            found, *sizes = struct.unpack(f">{1 + rank}I", header)
            if found != magic:
                raise Failure("failed", f"Cannot read {path}: its magic number is {found}, wanted {magic} (IDX, unsigned bytes)")
            content = bytearray(file.read(_product(sizes) + 1))
    except (OSError, struct.error, EOFError) as error:
        raise Failure("failed", f"Cannot read {path}: {error}") from error
    if len(content) != _product(sizes):
        raise Failure("failed", f"Cannot read {path}: its header says {_product(sizes)} bytes, it has another length")
    return content, tuple(sizes)


def _product(sizes: Iterable[int]) -> int:
    product = 1
    for size in sizes:
        product *= size
    return product
