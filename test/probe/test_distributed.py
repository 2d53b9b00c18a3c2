"""What a process says of its part of a training, beside what PyTorch's libraries say and what the shapes come to."""

import importlib.util
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../src/probe"))

from processes import in_processes  # noqa: E402

HAS_TORCH = importlib.util.find_spec("torch") is not None

FLOAT = 4
WIDTHS = (70, 71, 31, 11)
"""Of a perceptron: no number of rows but 70 divides by two, so that the last part of each is shorter, or padded."""
WHOLE = sum(rows * columns + rows for columns, rows in zip(WIDTHS, WIDTHS[1:]))


def perceptron():
    from torch import nn

    return nn.Sequential(*(nn.Linear(columns, rows) for columns, rows in zip(WIDTHS, WIDTHS[1:])))


def trained(model, optimizer):
    import torch

    model(torch.randn(3, WIDTHS[0])).sum().backward()
    optimizer.step()


def ddp(gradient_as_bucket_view, bucket_cap_mb):
    import torch
    from torch import nn
    from vram_probe.distributed import describe

    model = nn.parallel.DistributedDataParallel(
        perceptron(), gradient_as_bucket_view=gradient_as_bucket_view, bucket_cap_mb=bucket_cap_mb
    )
    optimizer = torch.optim.SGD(model.parameters(), momentum=0.9)
    said = [describe([model], [optimizer])]
    for _ in range(4):
        trained(model, optimizer)
        said.append(describe([model, model.module], [optimizer]))
    return said, model._get_ddp_logging_data()["rebuilt_bucket_sizes"]


def fsdp2(reshard_after_forward):
    import torch
    from torch.distributed.fsdp import fully_shard
    from vram_probe import enumeration
    from vram_probe.distributed import describe

    model = perceptron()
    for layer in model:
        fully_shard(layer, reshard_after_forward=reshard_after_forward)
    fully_shard(model, reshard_after_forward=reshard_after_forward)
    optimizer = torch.optim.Adam(model.parameters())
    said = {"before": describe([model], [optimizer])}
    output = model(torch.randn(3, WIDTHS[0]))
    said["after forward"] = describe([model], [optimizer])
    said["without the model"] = describe([], [optimizer])
    said["without the optimizer"] = describe([model], [])
    output.sum().backward()
    optimizer.step()
    said["after the step"] = describe([model], [optimizer])
    states = [state[name] for state in optimizer.state.values() for name in ("exp_avg", "exp_avg_sq")]
    local = {
        "parameters": enumeration.nominal_bytes(model.parameters()),
        "gradients": enumeration.nominal_bytes(enumeration.gradients(model)),
        "optimizer": enumeration.nominal_bytes(enumeration.nominal_optimizer_tensors(optimizer)),
    }
    asked = {
        "parameters": FLOAT * sum(p.to_local().numel() for p in model.parameters()),
        "gradients": FLOAT * sum(p.grad.to_local().numel() for p in model.parameters()),
        "optimizer": FLOAT * sum(state.to_local().numel() for state in states),
    }
    return said, local, asked


def sent():
    """(bytes, category, operator) of a parameter and of another tensor, both of which are sent."""
    import torch
    from vram_probe.counting import StorageCounter

    with StorageCounter() as counter:
        parameter, other = torch.nn.Parameter(torch.empty(64)), torch.empty(32)
        for tensor in (parameter.data, other):
            torch.distributed.broadcast(tensor, 0)
        counter.label([parameter], "parameters")
        births = [event for event in counter.finish() if event["op"] == "alloc"]
    return [(birth["bytes"], birth["category"], birth["operator"]) for birth in births]


def alone():
    import torch
    from vram_probe.distributed import describe

    model = perceptron()
    return describe([model], [torch.optim.SGD(model.parameters())])


def fsdp2_trains_on_the_cpu():
    """Not with torch 2.6: it records events that the CPU's streams do not have."""
    import torch

    return hasattr(torch.cpu.Stream, "record_event")


def rows_of(rank):
    """The first of two processes has the larger half of each parameter's rows: `torch.chunk`."""
    return [(rows + 1) // 2 if rank == 0 else rows // 2 for rows in WIDTHS[1:]]


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class DescribeTest(unittest.TestCase):
    def test_buckets_of_ddp_hold_each_gradient_once_before_and_after_they_are_rebuilt(self):
        for views, cap in ((False, 25), (True, 25), (False, 0.001)):
            for rank, (said, rebuilt) in enumerate(in_processes(2, ddp, views, cap)):
                self.assertEqual(sum(map(int, rebuilt.split(","))), WHOLE * FLOAT)
                self.assertEqual(len(rebuilt.split(",")) > 1, cap < 1)
                for each in said:
                    self.assertEqual(each, {
                        "strategy": "ddp", "world_size": 2, "rank": rank, "gradient_bucket_bytes": WHOLE * FLOAT,
                        "unsharded_bytes": 0, "sharded_parameters_bytes": 0,
                    })  # fmt: skip

    @unittest.skipUnless(HAS_TORCH and fsdp2_trains_on_the_cpu(), "FSDP2 of this release needs a card")
    def test_fsdp2_has_a_part_of_each_parameter_and_what_it_has_gathered(self):
        padded = sum(2 * rows * (columns + 1) for columns, rows in zip(WIDTHS, rows_of(0))) * FLOAT
        for reshard, gathered in ((True, 0), (False, padded)):
            for rank, (said, local, asked) in enumerate(in_processes(2, fsdp2, reshard)):
                part = sum(rows * (columns + 1) for columns, rows in zip(WIDTHS, rows_of(rank))) * FLOAT
                whole = {
                    "strategy": "fsdp2", "world_size": 2, "rank": rank, "gradient_bucket_bytes": 0,
                    "unsharded_bytes": 0, "sharded_parameters_bytes": part,
                }  # fmt: skip
                self.assertEqual(said["before"], whole)
                self.assertEqual(said["after forward"], {**whole, "unsharded_bytes": gathered})
                self.assertEqual(said["without the optimizer"], {**whole, "unsharded_bytes": gathered})
                self.assertEqual(said["without the model"], {**whole, "strategy": "none"})
                self.assertEqual(said["after the step"], whole)
                self.assertEqual(local, asked)
                self.assertEqual(local["optimizer"], 2 * part)

    def test_a_model_in_no_wrapper_is_none_of_them_in_several_processes_and_in_one(self):
        nothing = {"gradient_bucket_bytes": 0, "unsharded_bytes": 0, "sharded_parameters_bytes": 0}
        for rank, said in enumerate(in_processes(2, alone)):
            self.assertEqual(said, {"strategy": "none", "world_size": 2, "rank": rank, **nothing})
        self.assertEqual(alone(), {"strategy": "none", "world_size": 1, "rank": 0, **nothing})

    def test_what_a_collective_is_given_is_its_buffer_unless_it_is_known_for_something_else(self):
        for births in in_processes(2, sent):
            self.assertEqual(births, [(256, "parameters", "aten::empty"), (128, "workspace", "c10d::broadcast_")])

    def test_one_process_measures_no_training_of_several(self):
        from vram_probe.__main__ import answer
        from vram_probe.failure import Failure

        request = {"device": "cpu", "trace": False, "training": {"steps": 1, "warmup": 0, "distributed": {"processes": 4}}}
        with self.assertRaisesRegex(Failure, "^Cannot measure a training of 4 processes in one process$"):
            answer(request, [], None)


if __name__ == "__main__":
    unittest.main()
