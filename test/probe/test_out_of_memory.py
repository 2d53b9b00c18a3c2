"""Out of memory on a card, with an allocator that is played: what the observer of a program that knows nothing of us writes."""

import contextlib
import importlib.util
import io
import json
import os
import sys
import tempfile
import unittest
from types import SimpleNamespace
from unittest import mock

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../src/probe"))

from vram_probe.attached.process_name import process_name  # noqa: E402

HAS_TORCH = importlib.util.find_spec("torch") is not None
MIB = 2**20


def segments(*blocks):
    """One segment for each list of (size, state, address): all but the first address follow from the sizes."""
    return [
        {"address": each[0][2], "blocks": [{"size": size, "state": state} for size, state, _ in each]} for each in blocks
    ]


def run_folder(test):
    """Of a run whose end is not yet: a process goes no further when `request.json` is gone."""
    folder = tempfile.TemporaryDirectory()
    test.addCleanup(folder.cleanup)
    with open(os.path.join(folder.name, "request.json"), "w", encoding="utf-8"):
        return folder.name


@contextlib.contextmanager
def played_card():
    """The allocator of a card of 1000 MiB, of which 900 are reserved and 800 allocated. Gives the observers of out of memory."""
    import torch

    tier = {"all": {"peak": 900 * MIB, "current": 900 * MIB}}
    stats = {
        "allocated_bytes": {"all": {"peak": 800 * MIB, "current": 800 * MIB}},
        "reserved_bytes": tier,
        "num_alloc_retries": 2,
    }
    played = {
        "is_initialized": lambda: True,
        "_lazy_call": lambda queued: queued(),
        "current_device": lambda: 0,
        "memory_stats_as_nested_dict": lambda device=None: stats,
        "memory_snapshot": lambda: segments([(600 * MIB, "active_allocated", 0)]),
        "reset_peak_memory_stats": lambda: None,
        "mem_get_info": lambda: (60 * MIB, 1000 * MIB),
        "get_device_properties": lambda device: SimpleNamespace(
            name="Played", total_memory=1000 * MIB, major=9, minor=0, multi_processor_count=1
        ),
    }
    with contextlib.ExitStack() as stack:
        for name, by in played.items():
            stack.enter_context(mock.patch.object(torch.cuda, name, by))
        observers = []
        attach = mock.patch.object(torch._C, "_cuda_attach_out_of_memory_observer", observers.append, create=True)
        stack.enter_context(attach)
        yield observers


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class LargestBlocksTest(unittest.TestCase):
    def test_the_largest_come_first_with_what_they_are_for(self):
        import torch
        from vram_probe.largest_blocks import largest_blocks

        weight, gradient = torch.zeros(256), torch.zeros(256)
        subject = SimpleNamespace(
            parameters=lambda: [weight],
            buffers=lambda: [],
            gradients=lambda: [gradient],
            optimizer_tensors=lambda: [],
            batch=lambda phase: [],
        )
        at = gradient.untyped_storage().data_ptr()
        taken = segments(
            [(1024, "active_allocated", weight.untyped_storage().data_ptr())],
            [(512, "inactive", at - 2560), (2048, "active_allocated", None), (4096, "active_allocated", None)],
            [(8192, "active_pending_free", 7), (16384, "inactive", None)],
        )
        found = largest_blocks(SimpleNamespace(memory_snapshot=lambda: taken), subject, "backward")
        self.assertEqual(found, [
            {"bytes": 4096, "category": "gradients"},
            {"bytes": 2048, "category": None},
            {"bytes": 1024, "category": "parameters"},
        ])  # fmt: skip

    def test_of_many_five_are_told(self):
        from vram_probe.largest_blocks import largest_blocks

        taken = segments([(512 * (n + 1), "active_allocated", 0 if n == 0 else None) for n in range(9)])
        empty = SimpleNamespace(**dict.fromkeys(("parameters", "buffers", "gradients", "optimizer_tensors"), lambda: []), batch=lambda phase: [])
        found = largest_blocks(SimpleNamespace(memory_snapshot=lambda: taken), empty, "forward")
        self.assertEqual([block["bytes"] for block in found], [512 * n for n in (9, 8, 7, 6, 5)])


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class ObserverTest(unittest.TestCase):
    """The training itself is on the CPU."""

    def setUp(self):
        self.folder = run_folder(self)

    def run_out(self, in_step, caught=False):
        """A program whose backward of one step finds no room; what it answers, by kind."""
        import torch
        from vram_probe.attached.answers import Answers
        from vram_probe.attached.guard import Guard
        from vram_probe.attached.hooks import Hooks
        from vram_probe.attached.on_card import when_out_of_memory
        from vram_probe.attached.session import Session

        request = {"warmup": 1, "steps": 100, "cards": [], "explain": False, "workspace": self.folder}
        with played_card() as observers:
            session = Session(request, Answers(self.folder), None, Guard(self.fail))
            when_out_of_memory(session.ran_out)
            with Hooks(session):
                model = torch.nn.Linear(4, 2)
                optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
                for step in range(1, in_step + 1):
                    loss = model(torch.randn(3, 4)).sum()
                    if step == in_step:
                        loss.register_hook(lambda _: observers[0](0, 200 * MIB, 1000 * MIB, 60 * MIB))
                    loss.backward()
                    if step < in_step or caught:
                        optimizer.step()
                        optimizer.zero_grad()
                session.ended()
        with open(os.path.join(self.folder, f"answers-{process_name()}.jsonl"), encoding="utf-8") as file:
            return {kind: content for line in file for kind, content in json.loads(line).items()}

    def test_out_of_memory_in_the_first_step_is_a_measurement(self):
        measured = self.run_out(in_step=1)["measurement"]
        self.assertEqual(measured["stopped"], "out-of-memory")
        self.assertEqual((measured["steps"], measured["parameters"]), (0, 10))
        self.assertEqual(measured["allocated_bytes"], 800 * MIB)
        self.assertEqual(measured["context_bytes"], 40 * MIB)  # 1000 − 60 free − 900 reserved
        self.assertEqual(measured["out_of_memory"], {
            "phase": "backward",
            "step": 1,
            "requested_bytes": 200 * MIB,
            "allocated_bytes": 800 * MIB,
            "reserved_bytes": 900 * MIB,
            "largest_blocks": [{"bytes": 600 * MIB, "category": None}],
            "message": f"device 0 has {60 * MIB} of {1000 * MIB} bytes free",
        })  # fmt: skip

    def test_out_of_memory_after_measured_steps_keeps_them(self):
        measured = self.run_out(in_step=4)["measurement"]
        self.assertEqual((measured["steps"], measured["out_of_memory"]["step"]), (2, 4))

    def test_the_timeline_is_of_the_first_step_after_the_warm_up(self):
        timeline = self.run_out(in_step=4)["measurement"]["timeline"]
        self.assertEqual({point["step"] for point in timeline}, {2})
        phases = [point["phase"] for point in timeline]
        self.assertEqual(list(dict.fromkeys(phases)), ["setup", "forward", "backward", "optimizer"])

    def test_a_program_that_goes_on_has_run_out_all_the_same(self):
        measured = self.run_out(in_step=2, caught=True)["measurement"]
        self.assertEqual((measured["stopped"], measured["out_of_memory"]["step"]), ("out-of-memory", 2))

    def test_an_error_of_the_observer_does_not_take_the_place_of_the_allocators(self):
        from vram_probe.attached.on_card import when_out_of_memory

        def fails(*sizes):
            raise ValueError("boom")

        said = io.StringIO()
        with played_card() as observers, contextlib.redirect_stderr(said):
            when_out_of_memory(fails)
            observers[0](0, 1, 2, 3)
        self.assertIn("boom", said.getvalue())


if __name__ == "__main__":
    unittest.main()
