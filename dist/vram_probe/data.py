"""Batches on the host: of a real data set, or synthetic ones of the config's exact shape."""

from __future__ import annotations

import gzip
import importlib
import itertools
import os
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .failure import Failure

Batch = tuple[Any, Any]
Sample = tuple[Any, Any]

_IDX_IMAGES, _IDX_LABELS = 2051, 2049
"""Magic numbers: unsigned bytes of rank 3, of rank 1. Source: the description of the IDX format with MNIST."""


def host_batches(training: Mapping[str, Any], batch_size: int, count: int) -> list[Batch]:
    """`count` batches of (inputs, targets): float32 [N, …input], and int64 [N] or float32 [N, …target]."""
    samples = _samples(training)
    if samples is None:
        batches = [_synthetic(training, batch_size) for _ in range(count)]
    else:
        batches = [_stack(training, itertools.islice(samples, batch_size), batch_size) for _ in range(count)]
    return [(_in_precision(training, inputs), targets) for inputs, targets in batches]


def _in_precision(training: Mapping[str, Any], inputs: Any) -> Any:
    """What the model's weights can be multiplied with."""
    return inputs.bfloat16() if training["precision"] == "bf16-true" and inputs.is_floating_point() else inputs


def _synthetic(training: Mapping[str, Any], batch_size: int) -> Batch:
    import torch

    tensor = training["input"]
    if tensor["dtype"] == "int64":
        inputs = torch.randint(0, tensor["high"], (batch_size, *tensor["shape"]))
    else:
        inputs = torch.randn(batch_size, *tensor["shape"])
    target = training["target"]
    if target["kind"] == "classes":
        return inputs, torch.randint(0, target["classes"], (batch_size,))
    return inputs, torch.randn(batch_size, *target["shape"])


def _samples(training: Mapping[str, Any]) -> Iterator[Sample] | None:
    """An endless run through the data set; None where batches are synthetic."""
    data = training.get("data")
    if data is None:
        return None
    if data["kind"] == "idx":
        return _cycle(_idx_samples(data["images"], data["labels"], training["input"]["shape"]))
    return _cycle(_callable_samples(data["target"], data["args"]))


def _cycle(samples: list[Sample]) -> Iterator[Sample]:
    if not samples:
        raise Failure("failed", "Cannot train on the data set: it has no samples")
    return itertools.cycle(samples)


def _stack(training: Mapping[str, Any], samples: Iterable[Sample], batch_size: int) -> Batch:
    import torch

    inputs, targets = zip(*samples)
    batch = torch.stack([torch.as_tensor(sample) for sample in inputs]).float()
    _expect("a sample", tuple(batch.shape[1:]), tuple(training["input"]["shape"]))
    labels = torch.stack([torch.as_tensor(target) for target in targets])
    target = training["target"]
    if target["kind"] == "classes":
        if labels.dim() != 1 or labels.min() < 0 or labels.max() >= target["classes"]:
            raise Failure("failed", f"Cannot train on the data set: wanted labels from 0 to {target['classes'] - 1}")
        return batch, labels.long()
    _expect("a target", tuple(labels.shape[1:]), tuple(target["shape"]))
    return batch, labels.float()


def _expect(what: str, there: tuple[int, ...], wanted: tuple[int, ...]) -> None:
    if there != wanted:
        raise Failure("failed", f"Cannot train on the data set: {what} has shape {list(there)}, the config says {list(wanted)}")


def _callable_samples(target: str, args: Mapping[str, Any]) -> list[Sample]:
    """`package.module:callable` gives (inputs, targets), or anything that yields (input, target) samples."""
    import torch

    module, _, name = target.partition(":")
    sys.path.insert(0, os.getcwd())
    try:
        made = getattr(importlib.import_module(module), name)(**args)
    except (ImportError, AttributeError) as error:
        raise Failure("failed", f"Cannot load the data set {target}: {error}") from error
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
