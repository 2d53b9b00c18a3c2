"""Mixed precision with a gradient scaler, clipped, over batches in two parts; the second step overflows and is skipped."""

import json
import sys

import torch
import torch.nn.functional as F
from torch import nn

dtype = getattr(torch, sys.argv[1])
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(32, 64), nn.GELU(), nn.Linear(64, 10))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
scaler = torch.amp.GradScaler("cpu", init_scale=128.0)
for iteration in range(14):
    optimizer.zero_grad()
    for part in range(2):
        inputs, targets = torch.randn(8, 32), torch.randint(10, (8,))
        if iteration == 1:
            inputs[0, 0] = float("inf")
        with torch.autocast("cpu", dtype):
            loss = F.cross_entropy(model(inputs), targets) / 2
        scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    scaler.step(optimizer)
    scaler.update()
    print(f"step at scale {scaler.get_scale()}")

print(json.dumps({
    "parameters": sum(p.nbytes for p in model.parameters()),
    "gradients": sum(p.grad.nbytes for p in model.parameters()),
    "optimizer": sum(state["momentum_buffer"].nbytes for state in optimizer.state.values()),
}))  # fmt: skip
torch.save(model.state_dict(), "model.pt")
