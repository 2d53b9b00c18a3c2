"""A loop as PyTorch's examples have it, with an argument parser and a log."""

import argparse

import torch
from models import mlp
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

parser = argparse.ArgumentParser()
parser.add_argument("--batch-size", type=int, default=64)
parser.add_argument("--samples", type=int, default=1000)
parser.add_argument("--workers", type=int, default=0)
parser.add_argument("--log", action="store_true")
args = parser.parse_args()

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
data = TensorDataset(torch.randn(args.samples, 1, 28, 28), torch.randint(0, 10, (args.samples,)))
loader = DataLoader(data, args.batch_size, shuffle=True, num_workers=args.workers, pin_memory=device.type == "cuda")
model = mlp().to(device)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
criterion = nn.CrossEntropyLoss()
for epoch in range(10):
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        output = model(inputs)
        loss = criterion(output, targets)
        loss.backward()
        optimizer.step()
        if args.log:
            print(f"loss {loss.item():.3f}")
torch.save(model.state_dict(), "written-at-the-end.pt")
