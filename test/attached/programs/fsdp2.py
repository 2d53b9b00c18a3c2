"""Each of two processes holds half of every parameter, gradient and state: fully_shard, started by torchrun."""

import json

import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard

dist.init_process_group("gloo")
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
mesh = init_device_mesh("cpu", (2,))
for layer in model:
    if isinstance(layer, nn.Linear):
        fully_shard(layer, mesh=mesh)
fully_shard(model, mesh=mesh)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
torch.manual_seed(1 + dist.get_rank())
for iteration in range(16):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(torch.randn(8, 32)), torch.randint(10, (8,)))
    loss.backward()
    optimizer.step()
    if dist.get_rank() == 0:
        print(f"step {loss.item():.6f}")

states = optimizer.state_dict()["state"].values()
if dist.get_rank() == 0:
    print(json.dumps({
        "parameters": sum(p.to_local().nbytes for p in model.parameters()),
        "gradients": sum(p.grad.to_local().nbytes for p in model.parameters()),
        "optimizer": sum(value.to_local().nbytes for state in states for name, value in state.items() if name != "step"),
    }))  # fmt: skip
    open("done", "w").close()
dist.destroy_process_group()
