"""A generator and a critic with an optimizer each; the critic steps as often as the argument says before the generator does."""

import json
import sys

import torch
from torch import nn

critic_steps = int(sys.argv[1])
torch.manual_seed(0)
generator = nn.Sequential(nn.Linear(8, 64), nn.ReLU(), nn.Linear(64, 32))
critic = nn.Sequential(nn.Linear(32, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1))
for_generator = torch.optim.Adam(generator.parameters(), lr=1e-4, betas=(0.5, 0.9))
for_critic = torch.optim.RMSprop(critic.parameters(), lr=1e-4)

for iteration in range(14):
    for _ in range(critic_steps):
        real, noise = torch.randn(16, 32), torch.randn(16, 8)
        for_critic.zero_grad()
        loss = critic(generator(noise).detach()).mean() - critic(real).mean()
        loss.backward()
        for_critic.step()
    for_generator.zero_grad()
    loss = -critic(generator(torch.randn(16, 8))).mean()
    loss.backward()
    for_generator.step()
    print(f"step {loss.item():.6f}")

models, optimizers = (generator, critic), (for_generator, for_critic)
states = [state for optimizer in optimizers for state in optimizer.state_dict()["state"].values()]
print(json.dumps({
    "parameters": sum(p.nbytes for model in models for p in model.parameters()),
    "gradients": sum(p.grad.nbytes for model in models for p in model.parameters()),
    "optimizer": sum(value.nbytes for state in states for name, value in state.items() if name != "step"),
}))  # fmt: skip
torch.save(generator.state_dict(), "generator.pt")
