"""Two models and two optimizers that step one after the other, as DCGAN's example does."""

import torch
from models import discriminator, generator
from torch import nn

device = "cuda" if torch.cuda.is_available() else "cpu"
netG, netD = generator().to(device), discriminator().to(device)
criterion = nn.BCEWithLogitsLoss()
optimizerD = torch.optim.Adam(netD.parameters(), lr=2e-4, betas=(0.5, 0.999))
optimizerG = torch.optim.Adam(netG.parameters(), lr=2e-4, betas=(0.5, 0.999))
for _ in range(100):
    netD.zero_grad()
    real = torch.randn(32, 256).to(device)
    label = torch.full((32, 1), 1.0, device=device)
    criterion(netD(real), label).backward()
    noise = torch.randn(32, 16, device=device)
    fake = netG(noise)
    label.fill_(0.0)
    criterion(netD(fake.detach()), label).backward()
    optimizerD.step()
    netG.zero_grad()
    label.fill_(1.0)
    criterion(netD(fake), label).backward()
    optimizerG.step()
