"""A user's own `sitecustomize`: makes torchvision importable where its build for CUDA stands beside a CPU build of torch.

Package indexes other than PyTorch's own give that pair, and transformers and torchmetrics import torchvision.
"""

import importlib.util
import os
import sys

_PROBE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../src/probe/vram_probe")


class _BeforeTorchvision:
    def find_spec(self, name, path=None, target=None):
        if name == "torchvision":
            sys.meta_path.remove(self)
            spec = importlib.util.spec_from_file_location("_declares", os.path.join(_PROBE, "torchvision.py"))
            declares = sys.modules["_declares"] = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(declares)
            declares.declare_operators()
        return None


sys.meta_path.insert(0, _BeforeTorchvision())
