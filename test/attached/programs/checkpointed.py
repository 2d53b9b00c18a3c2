"""Blocks that run again in backward: activation checkpointing of both kinds."""

import json
import sys

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

reentrant = sys.argv[1] == "reentrant"
torch.manual_seed(0)
blocks = nn.ModuleList(nn.Sequential(nn.Linear(32, 256), nn.GELU(), nn.Linear(256, 32)) for _ in range(4))
head = nn.Linear(32, 10)
optimizer = torch.optim.SGD([*blocks.parameters(), *head.parameters()], lr=0.01, momentum=0.9)
for iteration in range(14):
    optimizer.zero_grad()
    hidden = torch.randn(64, 32, requires_grad=reentrant)
    for block in blocks:
        hidden = checkpoint(block, hidden, use_reentrant=reentrant)
    loss = nn.functional.cross_entropy(head(hidden), torch.randint(10, (64,)))
    loss.backward()
    optimizer.step()
    print(f"step {loss.item():.6f}")

parameters = [*blocks.parameters(), *head.parameters()]
print(json.dumps({
    "parameters": sum(p.nbytes for p in parameters),
    "gradients": sum(p.grad.nbytes for p in parameters),
    "optimizer": sum(state["momentum_buffer"].nbytes for state in optimizer.state.values()),
}))  # fmt: skip
torch.save(head.state_dict(), "head.pt")
