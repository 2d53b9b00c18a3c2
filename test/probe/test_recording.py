"""The allocator's recording: what is switched on comes off again, and what is written can be read."""

import os
import pickle
import sys
import tempfile
import types
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../src/probe"))
sys.path.insert(0, os.path.dirname(__file__))

from test_probe import HAS_TORCH, MIB, FakeCuda, training  # noqa: E402


class FakeMemory:
    """``torch.cuda.memory`` of torch 2.6: keeps what it is called with, and records while it is told to."""

    def __init__(self):
        self.calls = []
        self.recording = False

    def _record_memory_history(self, enabled, context="all", stacks="all", max_entries=2**63 - 1):
        self.calls.append((enabled, context, stacks, max_entries))
        self.recording = enabled is not None

    def _snapshot(self):
        if not self.recording:
            raise AssertionError("what was recorded is forgotten")
        return {"segments": [], "device_traces": [[]]}


class FakeMemoryWithMetadata(FakeMemory):
    """As of torch 2.13."""

    def __init__(self):
        super().__init__()
        self.metadata = "the training's own"
        self.seen = []

    def _set_memory_metadata(self, text):
        self.metadata = text

    def _get_memory_metadata(self):
        return self.metadata


def model_that_tells(memory):
    """Appends the metadata that is set while the innermost module runs."""
    import torch

    class Inner(torch.nn.Module):
        def forward(self, x):
            memory.seen.append(memory.metadata)
            if x.sum() < 0:
                raise ValueError("negative")
            return x

    class Outer(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.blocks = torch.nn.ModuleList([Inner(), Inner()])

        def forward(self, x):
            for block in self.blocks:
                x = block(x)
            memory.seen.append(memory.metadata)
            return x

    return Outer()


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class RecordingTest(unittest.TestCase):
    def start(self, memory, *models):
        from vram_probe import recording

        return recording.start(types.SimpleNamespace(memory=memory), 1000, models)

    def path(self):
        return os.path.join(tempfile.mkdtemp(), "snapshot.pickle")

    def test_python_stacks_of_allocations_are_recorded_and_then_no_more(self):
        memory, path = FakeMemory(), self.path()
        self.start(memory).stop_and_dump(path)
        self.assertEqual(memory.calls[0], ("all", "alloc", "python", 1000))
        self.assertEqual(memory.calls[1][0], None)
        with open(path, "rb") as file:
            written = pickle.load(file)
        note = {"categories": {}, "workspace": os.getcwd()}
        self.assertEqual(written, {"segments": [], "device_traces": [[]], "vram_budget": note})

    def test_the_arguments_are_those_of_pytorch(self):
        import inspect

        import torch.cuda.memory

        theirs = inspect.signature(torch.cuda.memory._record_memory_history_impl).parameters
        for name in ("enabled", "context", "stacks", "max_entries"):
            self.assertIn(name, theirs)

    def test_allocations_name_their_module_and_what_was_there_before_comes_back(self):
        import torch

        memory = FakeMemoryWithMetadata()
        model = model_that_tells(memory)
        recording = self.start(memory, model)
        model(torch.ones(1))
        self.assertEqual(memory.seen, ["module=blocks.0", "module=blocks.1", "module="])
        self.assertEqual(memory.metadata, "the training's own")
        with self.assertRaisesRegex(ValueError, "negative"):
            model(-torch.ones(1))
        self.assertEqual(memory.metadata, "the training's own")
        recording.stop_and_dump(self.path())
        model(torch.ones(1))
        self.assertEqual(memory.seen[-1], "the training's own")

    def test_nothing_stays_behind(self):
        import torch

        memory = FakeMemoryWithMetadata()
        model = model_that_tells(memory)
        before = torch.is_anomaly_enabled()
        recording = self.start(memory, model)
        self.assertTrue(torch.is_anomaly_enabled())
        self.assertFalse(torch.is_anomaly_check_nan_enabled())
        recording.stop_and_dump(self.path())
        self.assertEqual(torch.is_anomaly_enabled(), before)
        self.assertFalse(memory.recording)
        for module in model.modules():
            self.assertEqual((len(module._forward_pre_hooks), len(module._forward_hooks)), (0, 0))

    def test_all_comes_off_where_a_model_cannot_be_followed_and_where_the_disk_is_full(self):
        import torch

        class Refuses(torch.nn.Linear):
            def register_forward_hook(self, *args, **kwargs):
                raise RuntimeError("no hooks")

        memory, good, bad = FakeMemoryWithMetadata(), torch.nn.Linear(1, 1), Refuses(1, 1)
        with self.assertRaisesRegex(RuntimeError, "no hooks"):
            self.start(memory, good, bad)
        self.assertFalse(memory.recording or torch.is_anomaly_enabled())
        self.assertEqual((len(good._forward_pre_hooks), len(bad._forward_pre_hooks)), (0, 0))
        recording = self.start(memory, good)
        with self.assertRaises(OSError):
            recording.stop_and_dump(os.path.join(tempfile.mkdtemp(), "no such folder", "x"))
        self.assertFalse(memory.recording or torch.is_anomaly_enabled() or good._forward_pre_hooks)

    def test_a_compiled_model_gets_no_hooks(self):
        import torch

        memory, model = FakeMemoryWithMetadata(), torch.nn.Sequential(torch.nn.Linear(1, 1))
        model.compile()
        recording = self.start(memory, model)
        self.assertEqual(len(model[0]._forward_pre_hooks), 0)
        recording.stop_and_dump(self.path())

    def test_the_addresses_of_tensors_say_what_they_are_for(self):
        import torch

        weight, other = torch.ones(4), torch.ones(2)
        path = self.path()
        self.start(FakeMemory()).stop_and_dump(path, [("parameters", [weight]), ("gradients", [weight[1:], other])])
        with open(path, "rb") as file:
            told = pickle.load(file)["vram_budget"]["categories"]
        self.assertEqual(told, {weight.data_ptr(): "parameters", other.data_ptr(): "gradients"})


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class RecordedTrainingTest(unittest.TestCase):
    """A described training of one warm-up step and two measured ones, on a card that only counts."""

    def setUp(self):
        from vram_probe.workload import Workload

        self.memory = FakeMemory()
        self.cuda = FakeCuda(total=1000 * MIB, context=0)
        self.cuda.memory = self.memory
        self.work = Workload(training())
        self.path = os.path.join(tempfile.mkdtemp(), "snapshot.pickle")
        self.recorded = []

    def measure(self, path):
        import torch
        from vram_probe import cuda

        def progress(phase, step):
            if self.memory.recording:
                self.recorded.append((phase, step))

        return cuda.measure(self.work, self.cuda, torch.device("cpu"), None, progress, path)

    def test_the_recording_is_of_the_steps_up_to_the_first_that_is_measured(self):
        self.measure(self.path)
        self.assertEqual(self.recorded, [(phase, step) for step in (1, 2) for phase in ("setup", "forward", "backward", "optimizer")])
        with open(self.path, "rb") as file:
            categories = pickle.load(file)["vram_budget"]["categories"].values()
        self.assertLessEqual({"parameters", "gradients", "optimizer"}, set(categories))

    def test_where_memory_runs_out_the_recording_goes_up_to_there(self):
        def run_out(output, targets):
            raise self.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has …")

        self.work.criterion = run_out
        self.assertEqual(self.measure(self.path)["stopped"], "out-of-memory")
        self.assertEqual(self.recorded, [("setup", 1), ("forward", 1)])
        self.assertTrue(os.path.exists(self.path))
        self.assertFalse(self.memory.recording)

    def test_nothing_is_recorded_that_was_not_asked_for(self):
        self.measure(None)
        self.assertEqual(self.memory.calls, [])


if __name__ == "__main__":
    unittest.main()
