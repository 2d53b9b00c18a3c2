"""The probe's parts: data sets, counting on the CPU, and the CUDA path against an allocator that only counts."""

import gzip
import importlib.util
import os
import struct
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../src/probe"))

HAS_TORCH = importlib.util.find_spec("torch") is not None
MIB = 2**20


def training(**changes):
    return {
        "model": {"kind": "layers", "layers": [
            {"type": "Flatten", "name": "0", "start_dim": 1, "end_dim": -1},
            {"type": "Linear", "name": "1", "in_features": 4, "out_features": 3, "bias": True},
        ]},
        "input": {"shape": [1, 2, 2], "dtype": "float32"},
        "target": {"kind": "classes", "classes": 3, "shape": []},
        "loss": {"type": "CrossEntropyLoss", "reduction": "mean"},
        "optimizer": {"type": "SGD", "lr": 0.1, "momentum": 0.9},
        "precision": "32-true", "gradient_accumulation": 1, "activation_checkpointing": False, "frozen": [],
        "channels_last": False, "zero_grad": {"set_to_none": True}, "output_until": "next_output",
        "optimizer_in_backward": False, "compile": False,
        "batch_size": 2, "steps": 2, "warmup": 1, "evaluation": None,
        **changes,
    }  # fmt: skip


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class DataTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with gzip.open(path, "wb") if name.endswith(".gz") else open(path, "wb") as file:
            file.write(content)
        return path

    def images(self, magic=2051, count=2, size=2, pixels=None):
        content = bytes(range(count * size * size)) if pixels is None else pixels
        return self.write("images.gz", struct.pack(">4I", magic, count, size, size) + content)

    def batches(self, images, labels=b"\x00\x02", count=2):
        from vram_probe.data import host_batches

        path = self.write("labels", struct.pack(">2I", 2049, count) + labels)
        return host_batches(training(data={"kind": "idx", "images": images, "labels": path}), 3, 2)

    def test_idx_files_become_batches_and_start_again_at_their_end(self):
        (first, labels), _ = self.batches(self.images())
        self.assertEqual(list(first.shape), [3, 1, 2, 2])
        self.assertEqual(labels.tolist(), [0, 2, 0])
        self.assertAlmostEqual(first[1, 0, 0, 0].item(), 4 / 255)

    def test_wrong_files_are_refused_with_what_is_there(self):
        from vram_probe.failure import Failure

        for changes, message in [
            ({"magic": 2049}, "magic number is 2049, wanted 2051"),
            ({"pixels": b"\x00"}, "header says 8 bytes"),
        ]:
            with self.assertRaisesRegex(Failure, message):
                self.batches(self.images(**changes))

    def test_images_of_another_size_and_labels_out_of_range_are_refused(self):
        from vram_probe.failure import Failure

        with self.assertRaisesRegex(Failure, "3×3"):
            self.batches(self.images(size=3))
        with self.assertRaisesRegex(Failure, "a target has values beyond 0 to 2"):
            self.batches(self.images(), labels=b"\x00\x09")
        with self.assertRaisesRegex(Failure, "2 images and 1 labels"):
            self.batches(self.images(), labels=b"\x00", count=1)


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class CountingTest(unittest.TestCase):
    def test_a_linear_layer_of_15_parameters(self):
        from vram_probe import cpu
        from vram_probe.workload import Workload

        measured, events = cpu.measure(Workload(training()), lambda phase, step: None)
        # 4 × 3 weights and 3 biases of 4 bytes: 60; the momentum is as large.
        nominal = {"parameters": 60, "buffers": 0, "gradients": 60, "optimizer": 60}
        # Two images of 4 floats and two labels of 8 bytes: 2 × 16 + 2 × 8 = 48.
        self.assertEqual(measured["nominal_bytes"], {**nominal, "batch": 48})
        self.assertEqual(sum(measured["peak"]["categories"].values()), measured["allocated_bytes"])
        alive = set()
        for event in events:
            (alive.add if event["op"] == "alloc" else alive.remove)(event["id"])


