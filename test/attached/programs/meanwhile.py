"""Something else that imports torch fails in a process of its own while the training goes on."""

import json
import subprocess
import sys

import torch
from torch import nn

torch.manual_seed(0)
other = subprocess.Popen([sys.executable, "-c", "import torch; torch.zeros(2) @ torch.zeros(3)"], stderr=subprocess.DEVNULL)
model = nn.Linear(32, 10)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for iteration in range(14):
    optimizer.zero_grad()
    loss = model(torch.randn(8, 32)).square().mean()
    loss.backward()
    optimizer.step()
    print(f"step {loss.item():.6f}")
    if iteration == 3:
        print(f"the other ended with {other.wait()}")

print(json.dumps({
    "parameters": sum(p.nbytes for p in model.parameters()),
    "gradients": sum(p.grad.nbytes for p in model.parameters()),
    "optimizer": 0,
}))  # fmt: skip
torch.save(model.state_dict(), "model.pt")
