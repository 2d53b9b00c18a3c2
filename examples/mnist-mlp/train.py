"""The network of vram-budget.yml as a plain PyTorch script: what vram-budget predicts and measures, by hand.

    python train.py [--device cuda] [--batch-size 64]
"""

import argparse
import gzip
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

DATA = Path(__file__).parent / "data"


def read_idx(path: Path, header_bytes: int) -> torch.Tensor:
    with gzip.open(path) as file:
        return torch.frombuffer(bytearray(file.read()[header_bytes:]), dtype=torch.uint8)


def digits() -> TensorDataset:
    images = read_idx(DATA / "digits-images.idx3-ubyte.gz", 16).reshape(-1, 1, 28, 28).float() / 255
    labels = read_idx(DATA / "digits-labels.idx1-ubyte.gz", 8).long()
    return TensorDataset(images, labels)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=3)
    args = parser.parse_args()

    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10)).to(args.device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters")

    for epoch in range(args.epochs):
        for inputs, targets in DataLoader(digits(), args.batch_size, shuffle=True, drop_last=True):
            inputs, targets = inputs.to(args.device), targets.to(args.device)
            optimizer.zero_grad()
            output = model(inputs)
            loss = criterion(output, targets)
            loss.backward()
            optimizer.step()
        print(f"epoch {epoch + 1}: loss {loss.item():.3f}")

    if args.device == "cuda":
        print(f"max_memory_allocated {torch.cuda.max_memory_allocated():,}")
        print(f"max_memory_reserved  {torch.cuda.max_memory_reserved():,}")


if __name__ == "__main__":
    main()
