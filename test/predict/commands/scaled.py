"""Mixed precision: autocast, a GradScaler, gradients of two batches a step, clipped."""

import torch
from models import convolutional
from torch import nn

ACCUMULATION = 2

device = "cuda" if torch.cuda.is_available() else "cpu"
model = convolutional().to(device)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
criterion = nn.CrossEntropyLoss()
scaler = torch.amp.GradScaler(device)
for position in range(100):
    inputs, targets = torch.randn(16, 3, 32, 32).to(device), torch.randint(0, 10, (16,)).to(device)
    if position % ACCUMULATION == 0:
        optimizer.zero_grad()
    with torch.autocast(device, torch.float16):
        output = model(inputs)
        loss = criterion(output, targets)
    loss = loss / ACCUMULATION
    scaler.scale(loss).backward()
    if position % ACCUMULATION == ACCUMULATION - 1:
        scaler.unscale_(optimizer)
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        scaler.step(optimizer)
        scaler.update()
