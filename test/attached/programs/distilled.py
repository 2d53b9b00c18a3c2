"""A head learns on a frozen backbone what a teacher says, which is there in eval() and without gradients only."""

import json

import torch
from torch import nn

torch.manual_seed(0)
backbone = nn.Sequential(nn.Linear(32, 128), nn.ReLU())
student = nn.Sequential(backbone, nn.Linear(128, 10))
teacher = nn.Sequential(nn.Linear(32, 256), nn.ReLU(), nn.Linear(256, 10)).eval()
backbone.requires_grad_(False)
optimizer = torch.optim.Adam((p for p in student.parameters() if p.requires_grad), lr=1e-3)
for iteration in range(14):
    inputs = torch.randn(16, 32)
    with torch.no_grad():
        wanted = teacher(inputs).softmax(-1)
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(student(inputs), wanted)
    loss.backward()
    optimizer.step()
    print(f"step {loss.item():.6f}")

states = optimizer.state_dict()["state"].values()
print(json.dumps({
    "parameters": sum(p.nbytes for model in (student, teacher) for p in model.parameters()),
    "gradients": sum(p.grad.nbytes for p in student.parameters() if p.grad is not None),
    "optimizer": sum(value.nbytes for state in states for name, value in state.items() if name != "step"),
}))  # fmt: skip
torch.save(student.state_dict(), "student.pt")
