"""What a command that is to be explained leaves of its allocator's recording: which steps, and where memory runs out."""

import contextlib
import io
import os
import pickle
import sys
import unittest
from unittest import mock

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../src/probe"))
sys.path.insert(0, os.path.dirname(__file__))

from test_out_of_memory import HAS_TORCH, MIB, played_card, run_folder  # noqa: E402
from test_recording import FakeMemoryWithMetadata  # noqa: E402
from vram_probe.attached.process_name import process_name  # noqa: E402


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class AttachedRecordingTest(unittest.TestCase):
    """A program of five steps, of which the third is the first to be measured; its modules tell of each call."""

    def setUp(self):
        self.folder = run_folder(self)
        self.path = os.path.join(self.folder, f"recording-{process_name()}.pickle")
        self.memory = FakeMemoryWithMetadata()
        self.recorded = []

    def train(self, run_out_in=(), first_alone=False):
        """Calls a model and a teacher in each step, or in its first the model alone; whether its calls were recorded."""
        import torch
        from vram_probe.attached.answers import Answers
        from vram_probe.attached.guard import Guard
        from vram_probe.attached.hooks import Hooks
        from vram_probe.attached.on_card import when_out_of_memory
        from vram_probe.attached.session import Session

        request = {"warmup": 2, "steps": 100, "cards": [], "explain": True, "workspace": self.folder}
        with contextlib.ExitStack() as stack:
            observers = stack.enter_context(played_card())
            stack.enter_context(mock.patch.object(torch.cuda, "memory", self.memory))
            stack.enter_context(mock.patch.object(torch._C, "_cuda_isHistoryEnabled", lambda: False, create=True))
            session = Session(request, Answers(self.folder), None, Guard(self.fail))
            when_out_of_memory(session.ran_out)
            stack.enter_context(Hooks(session))
            model, teacher = (torch.nn.Sequential(self.telling(name), torch.nn.Linear(4, 2)) for name in ("model", "teacher"))
            self.modules = [*model.modules(), *teacher.modules()]
            optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
            for step in range(1, 6):
                self.step = step
                loss = model(torch.randn(3, 4)).sum()
                if step > 1 or not first_alone:
                    with torch.no_grad():
                        teacher(torch.randn(3, 4))
                if step in run_out_in:
                    loss.register_hook(lambda _: observers[0](0, 200 * MIB, 1000 * MIB, 60 * MIB))
                loss.backward()
                optimizer.step()
                optimizer.zero_grad()
            session.ended()

    def telling(self, name):
        import torch

        class Tells(torch.nn.Module):
            def forward(told, x):
                if self.memory.recording:
                    self.recorded.append((self.step, name, self.memory.metadata))
                return x

        return Tells()

    def written(self):
        with open(self.path, "rb") as file:
            return pickle.load(file)

    def assert_nothing_stays(self):
        import torch

        self.assertFalse(self.memory.recording or torch.is_anomaly_enabled())
        self.assertEqual(self.memory.metadata, "the training's own")
        for module in self.modules:
            self.assertEqual((len(module._forward_pre_hooks), len(module._forward_hooks)), (0, 0))

    def test_goes_from_the_first_step_to_the_end_of_the_first_that_is_measured(self):
        self.train()
        calls = [(step, name, "module=0") for step in (1, 2, 3) for name in ("model", "teacher")]
        self.assertEqual(self.recorded, calls)
        self.assertEqual(self.memory.calls[0][0], "all")
        self.assertEqual(len(self.memory.calls), 2)  # on and off
        self.assertIn("parameters", self.written()["vram_budget"]["categories"].values())
        self.assert_nothing_stays()

    def test_names_the_modules_of_a_model_that_comes_later(self):
        self.train(first_alone=True)
        calls = [(step, name, "module=0") for step in (1, 2, 3) for name in ("model", "teacher")]
        self.assertEqual(self.recorded, [call for call in calls if call[:2] != (1, "teacher")])
        self.assert_nothing_stays()

    def test_is_written_where_memory_runs_out_and_ends_there(self):
        self.train(run_out_in=[1])
        self.assertEqual({step for step, _, _ in self.recorded}, {1})
        self.assertIn("parameters", self.written()["vram_budget"]["categories"].values())
        self.assert_nothing_stays()

    def test_that_of_the_first_time_stays_where_the_program_goes_on(self):
        self.train(run_out_in=[2, 4])
        self.assertEqual({step for step, _, _ in self.recorded}, {1, 2})
        self.assertEqual(len(self.memory.calls), 2)

    def test_what_runs_out_later_leaves_the_measured_step(self):
        self.train(run_out_in=[4])
        self.assertEqual({step for step, _, _ in self.recorded}, {1, 2, 3})
        self.assertEqual(len(self.memory.calls), 2)

    def test_an_allocator_that_cannot_record_is_measured_all_the_same(self):
        def refuse(*arguments, **named):
            raise RuntimeError("cudaMallocAsync does not yet support recordHistory")

        self.memory._record_memory_history = refuse
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            self.train()
        self.assertEqual(said.getvalue().count("cannot record what the allocator is asked for: cudaMallocAsync"), 1)
        self.assertFalse(os.path.exists(self.path))


if __name__ == "__main__":
    unittest.main()
