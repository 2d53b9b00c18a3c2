"""Two processes train one model on batches of their own: DistributedDataParallel, started by torchrun."""

import json

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel


def main():
    dist.init_process_group("gloo")
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 10))
    model = DistributedDataParallel(net)
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
            "parameters": sum(p.nbytes for p in net.parameters()),
            "gradients": sum(p.grad.nbytes for p in net.parameters()),
            "optimizer": sum(value.nbytes for state in states for name, value in state.items() if name != "step"),
        }))  # fmt: skip
        torch.save(net.state_dict(), "model.pt")
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
