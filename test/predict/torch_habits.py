"""What PyTorch's releases do otherwise than each other, seen on the CPU without a tracer. Writes JSON.

`takes_whole_slices`: `x[index, :]` takes a slice of all columns, whose backward pass makes a gradient of its own (seen in
torch 2.6, not in 2.9 and later). `caches_in_inference`: autocast keeps its copies of weights in inference mode too (2.6 and
2.9; not 2.11, 2.13 and 2.14: pull request 165068 of pytorch/pytorch, aten/src/ATen/autocast_mode.cpp).
"""

import json
import sys

import torch


def takes_whole_slices() -> bool:
    table = torch.zeros(10, 4, requires_grad=True)
    rows = table[torch.zeros(3, dtype=torch.long), :]
    return "Slice" in rows.grad_fn.next_functions[0][0].name()


def caches_in_inference() -> bool:
    layer, sample = torch.nn.Linear(4, 4, bias=False), torch.zeros(2, 4, dtype=torch.bfloat16)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16), torch.autograd.profiler.profile() as seen:
        layer(sample)
        layer(sample)
    copies = sum(event.name == "aten::_to_copy" for event in seen.function_events)
    return {1: True, 2: False}[copies]


if __name__ == "__main__":
    json.dump({"takes_whole_slices": takes_whole_slices(), "caches_in_inference": caches_in_inference()}, sys.stdout)
