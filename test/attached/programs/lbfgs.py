"""LBFGS asks for the loss again and again within one step."""

import json

import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(16, 8), nn.Tanh(), nn.Linear(8, 1))
optimizer = torch.optim.LBFGS(model.parameters(), lr=0.1, max_iter=4, history_size=3)
inputs, targets = torch.randn(64, 16), torch.randn(64, 1)


def closure():
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(inputs), targets)
    loss.backward()
    return loss


for step in range(14):
    loss = optimizer.step(closure)
    print(f"step {loss.item():.6f}")

(state,) = optimizer.state_dict()["state"].values()
values = [value for each in state.values() for value in (each if isinstance(each, list) else [each])]
print(json.dumps({
    "parameters": sum(p.nbytes for p in model.parameters()),
    "gradients": sum(p.grad.nbytes for p in model.parameters()),
    "optimizer": sum(value.nbytes for value in values if torch.is_tensor(value)),
}))  # fmt: skip
torch.save(model.state_dict(), "model.pt")
