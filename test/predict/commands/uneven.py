"""Batches of different shapes, a compiled model, values that are read, and a checkpoint in each step."""

import torch
from models import mlp

model = torch.compile(mlp().cuda())
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(100):
    output = model(torch.randn(32 + step, 784, device="cuda"))
    optimizer.zero_grad()
    output.sum().backward()
    optimizer.step()
    predictions = output.detach().cpu().numpy()
    torch.save(model.state_dict(), f"step-{step}.pt")
