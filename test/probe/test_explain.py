"""Where in the code storages are born: lines of the user's own, and what is alive at the peak by them."""

import gc
import importlib.util
import json
import os
import sys
import tempfile
import unittest
import weakref

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../src/probe"))
sys.path.insert(0, os.path.dirname(__file__))

from test_probe import HAS_TORCH, training  # noqa: E402

FIXTURES = os.path.join(os.path.dirname(__file__), "../fixtures")

MODEL = """\
import torch
from torch.utils.checkpoint import checkpoint

class Double(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, gradient):
        return gradient * 2

class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(4, 4)
    def forward(self, x):
        x = self.linear(x)
        x = Double.apply(x)
        return checkpoint(self.tail, x, use_reentrant=False)
    def tail(self, x):
        return torch.sigmoid(x)
"""


def line_of(text):
    return next(number for number, line in enumerate(MODEL.splitlines(), 1) if text in line)


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class StacksTest(unittest.TestCase):
    def setUp(self):
        from vram_probe.stacks import Stacks

        self.workspace = os.path.realpath(tempfile.mkdtemp())
        self.stacks = Stacks(self.workspace)

    def called_from(self, *paths):
        """What `here()` says when code of these files calls one another, the innermost first."""
        call = self.stacks.here
        for path in paths:
            names = {"call": call}
            exec(compile("\n\ndef asks():\n    return call()", path, "exec"), names)
            call = names["asks"]
        return call()

    def test_the_innermost_file_of_the_workspace_wins(self):
        import torch
        from vram_probe.stacks import Place

        own = os.path.join(self.workspace, "gpt/model.py")
        installed = os.path.join(self.workspace, ".venv/lib/python3.11/site-packages")
        torchs = os.path.join(os.path.dirname(torch.__file__), "nn/functional.py")
        for paths, expected in [
            ([torchs, own], Place("code", "gpt/model.py", 4, "asks")),
            ([f"{installed}/timm/layers.py", own], Place("code", "gpt/model.py", 4, "asks", "timm/layers.py:4 in asks")),
            ([own, f"{installed}/trainer.py"], Place("code", "gpt/model.py", 4, "asks")),
            ([torchs, os.path.join(self.workspace, "a.py"), own], Place("code", "a.py", 4, "asks")),
        ]:
            self.assertEqual(self.called_from(*paths), expected)

    def test_else_a_library_but_torch_as_it_is_imported(self):
        from vram_probe.stacks import Stacks

        installed = os.path.join(self.workspace, ".venv/lib/python3.11/site-packages")
        self.stacks = Stacks(os.path.join(self.workspace, "elsewhere"))
        found = self.called_from(f"{installed}/torch/nn/functional.py", f"{installed}/timm/layers.py", f"{installed}/x.py")
        self.assertEqual((found.origin, found.file, found.line), ("code", "timm/layers.py", 4))

    def test_a_folder_that_begins_alike_is_another(self):
        found = self.called_from(f"{self.workspace}2/a.py")
        self.assertEqual(found.file, f"{self.workspace}2/a.py")

    def test_no_frame_is_held(self):
        class Local:
            pass

        def asks():
            local = Local()
            self.stacks.here()
            return weakref.ref(local)

        gc.disable()
        try:
            self.assertIsNone(asks()())
        finally:
            gc.enable()


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class BirthTest(unittest.TestCase):
    def events(self, anomaly):
        """Of one step of MODEL."""
        import torch
        from vram_probe.counting import StorageCounter
        from vram_probe.stacks import Stacks

        workspace = tempfile.mkdtemp()
        names = {"__name__": "model"}
        exec(compile(MODEL, os.path.join(os.path.realpath(workspace), "model.py"), "exec"), names)
        counter = StorageCounter(Stacks(workspace))
        with torch.autograd.set_detect_anomaly(anomaly, check_nan=False), counter:
            model, x = names["Model"](), torch.ones(2, 4)
            counter.enter("forward", 1)
            loss = model(x).sum()
            counter.enter("backward", 1)
            loss.backward()
        return counter.finish()

    def births(self, anomaly):
        """As (phase, operator, origin, line, function): of the model's lines, or of none."""
        births = [event for event in self.events(anomaly) if event["op"] == "alloc"]
        self.assertLessEqual({birth["file"] for birth in births}, {"", "model.py", os.path.realpath(__file__)})
        what = ("phase", "operator", "origin", "line", "function")
        return {tuple(birth[name] for name in what) for birth in births if birth["file"] in ("", "model.py")}

    def test_forward_is_named_by_its_lines_and_so_is_what_backward_runs_of_the_users_own(self):
        for anomaly in (False, True):
            births = self.births(anomaly)
            self.assertIn(("forward", "aten::addmm", "code", line_of("self.linear(x)"), "forward"), births)
            self.assertIn(("forward", "aten::mul", "code", line_of("return x * 2"), "forward"), births)
            self.assertIn(("backward", "aten::mul", "code", line_of("gradient * 2"), "backward"), births)
            self.assertIn(("backward", "aten::sigmoid", "code", line_of("torch.sigmoid"), "tail"), births)

    def test_anomaly_mode_changes_no_storage(self):
        self.events(anomaly=False)  # what torch 2.6 makes once, at its first checkpoint
        what = ("op", "id", "bytes", "operator", "module", "phase", "step")
        plain, anomalous = ([[event.get(name) for name in what] for event in self.events(mode)] for mode in (False, True))
        self.assertEqual(plain, anomalous)

    def test_backward_is_named_by_the_line_of_forward_in_anomaly_mode(self):
        line = line_of("self.linear(x)")
        self.assertIn(("backward", "aten::mm", "backward", line, "forward"), self.births(anomaly=True))

    def test_backward_is_named_backward_where_nobody_kept_the_line(self):
        births = self.births(anomaly=False)
        self.assertIn(("backward", "aten::mm", "backward", 0, ""), births)


    def test_what_was_there_before_has_no_line(self):
        import torch
        from vram_probe.counting import StorageCounter
        from vram_probe.stacks import Stacks

        weight = torch.ones(4)
        counter = StorageCounter(Stacks(os.path.dirname(__file__)))
        with counter:
            counter.adopt([weight], "parameters")
        (birth,) = counter.finish()
        self.assertEqual((birth["origin"], birth["file"], birth["category"]), ("before", "", "parameters"))


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class BlocksTest(unittest.TestCase):
    def test_groups_are_those_of_the_report(self):
        from vram_probe.blocks import groups_alive

        with open(os.path.join(FIXTURES, "block-groups.json"), encoding="utf-8") as file:
            cases = json.load(file)
        for case in cases:
            births = [{"op": "alloc", "id": number, **block} for number, block in enumerate(case["blocks"])]
            with self.subTest(case["what"]):
                self.assertEqual(groups_alive(births), case["groups"])

    def test_what_was_freed_is_not_there(self):
        from vram_probe.blocks import groups_alive

        birth = {"origin": "code", "file": "a.py", "line": 1, "function": "f", "library": "", "category": "batch", "operator": "", "module": ""}
        events = [{"op": "alloc", "id": 0, "bytes": 8, **birth}, {"op": "free", "id": 0}]
        self.assertEqual(groups_alive(events), [])

    def test_a_measurement_explains_its_peak_to_the_byte_and_counts_the_same_events(self):
        from vram_probe import cpu
        from vram_probe.workload import Workload

        cpu.measure(Workload(training()), lambda phase, step: None)  # what torch makes once, at its first optimizer
        plain, events = cpu.measure(Workload(training()), lambda phase, step: None)
        explained, with_lines = cpu.measure(Workload(training(explain=True)), lambda phase, step: None)
        self.assertNotIn("blocks", plain)
        self.assertEqual(sum(block["bytes"] for block in explained["blocks"]), explained["allocated_bytes"])
        self.assertEqual({name: explained[name] for name in plain}, plain)
        lines = {"origin", "file", "line", "function", "library"}
        self.assertEqual([{name: event[name] for name in event if name not in lines} for event in with_lines], events)
        categories = {}
        for block in explained["blocks"]:
            categories[block["category"]] = categories.get(block["category"], 0) + block["bytes"]
        at_peak = {name: size for name, size in explained["peak"]["categories"].items() if size > 0}
        self.assertEqual(categories, at_peak)


if __name__ == "__main__":
    unittest.main()
