"""A loop of Accelerate's, with gradients accumulated over two batches, an evaluation and its state saved."""

import json

import torch
from accelerate import Accelerator
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
accelerator = Accelerator(gradient_accumulation_steps=2, cpu=True)
data = TensorDataset(torch.randn(112, 32), torch.randint(10, (112,)))
model = nn.Sequential(nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 10))
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
schedule = torch.optim.lr_scheduler.LinearLR(optimizer)
model, optimizer, loader, schedule = accelerator.prepare(model, optimizer, DataLoader(data, 4), schedule)
for inputs, targets in loader:
    with accelerator.accumulate(model):
        loss = nn.functional.cross_entropy(model(inputs), targets)
        accelerator.backward(loss)
        if accelerator.sync_gradients:
            accelerator.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
    if accelerator.sync_gradients:
        accelerator.print(f"step {loss.item():.6f}")

states = optimizer.state_dict()["state"].values()
parameters = sum(p.nbytes for p in accelerator.unwrap_model(model).parameters())
accelerator.print(json.dumps({
    "parameters": parameters,
    "gradients": parameters,
    "optimizer": sum(value.nbytes for state in states for name, value in state.items() if name != "step"),
}))  # fmt: skip
accelerator.save_state("state")
