"""Programs that have no trace, by name."""

import sys

import torch
import torch.distributed as dist
from models import mlp
from torch import nn

what = sys.argv[1]
device = "cpu" if what == "host" else "cuda" if torch.cuda.is_available() else "cpu"
if what == "group":
    dist.init_process_group("nccl")
model = nn.LSTM(784, 10, batch_first=True) if what == "recurrent" else mlp()
model.to(device)
optimizer = (torch.optim.LBFGS if what == "lbfgs" else torch.optim.SGD)(model.parameters(), lr=0.1)
for step in range(2 if what == "short" else 100):
    images = torch.randn(64, 1, 784, device=device)
    if what == "crash" and step == 1:
        raise ValueError("no such file: data.bin")
    output = model(images)
    loss = (output[0] if what == "recurrent" else output).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step(lambda: loss)
