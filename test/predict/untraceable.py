"""Models that no trace can be made of, each for another reason."""

import os
import sys
import time

import torch
from torch import nn

print("an import that prints to standard output")

LIBRARY = torch.library.Library("untraceable", "DEF")
LIBRARY.define("square(Tensor x) -> Tensor")
LIBRARY.impl("square", torch.square, "CPU")


class Inner(nn.Module):
    """Has one layer that is trained, and a block in which `meddle()` is called."""

    def __init__(self, meddle):
        super().__init__()
        self.head = nn.Linear(4, 3)
        self.blocks = nn.ModuleList([nn.Identity(), Block(meddle)])

    def forward(self, x):
        x = self.head(x)
        for block in self.blocks:
            x = block(x)
        return x


class Block(nn.Module):
    def __init__(self, meddle):
        super().__init__()
        self.meddle = meddle

    def forward(self, x):
        return self.meddle(x)


def raises():
    return Inner(lambda x: x.view(7, 7))


def own_kernel():
    return Inner(lambda x: torch.ops.untraceable.square(x))


def size_from_values():
    return Inner(lambda x: x[:, : torch.bincount(x.argmax(1)).numel()])


def numpy():
    return Inner(lambda x: x * float(x.detach().numpy().sum()))


def two_devices():
    return Inner(lambda x: x + torch.ones(8, 3))


def exits():
    return Inner(lambda x: sys.exit(3))


def vanishes():
    return Inner(lambda x: os._exit(0))


def hangs():
    return Inner(lambda x: time.sleep(3600))


def without_gradients():
    return Inner(lambda x: x.detach())


def data_parallel():
    return nn.DataParallel(nn.Linear(4, 3))


def distributed():
    return nn.parallel.DistributedDataParallel(nn.Linear(4, 3))


def no_module():
    return 5


def exits_when_made():
    sys.exit("no licence")


def not_installed():
    import nowhere_to_be_found

    return nowhere_to_be_found.model()
