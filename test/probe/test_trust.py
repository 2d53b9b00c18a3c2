"""A trace is refused, in plain words, where this machine or this torch is not as the tracer's corrections assume."""

import importlib.util
import os
import subprocess
import sys
import unittest

PROBE = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../src/probe"))

# Each breaks one thing before the trace: in a process of its own, which ends without PyTorch's teardown.
BREAKS = [
    ("import platform; platform.system = lambda: 'Windows'", "Cannot trace on Windows"),
    ("torch.cuda.device_count = lambda: 1", "Cannot trace where there is a CUDA device"),
    ("import vram_probe.tracing.bootstrap as b; b.hook_slots = lambda: {}", "is not built as expected"),
    ("import vram_probe.tracing.bootstrap as b; b._install_hooks = lambda: None", "does not take CUDA for its accelerator"),
    ("import vram_probe.tracing.patches as p; p._optimizers = lambda patch: None", "does not choose foreach"),
    ("import torch.optim.optimizer as o; del o._foreach_supported_types", "its self-test ends with ImportError"),
    ("torch.is_autocast_enabled = lambda *a: False; torch.autocast.__enter__ = lambda self: self; "
     "torch.autocast.__exit__ = lambda *a: None", "does not autocast"),
    ("import vram_probe.tracing.attention as a; a.choose = lambda *args: 'flash'", "does not take the attention kernel"),
    ("torch._C._storage_Use_Count = torch.Tensor._use_count = lambda counted: 9", "does not tell a gradient that is held twice"),
    ("torch._C._current_graph_task_id = lambda: -1", "does not accumulate gradients at a fan-out"),
]  # fmt: skip

TRACE = """
import os, sys
sys.path.insert(0, {probe!r})
import torch
{breaks}
from vram_probe.failure import Failure
from vram_probe.tracing.run import trace
try:
    trace({{}}, {{"name": "NVIDIA A100", "compute_capability": "8.0", "multiprocessors": 108, "memory_bytes": 1}}, None)
except Failure as failure:
    print(failure.detail)
sys.stdout.flush()
os._exit(0)
"""


@unittest.skipUnless(importlib.util.find_spec("torch"), "torch is not installed")
class TrustTest(unittest.TestCase):
    def said(self, breaks):
        code = TRACE.format(probe=PROBE, breaks=breaks)
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout

    def test_this_torch_is_trusted_as_it_is(self):
        self.assertIn("KeyError: 'precision'", self.said(""))  # it goes on to the training, which is empty

    def test_each_broken_assumption_is_a_refusal(self):
        for breaks, message in BREAKS:
            with self.subTest(message):
                self.assertIn(message, self.said(breaks))


if __name__ == "__main__":
    unittest.main()
