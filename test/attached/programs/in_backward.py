"""An optimizer for each parameter, which steps as soon as its gradient is there and lets go of it (PyTorch's tutorial)."""

import json

import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
optimizers = {parameter: torch.optim.Adam([parameter], lr=1e-3, foreach=False) for parameter in model.parameters()}


def step(parameter):
    optimizers[parameter].step()
    optimizers[parameter].zero_grad()


for parameter in model.parameters():
    parameter.register_post_accumulate_grad_hook(step)

for iteration in range(14):
    loss = nn.functional.cross_entropy(model(torch.randn(16, 32)), torch.randint(10, (16,)))
    loss.backward()
    print(f"step {loss.item():.6f}")

states = [state for optimizer in optimizers.values() for state in optimizer.state.values()]
parameters = sum(p.nbytes for p in model.parameters())
print(json.dumps({
    "parameters": parameters,
    "gradients": parameters,
    "optimizer": sum(state["exp_avg"].nbytes + state["exp_avg_sq"].nbytes for state in states),
}))  # fmt: skip
torch.save(model.state_dict(), "model.pt")
