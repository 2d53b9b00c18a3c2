"""torchvision's ResNet-50 in float32 with SGD and momentum, on random images."""

import argparse

import torch
from torch import nn
from torchvision.models import resnet50

STEPS = 10

parser = argparse.ArgumentParser()
parser.add_argument("--batch-size", type=int, required=True)
parser.add_argument("--image-size", type=int, default=224)
arguments = parser.parse_args()

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
model = resnet50().to(device)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
for _ in range(STEPS):
    images = torch.randn(arguments.batch_size, 3, arguments.image_size, arguments.image_size, device=device)
    targets = torch.randint(1000, (arguments.batch_size,), device=device)
    loss = criterion(model(images), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
