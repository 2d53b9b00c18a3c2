"""The network of vram-budget.yml as a plain PyTorch script, on random images of CIFAR-10's shape.

    python train.py [--device cuda] [--batch-size 64]
"""

import argparse

import torch
from torch import nn


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--steps", type=int, default=20)
    args = parser.parse_args()

    model = nn.Sequential(nn.Flatten(), nn.Linear(3072, 128), nn.ReLU(), nn.Linear(128, 10)).to(args.device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters")

    for _ in range(args.steps):
        inputs = torch.randn(args.batch_size, 3, 32, 32).to(args.device)
        targets = torch.randint(0, 10, (args.batch_size,)).to(args.device)
        optimizer.zero_grad()
        output = model(inputs)
        loss = criterion(output, targets)
        loss.backward()
        optimizer.step()
    print(f"loss {loss.item():.3f}")

    if args.device == "cuda":
        print(f"max_memory_allocated {torch.cuda.max_memory_allocated():,}")
        print(f"max_memory_reserved  {torch.cuda.max_memory_reserved():,}")


if __name__ == "__main__":
    main()
