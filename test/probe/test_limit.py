"""A limit on the CPU, where storages are counted, and on a card that only keeps what it is told."""

import importlib.util
import os
import sys
import unittest
from unittest import mock

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../src/probe"))
sys.path.insert(0, os.path.dirname(__file__))

from test_probe import training  # noqa: E402

HAS_TORCH = importlib.util.find_spec("torch") is not None
MIB = 2**20


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class OnTheCpuTest(unittest.TestCase):
    def measure(self, limit_bytes=None):
        from vram_probe import cpu
        from vram_probe.workload import Workload

        measured, _ = cpu.measure(Workload(training()), lambda phase, step: None, limit_bytes)
        return measured

    def test_a_training_lives_with_what_it_needs_and_not_with_a_byte_less(self):
        needed = self.measure()["allocated_bytes"]
        alive = self.measure(needed)
        self.assertIsNone(alive["out_of_memory"])
        self.assertEqual((alive["stopped"], alive["allocated_bytes"]), ("steps", needed))

        less = self.measure(needed - 1)
        self.assertEqual(less["stopped"], "out-of-memory")
        refused = less["out_of_memory"]
        self.assertEqual(refused["allocated_bytes"] + refused["requested_bytes"], needed)
        self.assertLess(less["allocated_bytes"], needed)  # what is refused was never alive
        self.assertGreaterEqual(refused["step"], 1)

    def test_no_room_for_the_model_is_a_refusal_in_setup(self):
        # 12 weights of 4 bytes go first, then 3 biases, which are too much
        refused = self.measure(50)["out_of_memory"]
        self.assertEqual((refused["phase"], refused["step"]), ("setup", 0))
        self.assertEqual((refused["requested_bytes"], refused["allocated_bytes"]), (12, 48))

    def test_a_program_can_catch_it_as_that_of_a_card(self):
        import torch
        from vram_probe.limit import Limit

        told = []
        limit = Limit(100, told.append)
        limit.check(60, 40, {"phase": "forward", "step": 1})  # 100 of 100
        with self.assertRaisesRegex(torch.cuda.OutOfMemoryError, "61 bytes; 40 are held, and the limit is 100"):
            limit.check(61, 40, {"phase": "forward", "step": 1})
        self.assertEqual([each["requested_bytes"] for each in told], [61])


class FakeCuda:
    """As torch.cuda before its first use, with a card of 1,000 MiB and one byte that no power of two divides."""

    total = 1000 * MIB + 1

    def __init__(self, devices=1, current=0):
        self.devices, self.current, self.queued, self.fractions = devices, current, [], {}

    def _lazy_call(self, call):
        self.queued.append(call)

    def device_count(self):
        return self.devices

    def current_device(self):
        return self.current

    def get_device_properties(self, device):
        return mock.Mock(total_memory=self.total)

    def set_per_process_memory_fraction(self, fraction, device):
        self.fractions[device] = int(fraction * self.total)  # as the allocator rounds


class OnACardTest(unittest.TestCase):
    def test_the_allocator_gets_the_limit_to_the_byte_and_never_more_than_the_card(self):
        from vram_probe.limit import cap_card

        for limit, expected in [(100 * MIB, 100 * MIB), (333 * MIB + 7, 333 * MIB + 7), (2000 * MIB, FakeCuda.total)]:
            cuda = FakeCuda()
            cap_card(cuda, limit, 0)
            self.assertEqual(cuda.fractions, {0: expected})

    def capped(self, cuda, environment):
        from vram_probe.limit import cap_card_at_start

        with mock.patch.dict(os.environ, environment, clear=True), mock.patch.dict(
            sys.modules, {"torch": mock.Mock(cuda=cuda), "torch.cuda": cuda}
        ):
            cap_card_at_start(100 * MIB)
        self.assertEqual(cuda.fractions, {})  # nothing touches the card before the program does
        for call in cuda.queued:
            call()
        return cuda.fractions

    def test_the_cap_waits_for_cuda_and_is_for_the_card_of_the_process(self):
        self.assertEqual(self.capped(FakeCuda(), {}), {0: 100 * MIB})
        self.assertEqual(self.capped(FakeCuda(devices=4), {"LOCAL_RANK": "2"}), {2: 100 * MIB})
        # a launcher that shows each process its own card only
        self.assertEqual(self.capped(FakeCuda(devices=1), {"LOCAL_RANK": "2"}), {0: 100 * MIB})


if __name__ == "__main__":
    unittest.main()
