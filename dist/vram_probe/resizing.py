"""Tells of storages whose memory is given back or taken anew while they live: no operator shows it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import torch


@contextlib.contextmanager
def told_of_resizes(tell: Callable[[Any], None]) -> Iterator[None]:
    """Within, `tell` has each storage that `resize_()` was called on."""
    resize = torch.UntypedStorage.resize_
    own = "resize_" in vars(torch.UntypedStorage)

    def resize_(storage: Any, size: int) -> Any:
        resize(storage, size)
        tell(storage)
        return storage

    torch.UntypedStorage.resize_ = resize_
    try:
        yield
    finally:
        if own:
            torch.UntypedStorage.resize_ = resize
        else:
            del torch.UntypedStorage.resize_
