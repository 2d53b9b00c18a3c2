"""For JasperSolt/EoR_NN, snapshot.pickle (torch 2.5 or 2.6; compute capability 7.5, 72 multiprocessors by its scratch).

Ten steps that change the input of a network that is not trained: convolutions, batch norm, pooling, dropout and Adam under
anomaly detection. `--gpu t4 --multiprocessors 72 --torch 2.6`.
"""

from __future__ import annotations

import torch
from torch import nn

CHANNELS, FEATURES = (30, 16, 32, 64), (64, 200, 100, 20)


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.pool, self.relu, self.flatten, self.dropout = nn.MaxPool2d(2), nn.ReLU(), nn.Flatten(), nn.Dropout(0.2)
        self.convolutions = nn.ModuleList(nn.Conv2d(a, b, 3, padding="same") for a, b in zip(CHANNELS, CHANNELS[1:]))
        self.norms = nn.ModuleList(nn.BatchNorm2d(b) for b in CHANNELS[1:])
        self.whole = nn.MaxPool2d(32)
        self.linears = nn.ModuleList(nn.Linear(a, b) for a, b in zip(FEATURES, FEATURES[1:]))
        self.out = nn.Linear(FEATURES[-1], 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for convolution, norm in zip(self.convolutions, self.norms):
            x = self.pool(norm(self.relu(convolution(x))))
        x = self.flatten(self.whole(x))
        for linear in self.linears:
            x = self.relu(linear(self.dropout(x)))
        return self.out(x)


def distance(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.square(a - b)


def total(y: torch.Tensor, changed_y: torch.Tensor, x: torch.Tensor, changed: torch.Tensor) -> torch.Tensor:
    return distance(changed, x).mean() - distance(changed_y, y)


model = Network().cuda()
for parameter in model.parameters():
    parameter.requires_grad = False
y = model(torch.randn(1, 30, 256, 256).cuda())
torch.autograd.set_detect_anomaly(True)
x = torch.randn(1, 30, 256, 256)
changed = x + torch.randn_like(x)
torch.cuda.memory._record_memory_history()
x, changed = x.cuda(), changed.cuda()
changed.requires_grad = True
optimizer = torch.optim.Adam([changed], lr=0.1)
for _ in range(10):
    output = model(changed)
    loss = total(y, output, x, changed)
    of_image = distance(changed, x).mean().detach()
    of_label = -distance(output, y).detach()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    model.zero_grad()
    kept = [each.cpu().view((1,)) for each in (loss, of_image, of_label)]
torch.cuda.memory._dump_snapshot("snapshot.pickle")
