"""Run by every Python that the command starts, before its program: this folder is first on PYTHONPATH.

Does nothing but wait for torch, and then runs the `sitecustomize` that this one stands before. Only the standard library.
"""

import importlib.util
import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))
_PROBE = os.path.dirname(os.path.dirname(_HERE))


def _attach(folder):
    """As a package of its own name, and no folder of ours is on the program's path."""
    spec = importlib.util.spec_from_file_location(
        "vram_probe", os.path.join(_PROBE, "__init__.py"), submodule_search_locations=[_PROBE]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["vram_probe"] = package
    spec.loader.exec_module(package)
    from vram_probe.attached.attach import attach

    attach(folder)


def _run_the_next():
    import importlib.machinery

    others = [path for path in sys.path if os.path.abspath(path or ".") != _HERE]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if spec is not None and spec.loader is not None:
        module = importlib.util.module_from_spec(spec)
        sys.modules["sitecustomize"] = module
        spec.loader.exec_module(module)


if os.environ.get("VRAM_BUDGET_ATTACH"):
    try:
        _attach(os.environ["VRAM_BUDGET_ATTACH"])
    except Exception as error:  # the program runs all the same, and the report says that no probe was there
        sys.stderr.write("vram-budget: cannot attach the probe: %r\n" % (error,))
_run_the_next()
