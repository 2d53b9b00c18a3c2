"""Calls back when a module has been imported, whoever imports it, and is out of the way afterwards."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Optional


def after_import(name: str, callback: Callable[[], None]) -> None:
    """Once, when `name` is there: now, if it is."""
    if name in sys.modules:
        callback()
    else:
        sys.meta_path.insert(0, _Waiting(name, callback))


class _Waiting(MetaPathFinder):
    """Stands in the way until the module is there: many only ask whether it could be imported."""

    def __init__(self, name: str, callback: Callable[[], None]) -> None:
        self._name, self._callback = name, callback
        self._asking_others = False

    def find_spec(self, fullname: str, path: Optional[Sequence[str]], target: Optional[ModuleType] = None) -> Optional[ModuleSpec]:
        if fullname != self._name or self._asking_others:
            return None
        self._asking_others = True
        try:
            spec = find_spec(fullname)
        finally:
            self._asking_others = False
        if spec is not None and spec.loader is not None:
            spec.loader = _CallingLoader(spec.loader, self._imported)
        return spec

    def _imported(self) -> None:
        sys.meta_path.remove(self)
        self._callback()


class _CallingLoader(Loader):
    """The module's own loader, and the callback after it."""

    def __init__(self, loader: Any, callback: Callable[[], None]) -> None:
        self._loader, self._callback = loader, callback

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: ModuleSpec) -> Optional[ModuleType]:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        spec = module.__spec__
        assert spec is not None
        spec.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        self._callback()
