"""torch.compile with its default compiler."""

import json

import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(16, 32), nn.GELU(), nn.Linear(32, 4))
model = torch.compile(net)
optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
for iteration in range(14):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(torch.randn(8, 16)), torch.randint(4, (8,)))
    loss.backward()
    optimizer.step()
    print(f"step {loss.item():.4f}")

print(json.dumps({
    "parameters": sum(p.nbytes for p in net.parameters()),
    "gradients": sum(p.grad.nbytes for p in net.parameters()),
    "optimizer": sum(state["momentum_buffer"].nbytes for state in optimizer.state.values()),
}))  # fmt: skip
torch.save(net.state_dict(), "model.pt")
