"""Runs a function in several processes with gloo between them, for the tests of what is distributed."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from typing import Any

PROBE = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../src/probe"))


def in_processes(world_size: int, function: Callable[..., Any], *args: Any) -> list[Any]:
    """What `function(*args)` of a module gives in each process, by rank; what it raises is raised here."""
    import torch.multiprocessing as multiprocessing

    with tempfile.TemporaryDirectory() as folder:
        answers = [os.path.join(folder, f"answer-{rank}") for rank in range(world_size)]
        store = os.path.join(folder, "store")
        multiprocessing.spawn(_run, (world_size, store, answers, function, args), world_size)
        return [_load(answer) for answer in answers]


def _load(path: str) -> Any:
    import torch

    return torch.load(path, weights_only=True)


def _run(rank: int, world_size: int, store: str, answers: list[str], function: Callable[..., Any], args: Any) -> None:
    sys.path.insert(0, PROBE)
    os.dup2(2, 1)  # gloo of torch 2.9 prints to standard output
    import torch

    torch.set_num_threads(1)
    _let_gloo_have_one_thread()
    torch.distributed.init_process_group("gloo", init_method=f"file://{store}", rank=rank, world_size=world_size)
    torch.save(function(*args), answers[rank])
    torch.distributed.barrier()
    sys.stderr.flush()
    os._exit(0)  # a thread of gloo that frees a tensor while Python ends aborts the process (pytorch/pytorch#179291)


def _let_gloo_have_one_thread() -> None:
    """It takes a request up once it holds no tensor of those before. Source: ProcessGroupGloo::runLoop."""
    from torch.distributed import ProcessGroupGloo, distributed_c10d

    class OneThread(ProcessGroupGloo):
        def __init__(self, store: Any, rank: int, size: int, timeout: Any) -> None:
            options = ProcessGroupGloo._Options()
            options._devices, options._threads, options._timeout = [self.create_default_device()], 1, timeout
            super().__init__(store, rank, size, options)

    distributed_c10d.ProcessGroupGloo = OneThread
