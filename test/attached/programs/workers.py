"""Batches come from two processes of a data loader, which are started the way that the argument says."""

import json
import sys

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset


class Noise(Dataset):
    def __len__(self):
        return 60

    def __getitem__(self, index):
        generator = torch.Generator().manual_seed(index)
        return torch.randn(32, generator=generator), index % 10


if __name__ == "__main__":
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    loader = DataLoader(Noise(), 20, num_workers=2, multiprocessing_context=sys.argv[1], persistent_workers=sys.argv[1] == "spawn")
    for epoch in range(5):
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(inputs), targets)
            loss.backward()
            optimizer.step()
            print(f"step {loss.item():.6f}")
    states = optimizer.state_dict()["state"].values()
    print(json.dumps({
        "parameters": sum(p.nbytes for p in model.parameters()),
        "gradients": sum(p.grad.nbytes for p in model.parameters()),
        "optimizer": sum(value.nbytes for state in states for name, value in state.items() if name != "step"),
    }))  # fmt: skip
    torch.save(model.state_dict(), "model.pt")
