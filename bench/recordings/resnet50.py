"""For tonghuikang/optimizer-memory-profiles, profiling/modal_gpu_*/profile.raw.json.gz (A10G, torch 2.5 for CUDA 12.1).

Nine steps of a ResNet-50 with one image and soft labels: `sgd`, `momentum`, `adam`, or `accumulation` (Adam every fourth
step). `--gpu a10g --torch 2.5`. The profiler was told to record ten, and leaves one out.
"""

from __future__ import annotations

import sys

import torch
from torchvision import models

OPTIMIZERS = {
    "sgd": lambda parameters: torch.optim.SGD(parameters),
    "momentum": lambda parameters: torch.optim.SGD(parameters, momentum=0.9),
    "adam": lambda parameters: torch.optim.Adam(parameters),
    "accumulation": lambda parameters: torch.optim.Adam(parameters),
}

what = sys.argv[1]
model = models.resnet50().to("cuda")
inputs = torch.randn(1, 3, 224, 224, device="cuda")
labels = torch.rand_like(model(inputs))
optimizer = OPTIMIZERS[what](model.parameters())
loss_of = torch.nn.CrossEntropyLoss()
torch.cuda.memory._record_memory_history()
for step in range(9):
    output = model(inputs)
    loss_of(output, labels).backward()
    if what == "accumulation" and step % 4 != 3:
        continue
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
torch.cuda.memory._dump_snapshot("snapshot.pickle")