class ProfileTest(unittest.TestCase):
    def test_a_step_ends_with_what_is_alive_after_its_optimizer(self):
        from vram_probe.profile import Profile

        def alloc(number, size, phase, step):
            return {"op": "alloc", "id": number, "bytes": size, "category": "temporary", "phase": phase, "step": step}

        events = [
            alloc(0, 1000, "setup", 1),
            alloc(1, 10, "forward", 1),  # nothing happens in the optimizer of steps 1 and 2
            {"op": "free", "id": 1, "phase": "setup", "step": 2},
            alloc(2, 20, "forward", 2),
            alloc(3, 500, "evaluation", 2),
            {"op": "free", "id": 3, "phase": "evaluation", "step": 2},
            {"op": "free", "id": 2, "phase": "setup", "step": 3},  # begun, and never over
        ]
        measured = Profile(1, 2).follow(events).measured()
        self.assertEqual([(each["step"], each["end_allocated_bytes"]) for each in measured["step_peaks"]], [(1, 1010), (2, 1020)])


class FakeCuda:
    """An allocator with one peak for every reading, as a card would give them."""

    class OutOfMemoryError(RuntimeError):
        pass

    def __init__(self, total, context):
        self.total, self.context, self.reserved = total, context, 24 * MIB

    def reset_peak_memory_stats(self):
        pass

    def memory_stats_as_nested_dict(self):
        return {
            "allocated_bytes": {"all": {"peak": 20 * MIB, "current": 18 * MIB}},
            "reserved_bytes": {"all": {"peak": self.reserved, "current": self.reserved}},
            "num_alloc_retries": 0,
        }

    def memory_snapshot(self):
        return [{"address": 0, "blocks": [{"size": 16 * MIB, "state": "active_allocated"}]}]

    def mem_get_info(self):
        return self.total - self.reserved - self.context, self.total


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class CudaTest(unittest.TestCase):
    def measure(self, work, cuda, card=None):
        import torch
        from vram_probe import cuda as subject

        return subject.measure(work, cuda, torch.device("cpu"), card, lambda phase, step: None)

    def test_the_context_is_what_the_driver_lost_beside_the_allocator(self):
        from vram_probe.smi import Card
        from vram_probe.workload import Workload

        # 100 MiB were used by others before: 1000 − free = 24 + 376, so the context is 376 − 100.
        fake = FakeCuda(total=1000 * MIB, context=376 * MIB)
        measured = self.measure(Workload(training()), fake, Card("no such card", "570", 100 * MIB))
        self.assertEqual(measured["context_bytes"], 276 * MIB)
        self.assertEqual(measured["device_bytes"], 24 * MIB + 276 * MIB)
        self.assertEqual(measured["allocated_bytes"], 20 * MIB)
        self.assertEqual([step["step"] for step in measured["step_peaks"]], [2, 3])
        self.assertEqual([step["end_allocated_bytes"] for step in measured["step_peaks"]], [18 * MIB] * 2)
        known = sum(measured["peak"]["categories"].values())
        self.assertEqual(known + measured["peak"]["unattributed_bytes"], 20 * MIB)

    def test_running_out_of_memory_is_a_result(self):
        from vram_probe.workload import Workload

        work = Workload(training())
        fake = FakeCuda(total=1000 * MIB, context=0)

        def run_out(output, targets):
            raise fake.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has …")

        work.criterion = run_out
        failed = self.measure(work, fake)["out_of_memory"]
        self.assertEqual((failed["phase"], failed["step"]), ("forward", 1))
        self.assertEqual(failed["requested_bytes"], 20 * MIB)
        self.assertEqual(failed["allocated_bytes"], 18 * MIB)
        self.assertEqual(failed["largest_blocks"], [{"bytes": 16 * MIB, "category": None}])


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class RandomBatchTest(unittest.TestCase):
    """What a trace has for its batches, which are as large as the largest batch that fits a card."""

    def test_small_batches_have_values_and_large_ones_take_no_memory(self):
        import resource

        import torch
        from vram_probe.tracing.tracer import _random

        aten = torch.ops.aten
        small = _random(aten.randint.low, (0, 5, [3, 4]), {})
        self.assertTrue(0 <= small.min() and small.max() < 5)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        images = _random(aten.randn.default, ([1024, 3, 256, 256],), {"pin_memory": False})
        tokens = _random(aten.randint.low, (0, 5, [65536, 1024]), {})
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        self.assertEqual((list(images.shape), images.dtype), ([1024, 3, 256, 256], torch.float32))
        self.assertEqual((list(tokens.shape), tokens.dtype), ([65536, 1024], torch.int64))
        self.assertLess(grown, 64 * 1024)  # KiB, of 768 + 512 MiB


if __name__ == "__main__":
    unittest.main()
