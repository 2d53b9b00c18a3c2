"""A classifier with an argument parser and a data loader, and its weights saved at the end."""

import argparse
import json

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--batch-size", type=int, default=16)
    args = parser.parse_args()

    torch.manual_seed(0)
    data = TensorDataset(torch.randn(96, 32), torch.randint(10, (96,)))
    model = nn.Sequential(nn.Linear(32, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 10))
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.lr)
    for epoch in range(args.epochs):
        for inputs, targets in DataLoader(data, args.batch_size, shuffle=True):
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            print(f"step {loss.item():.6f}")
        print(f"epoch {epoch} is over")

    def size(tensors):
        return sum(tensor.numel() * tensor.element_size() for tensor in tensors)

    states = optimizer.state_dict()["state"].values()
    print(json.dumps({
        "parameters": size(model.parameters()),
        "buffers": size(model.buffers()),
        "gradients": size(parameter.grad for parameter in model.parameters()),
        "optimizer": size(value for state in states for name, value in state.items() if name != "step"),
    }))  # fmt: skip
    torch.save(model.state_dict(), "model.pt")


if __name__ == "__main__":
    main()
