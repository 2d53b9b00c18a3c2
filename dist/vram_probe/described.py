"""`torchrun -m vram_probe.described`: one process of a training that the config describes and several share.

A program as any other: the probe that is in every Python of the run measures it, and ends it. What it trains stands in the
run's `request.json` (src/probe/attached.ts).
"""

from __future__ import annotations

import json
import os


def main() -> None:
    import torch

    from .step import train
    from .workload import Workload

    with open(os.path.join(os.environ["VRAM_BUDGET_ATTACH"], "request.json"), encoding="utf-8") as file:
        training = json.load(file)["training"]
    on_cards = torch.cuda.is_available()
    if on_cards:
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    torch.distributed.init_process_group("nccl" if on_cards else "gloo")
    device = torch.device("cuda" if on_cards else "cpu")
    work = Workload(training)
    work.move(device)
    work.make_optimizer()
    if work.compiled:
        work.model.compile()
    train(work, device, lambda phase, step: None)


if __name__ == "__main__":
    main()
