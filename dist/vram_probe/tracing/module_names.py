"""Which module runs, in a program whose models are not known beforehand."""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Iterator
from typing import Any, Protocol

from torch import nn


class Named(Protocol):
    def within(self, module: str) -> contextlib.AbstractContextManager[None]: ...


@contextlib.contextmanager
def modules_named(counter: Named) -> Iterator[None]:
    """Events have names as `named_modules()` of the outermost module spells them.

    No module gets a hook: a copy of the module, for an average of its weights, would have it too.
    """
    names: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()
    call = nn.Module.__call__

    def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:
        if self not in names:
            names.update({module: name for name, module in self.named_modules() if module not in names})
        with counter.within(names[self]):
            return call(self, *args, **kwargs)

    nn.Module.__call__ = __call__
    try:
        yield
    finally:
        nn.Module.__call__ = call
