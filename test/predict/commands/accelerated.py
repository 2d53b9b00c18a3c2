"""A loop of Accelerate's, which puts everything where it belongs."""

import torch
from accelerate import Accelerator
from models import mlp
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

accelerator = Accelerator(gradient_accumulation_steps=2)
data = TensorDataset(torch.randn(1024, 1, 28, 28), torch.randint(0, 10, (1024,)))
model = mlp()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
model, optimizer, loader = accelerator.prepare(model, optimizer, DataLoader(data, 64, shuffle=True))
criterion = nn.CrossEntropyLoss()
for epoch in range(5):
    for inputs, targets in loader:
        with accelerator.accumulate(model):
            output = model(inputs)
            loss = criterion(output, targets)
            accelerator.backward(loss)
            optimizer.step()
            optimizer.zero_grad()
