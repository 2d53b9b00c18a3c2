"""The first batch of images, small, for people to look at: a wrong order of channels or a wrong normalization is seen.

A tensor on the host is read where it lies, element by element: no operator runs, so that nothing is counted and nothing
is allocated beside it.
"""

from __future__ import annotations

import base64
import ctypes
import math
import struct
from collections.abc import Iterable, Sequence
from typing import Any, Optional

MOST_SAMPLES = 16
MOST_PIXELS = 64
"""On a side: larger pictures are scaled down."""

MOST_VALUES = 8 * 3 * MOST_PIXELS**2
"""Of all samples: eight colour pictures of the largest size. As src/measure/measured-images.ts allows."""

LEAST_PIXELS = 4
"""On a side: a tensor with less is no picture."""

_FORMATS = {"uint8": "B", "float16": "H", "bfloat16": "H", "float32": "f", "float64": "d"}

_IMAGENET_MEAN, _IMAGENET_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Source: `Normalize` in torchvision's references/classification/presets.py."""

Range = tuple[float, float]
"""What is black and what is white."""


def first_images(tensors: Iterable[Any]) -> Optional[dict[str, Any]]:
    """Of the first that looks like images, N×C×H×W with one channel or three; None where none does."""
    import torch

    for tensor in tensors:
        if type(tensor) is torch.Tensor and _looks_like_images(tensor):
            host = _on_host(tensor)
            return None if host is None else _sheet(host, list(tensor.shape))
    return None


def _looks_like_images(tensor: Any) -> bool:
    if tensor.dim() != 4 or _name(tensor.dtype) not in _FORMATS or not _has_memory(tensor):
        return False
    samples, channels, height, width = tensor.shape
    return samples > 0 and channels in (1, 3) and min(height, width) >= LEAST_PIXELS


def _has_memory(tensor: Any) -> bool:
    """One that is sparse, or stands for others within `torch.func.vmap`, has no storage to read."""
    try:
        return tensor.untyped_storage().nbytes() > 0
    except RuntimeError:
        return False


def _on_host(tensor: Any) -> Any:
    """The samples that are looked at. From a card they are copied as they lie; what would have to be laid out anew first,
    and so take memory of it, is left. Source: copy_requires_temporaries() in aten/src/ATen/native/cuda/Copy.cu."""
    import torch

    if tensor.device.type == "cpu":
        return tensor
    some = tensor.detach()[:MOST_SAMPLES]
    lies_dense = some.is_contiguous() or some.is_contiguous(memory_format=torch.channels_last)
    if tensor.device.type != "cuda" or not lies_dense or torch.cuda.is_current_stream_capturing():
        return None
    return some.cpu()


def _sheet(tensor: Any, shape: Sequence[int]) -> dict[str, Any]:
    """As the document has it: bytes in the order of samples, rows, columns, channels."""
    samples, channels, rows, columns = shape
    scale = max(rows, columns, MOST_PIXELS) / MOST_PIXELS
    height, width = max(1, round(rows / scale)), max(1, round(columns / scale))
    count = min(samples, MOST_SAMPLES, MOST_VALUES // (channels * height * width))
    picture, middles = _Elements(tensor), [_middle(x, width, columns) for x in range(width)]
    values: list[float] = []
    for sample in range(count):
        for y in range(height):
            row = _middle(y, height, rows)
            lines = [picture.row(sample, channel, row, middles) for channel in range(channels)]
            values += [value for pixel in zip(*lines) for value in pixel]
    meaning, ranges = _meaning(_name(tensor.dtype), [values[channel::channels] for channel in range(channels)])
    drawn = bytes(_byte(value, *ranges[index % channels]) for index, value in enumerate(values))
    return {
        "tensor": f"{_name(tensor.dtype)}{list(shape)}",
        "count": count,
        "channels": channels,
        "height": height,
        "width": width,
        "meaning": meaning,
        "pixels": base64.b64encode(drawn).decode("ascii"),
    }


def _middle(index: int, count: int, of: int) -> int:
    """The element in the middle of one of `count` equal parts."""
    return (2 * index + 1) * of // (2 * count)


class _Elements:
    """Of a tensor on the host, by its strides."""

    def __init__(self, tensor: Any) -> None:
        name = _name(tensor.dtype)
        size = tensor.untyped_storage().nbytes() - tensor.storage_offset() * tensor.element_size()
        self._elements = memoryview((ctypes.c_char * size).from_address(tensor.data_ptr())).cast("B")
        self._elements = self._elements[: size - size % tensor.element_size()].cast(_FORMATS[name])
        self._strides = tensor.stride()
        self._decoded = {"float16": _half, "bfloat16": _bfloat}.get(name, float)

    def row(self, sample: int, channel: int, row: int, columns: Sequence[int]) -> list[float]:
        """Some columns of a row."""
        first = sum(index * stride for index, stride in zip((sample, channel, row), self._strides))
        elements, step = self._elements, self._strides[3]
        return [self._decoded(elements[first + column * step]) for column in columns]


def _half(bits: int) -> float:
    (value,) = struct.unpack("<e", struct.pack("<H", bits))
    return float(value)


def _bfloat(bits: int) -> float:
    """The upper half of a float32."""
    (value,) = struct.unpack("<f", struct.pack("<I", bits << 16))
    return float(value)


def _meaning(dtype: str, by_channel: Sequence[Sequence[float]]) -> tuple[str, list[Range]]:
    """What the values seem to be, by their range, and what is black and white in each channel."""
    ends = [_ends(values) for values in by_channel]
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    if dtype == "uint8" or (low >= 0 and 16 < high <= 255):
        return "bytes", [(0.0, 255.0)] * len(ends)
    if low >= 0 and high <= 1:
        return "unit", [(0.0, 1.0)] * len(ends)
    if low >= -1 and high <= 1:
        return "signed", [(-1.0, 1.0)] * len(ends)
    normalized = [(-mean / std, (1 - mean) / std) for mean, std in zip(_IMAGENET_MEAN, _IMAGENET_STD)]
    if len(ends) == 3 and all(_within(inner, outer) for inner, outer in zip(ends, normalized)):
        return "imagenet", normalized
    return "stretched", [(low, high if high > low else low + 1) for low, high in ends]


def _ends(values: Sequence[float]) -> Range:
    finite = [value for value in values if math.isfinite(value)] or [0.0]
    return min(finite), max(finite)


def _within(inner: Range, outer: Range) -> bool:
    """To within what a half loses."""
    return inner[0] >= outer[0] - 0.02 and inner[1] <= outer[1] + 0.02


def _byte(value: float, black: float, white: float) -> int:
    if not math.isfinite(value):
        return 0
    return min(max(round(255 * (value - black) / (white - black)), 0), 255)


def _name(dtype: Any) -> str:
    return str(dtype).removeprefix("torch.")
