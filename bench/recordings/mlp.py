"""For Da1sypetals/tomi, snapshots/snapshot.pickle (torch 2.6 or so): an MLP with SGD, 17 steps. `--torch 2.6`."""

from __future__ import annotations

import torch
from torch import nn


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first, self.relu, self.second = nn.Linear(10, 20), nn.ReLU(), nn.Linear(20, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.second(self.relu(self.first(x)))


model, loss_of = Network().cuda(), nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
inputs, targets = torch.randn(64, 10).cuda(), torch.randn(64, 1).cuda()
torch.cuda.memory._record_memory_history()
for _ in range(17):
    output = model(inputs)
    loss = loss_of(output, targets)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    loss.item()
torch.cuda.memory._dump_snapshot("snapshot.pickle")
